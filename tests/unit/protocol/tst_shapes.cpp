// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_shapes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

/// write…() and parse…() are each other's inverse, and what is written is what docs/protocol.md
/// shows.
class TestShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAMessageAsDocumented();
    void writesTheSameMessageFromUtf8();
    void writesTheSameRecordFromUtf8();
    void writesJsonThatOthersRead();
    void carriesAMessage();
    void carriesWhatBecameOfAMessage();
    void writesNothingOfWhatDidNotBecomeOfAMessage();
    void writesAnEventAsDocumented();
    void carriesEvents();
    void carriesRooms();
    void carriesARoomWhereNothingWasSaid();
    void carriesRoomEvents();
    void carriesASession();
    void carriesAPage();
    void carriesAPageWithEvents();
    void carriesAnAcceptance();
    void carriesRequests();
    void carriesRequestsOfEvents();
    void carriesRecords();
    void carriesRecordsOfEvents();
    void carriesAProblem();
    void makesAnErrorOfWhatIsNoProblem_data();
    void makesAnErrorOfWhatIsNoProblem();
    void writesTimes_data();
    void writesTimes();
};

void TestShapes::writesAMessageAsDocumented()
{
    Message message = sample::message();
    message.nickname = u"Ann"_s;
    message.text = u"hi"_s;
    QCOMPARE(writeMessage(message),
             "{\"id\":\"01935a2e-7b1c-7def-8123-456789abcdef\","
             "\"room\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"position\":42,"
             "\"nickname\":\"Ann\",\"text\":\"hi\",\"time\":\"2026-11-23T01:18:00.123Z\"}");
}

void TestShapes::writesTheSameMessageFromUtf8()
{
    const Message message = sample::message();
    const Timestamp time = fromMilliseconds(message.time.toMSecsSinceEpoch());
    QCOMPARE(writeMessageUtf8(message.id, message.room, message.position, message.nickname.toUtf8(),
                              message.text.toUtf8(), time),
             writeMessage(message));
}

void TestShapes::writesTheSameRecordFromUtf8()
{
    const MessageRecord record = sample::messageRecord();
    const Timestamp time = fromMilliseconds(sample::time().toMSecsSinceEpoch());
    QCOMPARE(writeMessageRecordUtf8(sample::messageId(), record.room, record.nickname.toUtf8(),
                                    record.text.toUtf8(), time),
             writeMessageRecord(record));
}

void TestShapes::writesJsonThatOthersRead()
{
    Message message = sample::message();
    message.text.clear();
    for (char16_t c = 0; c < 0x300; ++c)
        message.text.append(QChar(c));
    const QJsonDocument document = QJsonDocument::fromJson(writeMessage(message));
    QCOMPARE(document.object().value("text"_L1).toString(), message.text);
    QCOMPARE(document.object().value("nickname"_L1).toString(), message.nickname);
}

void TestShapes::carriesAMessage()
{
    const Message message = sample::message();
    const Result<Message> carried = parseMessage(writeMessage(message));
    QVERIFY(carried.ok());
    QVERIFY(*carried == message);
    QCOMPARE(carried->time.timeSpec(), Qt::UTC);
}

void TestShapes::carriesWhatBecameOfAMessage()
{
    Message deleted = sample::message();
    deleted.text.clear();
    deleted.deleted = true;
    deleted.changed = 44;
    for (const Message &message : {sample::changedMessage(), deleted}) {
        const Result<Message> carried = parseMessage(writeMessage(message));
        QVERIFY(carried.ok());
        QVERIFY(*carried == message);
    }
}

void TestShapes::writesNothingOfWhatDidNotBecomeOfAMessage()
{
    const QByteArray written = writeMessage(sample::message());
    for (const char *field : {"replyTo", "edited", "deleted", "reactions", "changed"})
        QVERIFY2(!written.contains(field), field);
}

void TestShapes::writesAnEventAsDocumented()
{
    QCOMPARE(writeMessageEvent(sample::reaction()),
             "{\"id\":\"01935a2e-9999-7def-8123-456789abcdef\","
             "\"room\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"position\":45,"
             "\"type\":\"reaction\",\"target\":\"01935a2e-7b1c-7def-8123-456789abcdef\","
             "\"reaction\":\"👍\",\"nickname\":\"Bob\",\"time\":\"2026-11-23T01:18:00.123Z\"}");
}

void TestShapes::carriesEvents()
{
    MessageEvent removal = sample::reaction();
    removal.remove = true;
    for (const MessageEvent &event :
         {sample::edit(), sample::deletion(), sample::reaction(), removal}) {
        const Result<MessageEvent> carried = parseMessageEvent(writeMessageEvent(event));
        QVERIFY(carried.ok());
        QVERIFY(*carried == event);
        QVERIFY2(!parseMessage(writeMessageEvent(event)), "nobody takes it for a message");
    }
}

