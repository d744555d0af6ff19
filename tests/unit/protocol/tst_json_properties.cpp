// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_shapes.h"
#include "seeded_random.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

namespace {

/// Any string that is whole: every plane, no lone surrogate.
QString randomText(SeededRandom &random, int most)
{
    QString text;
    for (int count = random.below(most); count > 0; --count) {
        const int kind = random.below(4);
        const int last = kind == 0 ? 0x20 : kind == 1 ? 0x80 : kind == 2 ? 0xd800 : 0x110000;
        char32_t c = static_cast<char32_t>(random.below(last));
        if (QChar::isSurrogate(c))
            c = U'\\';
        text.append(QChar::fromUcs4(c));
    }
    return text;
}

QUuid randomId(SeededRandom &random)
{
    const QUuid id = QUuid::fromRfc4122(random.bytes(16));
    return id.isNull() ? sample::messageId() : id;
}

qint64 randomPosition(SeededRandom &random)
{
    return qint64(random.below(0x7fffffff)) << random.below(32) | 1;
}

QDateTime randomTime(SeededRandom &random)
{
    return sample::utc(qint64(random.below(0x7fffffff)) * 100'000 + random.below(100'000)
                       - 60'000'000'000'000);
}

Message randomMessage(SeededRandom &random)
{
    return {randomId(random),       randomId(random),       randomPosition(random),
            randomText(random, 20), randomText(random, 60), randomTime(random)};
}

Room randomRoom(SeededRandom &random)
{
    return {randomId(random),
            randomText(random, 50),
            randomText(random, 20),
            randomTime(random),
            randomPosition(random),
            randomPosition(random),
            random.oneIn(2) ? QDateTime() : randomTime(random),
            randomText(random, 20),
            randomText(random, 60),
            random.below(1000)};
}

void parseWithEverything(QByteArrayView json)
{
    // The values do not matter here, only that there is one or an error.
    (void)parseMessage(json).ok();
    (void)parseRooms(json).ok();
    (void)parseRoom(json).ok();
    (void)parseRoomEvent(json).ok();
    (void)parseSessionAnswer(json).ok();
    (void)parsePage(json).ok();
    (void)parseAccepted(json).ok();
    (void)parseSessionRequest(json).ok();
    (void)parseRoomRequest(json).ok();
    (void)parseSendRequest(json).ok();
    (void)parseMessageRecord(json).ok();
    (void)parseRoomRecord(json).ok();
    (void)parseProblem(json, 500);
}

} // namespace

class TestJsonProperties : public QObject
{
    Q_OBJECT

    SeededRandom m_random;

private Q_SLOTS:
    void anyMessageSurvives();
    void anyRoomSurvives();
    void anyTextIsWrittenAlikeFromUtf8();
    void noByteStringCrashesAParser();
    void noChangedBodyCrashesAParser();
};

void TestJsonProperties::anyMessageSurvives()
{
    for (int round = 0; round < 4000; ++round) {
        const Message message = randomMessage(m_random);
        const QByteArray written = writeMessage(message);
        const Result<Message> carried = parseMessage(written);
        QVERIFY2(carried.ok(), written.constData());
        QVERIFY2(*carried == message, written.constData());
    }
    for (int round = 0; round < 100; ++round) {
        MessagePage page {{}, m_random.oneIn(2)};
        for (int count = m_random.below(20); count > 0; --count)
            page.messages.append(randomMessage(m_random));
        const Result<MessagePage> carried = parsePage(writePage(page));
        QVERIFY(carried.ok());
        QVERIFY(*carried == page);
    }
}

void TestJsonProperties::anyRoomSurvives()
{
    for (int round = 0; round < 2000; ++round) {
        const RoomEvent event {m_random.oneIn(2) ? RoomEvent::Kind::Created
                                                 : RoomEvent::Kind::Updated,
                               randomRoom(m_random)};
        const Result<RoomEvent> carried = parseRoomEvent(writeRoomEvent(event));
        QVERIFY(carried.ok());
        QVERIFY2(*carried == event, writeRoomEvent(event).constData());
    }
}

void TestJsonProperties::anyTextIsWrittenAlikeFromUtf8()
{
    for (int round = 0; round < 2000; ++round) {
        const Message message = randomMessage(m_random);
        const Timestamp time = fromMilliseconds(message.time.toMSecsSinceEpoch());
        const QByteArray nickname = message.nickname.toUtf8();
        const QByteArray text = message.text.toUtf8();
        QCOMPARE(writeMessageUtf8(message.id, message.room, message.position, nickname, text, time),
                 writeMessage(message));
        QCOMPARE(writeMessageRecordUtf8(message.id, message.room, nickname, text, time),
                 writeMessageRecord(
                     {message.id, message.room, message.nickname, message.text, message.time}));
    }
}

void TestJsonProperties::noByteStringCrashesAParser()
{
    for (int round = 0; round < 3000; ++round) {
        parseWithEverything(m_random.bytes(m_random.below(60)));
        parseWithEverything("{\"" + m_random.bytes(m_random.below(60)) + "\"}");
    }
}

void TestJsonProperties::noChangedBodyCrashesAParser()
{
    const QList<QByteArray> bodies {
        writeMessage(sample::message()),
        writeRooms({sample::room(), sample::quietRoom()}),
        writeRoomEvent({RoomEvent::Kind::Created, sample::room()}),
        writeSessionAnswer(sample::session()),
        writePage({{sample::message()}, true}),
        writeAccepted({sample::messageId(), 1, sample::time()}),
        writeSendRequest({sample::messageId(), "hi"}),
        writeMessageRecord(sample::messageRecord()),
        writeRoomRecord(sample::roomRecord()),
        writeProblem({Code::TooManyRequests, u"Wait."_s, std::chrono::seconds(1)}),
    };
    for (int round = 0; round < 3000; ++round) {
        const int which = m_random.below(static_cast<int>(bodies.size()));
        parseWithEverything(m_random.mutated(bodies[which]));
    }
}

QTEST_APPLESS_MAIN(TestJsonProperties)
#include "tst_json_properties.moc"