void TestShapes::carriesRooms()
{
    for (const QList<Room> &rooms :
         {QList<Room> {}, {sample::room()}, {sample::room(), sample::quietRoom()}}) {
        const Result<QList<Room>> carried = parseRooms(writeRooms(rooms));
        QVERIFY(carried.ok());
        QVERIFY(*carried == rooms);
    }
}

void TestShapes::carriesARoomWhereNothingWasSaid()
{
    const QByteArray written = writeRoom(sample::quietRoom());
    QVERIFY(written.contains("\"lastTime\":null"));
    const Result<Room> carried = parseRoom(written);
    QVERIFY(carried.ok());
    QVERIFY(*carried == sample::quietRoom());
    QVERIFY(!carried->lastTime.isValid());
}

void TestShapes::carriesRoomEvents()
{
    for (const auto kind : {RoomEvent::Kind::Created, RoomEvent::Kind::Updated}) {
        const RoomEvent event {kind, sample::room()};
        const Result<RoomEvent> carried = parseRoomEvent(writeRoomEvent(event));
        QVERIFY(carried.ok());
        QVERIFY(*carried == event);
    }
}

void TestShapes::carriesASession()
{
    SessionAnswer session = sample::session();
    QVERIFY(writeSessionAnswer(session).contains("token"));
    QVERIFY(*parseSessionAnswer(writeSessionAnswer(session)) == session);
    session.token.clear();
    QVERIFY(!writeSessionAnswer(session).contains("token"));
    QVERIFY(*parseSessionAnswer(writeSessionAnswer(session)) == session);
}

void TestShapes::carriesAPage()
{
    Message second = sample::message();
    second.position = 43;
    const MessagePage page {{sample::message(), second}, true};
    const Result<MessagePage> carried = parsePage(writePage(page));
    QVERIFY(carried.ok());
    QVERIFY(*carried == page);
    QCOMPARE(writePageOf({writeMessage(sample::message()), writeMessage(second)}, true),
             writePage(page));
    const Result<MessagePage> empty = parsePage(writePageOf({}, false));
    QVERIFY(empty.ok());
    QVERIFY(*empty == MessagePage());
}

void TestShapes::carriesAPageWithEvents()
{
    MessagePage page {.messages = {sample::changedMessage()}, .more = true, .last = 45};
    for (const QList<MessageEvent> &events :
         {QList<MessageEvent>(), {sample::edit(), sample::reaction()}}) {
        page.events = events;
        const Result<MessagePage> carried = parsePage(writePage(page));
        QVERIFY(carried.ok());
        QVERIFY(*carried == page);
    }
}

void TestShapes::carriesAnAcceptance()
{
    const Accepted accepted {sample::messageId(), 7, sample::time()};
    const Result<Accepted> carried = parseAccepted(writeAccepted(accepted));
    QVERIFY(carried.ok());
    QVERIFY(*carried == accepted);
}

void TestShapes::carriesRequests()
{
    for (const QString &key : {QString(), u"sesame"_s}) {
        const Result<SessionRequest> session =
            parseSessionRequest(writeSessionRequest({u"Ann"_s, key}));
        QVERIFY(session.ok());
        QCOMPARE(session->nickname, u"Ann"_s);
        QCOMPARE(session->key, key);
    }
    const Result<RoomRequest> room = parseRoomRequest(writeRoomRequest({u"Attic"_s}));
    QVERIFY(room.ok());
    QCOMPARE(room->name, u"Attic"_s);
    for (const std::optional<QUuid> &id : {std::optional<QUuid>(), {sample::messageId()}}) {
        const Result<SendRequest> send = parseSendRequest(writeSendRequest({id, "h\n\xc3\xa4"}));
        QVERIFY(send.ok());
        QCOMPARE(send->id, id);
        QCOMPARE(send->text, "h\n\xc3\xa4");
    }
}

void TestShapes::carriesRequestsOfEvents()
{
    const QUuid id = sample::eventId();
    const QUuid target = sample::messageId();
    const QList<SendRequest> requests = {
        {.id = id, .text = "an answer", .replyTo = target},
        {.id = id, .text = "new", .event = EventType::Edit, .target = target},
        {.id = id, .event = EventType::Delete, .target = target},
        {.event = EventType::Reaction, .target = target, .reaction = "👍"},
        {.id = id,
         .event = EventType::Reaction,
         .target = target,
         .reaction = "👍",
         .remove = true},
    };
    for (const SendRequest &request : requests) {
        const Result<SendRequest> carried = parseSendRequest(writeSendRequest(request));
        QVERIFY(carried.ok());
        QVERIFY(*carried == request);
    }
    const Result<SendRequest> named = parseSendRequest(R"({"type":"message","text":"hi"})");
    QVERIFY(named.ok());
    QVERIFY(*named == SendRequest {.text = "hi"});
}

void TestShapes::carriesRecords()
{
    const MessageRecord message = sample::messageRecord();
    const Result<MessageRecord> full = parseMessageRecord(writeMessageRecord(message));
    QVERIFY(full.ok());
    QCOMPARE(full->id, message.id);
    QCOMPARE(full->room, message.room);
    QCOMPARE(full->nickname, message.nickname);
    QCOMPARE(full->text, message.text);
    QCOMPARE(full->time, message.time);

    const Result<MessageRecord> least = parseMessageRecord(
        writeMessageRecord({{}, message.room, message.nickname, message.text, {}}));
    QVERIFY(least.ok());
    QVERIFY(!least->id && !least->time);

    const RoomRecord room = sample::roomRecord();
    const Result<RoomRecord> carried = parseRoomRecord(writeRoomRecord(room));
    QVERIFY(carried.ok());
    QCOMPARE(carried->id, room.id);
    QCOMPARE(carried->name, room.name);
    QCOMPARE(carried->creator, room.creator);
    QCOMPARE(carried->created, room.created);
    QCOMPARE(carried->partition, room.partition);
}

void TestShapes::carriesRecordsOfEvents()
{
    MessageRecord answer = sample::messageRecord();
    answer.replyTo = sample::eventId();
    QCOMPARE(parseMessageRecord(writeMessageRecord(answer))->replyTo, answer.replyTo);

    for (const auto type : {EventType::Edit, EventType::Delete, EventType::Reaction}) {
        const bool reacts = type == EventType::Reaction;
        const EventRecord record {.id = sample::eventId(),
                                  .room = sample::roomId(),
                                  .nickname = u"Ann"_s,
                                  .type = type,
                                  .target = sample::messageId(),
                                  .text = type == EventType::Edit ? u"new"_s : QString(),
                                  .reaction = reacts ? u"👍"_s : QString(),
                                  .remove = reacts,
                                  .time = sample::time()};
        const Result<EventRecord> carried = parseEventRecord(writeEventRecord(record), type);
        QVERIFY(carried.ok());
        QCOMPARE(carried->id, record.id);
        QCOMPARE(carried->room, record.room);
        QCOMPARE(carried->nickname, record.nickname);
        QCOMPARE(carried->type, record.type);
        QCOMPARE(carried->target, record.target);
        QCOMPARE(carried->text, record.text);
        QCOMPARE(carried->reaction, record.reaction);
        QCOMPARE(carried->remove, record.remove);
        QCOMPARE(carried->time, record.time);
    }
}

void TestShapes::carriesAProblem()
{
    const Error error {Code::TooManyRequests, u"Wait a \"moment\"."_s, std::chrono::seconds(3)};
    QCOMPARE(writeProblem(error),
             "{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,"
             "\"detail\":\"Wait a \\\"moment\\\".\",\"code\":\"too_many_requests\","
             "\"retryAfter\":3}");
    for (int code = 0; code <= static_cast<int>(Code::Internal); ++code) {
        const Error each {static_cast<Code>(code), u"So it is."_s};
        QVERIFY(!writeProblem(each).contains("retryAfter"));
        QVERIFY(parseProblem(writeProblem(each), 400) == each);
    }
    QVERIFY(parseProblem(writeProblem(error), 429) == error);
}

void TestShapes::makesAnErrorOfWhatIsNoProblem_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("HTML") << QByteArray("<html>");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no code") << QByteArray("{\"detail\":\"x\"}");
    QTest::newRow("no detail") << QByteArray("{\"code\":\"internal\"}");
    QTest::newRow("code no string") << QByteArray("{\"code\":7,\"detail\":\"x\"}");
    QTest::newRow("bad retry") << QByteArray(
        "{\"code\":\"internal\",\"detail\":\"x\",\"retryAfter\":-1}");
}

void TestShapes::makesAnErrorOfWhatIsNoProblem()
{
    QFETCH(const QByteArray, body);
    const Error error = parseProblem(body, 502);
    QCOMPARE(error.code, Code::Internal);
    QVERIFY(error.sentence.contains(u"502"_s));
    QCOMPARE(error.retryAfter.count(), 0);
}

void TestShapes::writesTimes_data()
{
    QTest::addColumn<qint64>("sinceEpoch");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64(0) << QByteArray("1970-01-01T00:00:00.000Z");
    QTest::newRow("before") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999Z");
    QTest::newRow("leap day") << qint64(1'709'251'199'999)
                              << QByteArray("2024-02-29T23:59:59.999Z");
    QTest::newRow("last") << qint64(253'402'300'799'999) << QByteArray("9999-12-31T23:59:59.999Z");
    QTest::newRow("too late") << qint64(253'402'300'800'000)
                              << QByteArray("9999-12-31T23:59:59.999Z");
    QTest::newRow("too early") << qint64(-99'999'999'999'999)
                               << QByteArray("0000-01-01T00:00:00.000Z");
}

void TestShapes::writesTimes()
{
    QFETCH(const qint64, sinceEpoch);
    QFETCH(const QByteArray, text);
    Message message = sample::message();
    message.time = sample::utc(sinceEpoch);
    QVERIFY2(writeMessage(message).endsWith("\"time\":\"" + text + "\"}"),
             writeMessage(message).constData());
}

QTEST_APPLESS_MAIN(TestShapes)
#include "tst_shapes.moc"
