// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/error.h"
#include "protocol/message_id.h"

#include <QDateTime>
#include <QSet>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::protocol;

/// What is named on the wire: messages and rooms by ids, destinations by paths, refusals by codes.
class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageIdsCarryTheirTime();
    void messageIdsAreOfVersion7();
    void messageIdsDiffer();
    void onlyVersion7CarriesATime();
    void idsAreReadInEitherCase();
    void idsAreWrittenInLowerCase();
    void destinationsAreReadAsWritten();
    void unknownDestinationsMeanNothing_data();
    void unknownDestinationsMeanNothing();
    void codesAreReadAsWritten();
    void unknownCodesAreInternal();
};

void TestNames::messageIdsCarryTheirTime()
{
    for (const qint64 time :
         {Q_INT64_C(0), Q_INT64_C(1), Q_INT64_C(1795396680123), Q_INT64_C(0xffffffffffff)}) {
        const Timestamp sinceEpoch = fromMilliseconds(time);
        QCOMPARE(messageIdTime(makeMessageId(sinceEpoch)), sinceEpoch);
    }
    QCOMPARE(messageIdTime(makeMessageId(fromMilliseconds(-5))), fromMilliseconds(0));
    QCOMPARE(messageIdTime(makeMessageId(Timestamp::max())), fromMilliseconds(0xffffffffffff));
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 made = toMilliseconds(*messageIdTime(makeMessageId()));
    QVERIFY(before <= made && made <= QDateTime::currentMSecsSinceEpoch());
}

void TestNames::messageIdsAreOfVersion7()
{
    for (int round = 0; round < 100; ++round) {
        const QByteArray id = writeId(makeMessageId());
        QCOMPARE(id[14], '7');
        QVERIFY(QByteArrayView("89ab").contains(id[19]));
    }
    QVERIFY(writeId(makeMessageId(fromMilliseconds(0x01935a2e7b1c))).startsWith("01935a2e-7b1c-7"));
}

void TestNames::messageIdsDiffer()
{
    QSet<QUuid> ids;
    for (int round = 0; round < 10'000; ++round)
        ids.insert(makeMessageId(fromMilliseconds(7)));
    QCOMPARE(ids.size(), 10'000);
}

void TestNames::onlyVersion7CarriesATime()
{
    QVERIFY(!messageIdTime(QUuid::createUuid()));
    QVERIFY(!messageIdTime(QUuid()));
    // The digit 7 in another variant than that of RFC 9562.
    QVERIFY(!messageIdTime(*parseId("01935a2e-7b1c-7def-0123-456789abcdef")));
}

void TestNames::idsAreReadInEitherCase()
{
    const std::optional<QUuid> lower = parseId("01935a2e-7b1c-7def-8123-456789abcdef");
    QVERIFY(lower);
    QCOMPARE(parseId("01935A2E-7B1C-7DEF-8123-456789ABCDEF"), lower);
    QCOMPARE(lower.value_or(QUuid()),
             QUuid::fromString("{01935a2e-7b1c-7def-8123-456789abcdef}"_L1));
}

void TestNames::idsAreWrittenInLowerCase()
{
    QCOMPARE(writeId(*parseId("01935A2E-7B1C-7DEF-8123-456789ABCDEF")),
             "01935a2e-7b1c-7def-8123-456789abcdef");
    for (int round = 0; round < 100; ++round) {
        const QUuid id = QUuid::createUuid();
        QCOMPARE(parseId(writeId(id)), id);
    }
}

void TestNames::destinationsAreReadAsWritten()
{
    using Kind = Destination::Kind;
    const QUuid room = makeMessageId();
    QCOMPARE(roomDestination(room), "/topic/rooms/" + writeId(room));
    QCOMPARE(sendDestination(room), "/app/rooms/" + writeId(room));

    QCOMPARE(parseDestination(roomDestination(room))->kind, Kind::Room);
    QCOMPARE(parseDestination(roomDestination(room))->room, room);
    QCOMPARE(parseDestination(sendDestination(room))->kind, Kind::Send);
    QCOMPARE(parseDestination(sendDestination(room))->room, room);
    QCOMPARE(parseDestination(typingDestination(room))->kind, Kind::Typing);
    QCOMPARE(parseDestination(typingDestination(room))->room, room);
    QCOMPARE(parseDestination(sayTypingDestination(room))->kind, Kind::SayTyping);
    QCOMPARE(parseDestination(sayTypingDestination(room))->room, room);
    QCOMPARE(parseDestination(roomsDestination)->kind, Kind::Rooms);
    QVERIFY(parseDestination(roomsDestination)->room.isNull());
    QCOMPARE(parseDestination(errorsDestination)->kind, Kind::Errors);
}

void TestNames::unknownDestinationsMeanNothing_data()
{
    QTest::addColumn<QByteArray>("destination");
    for (const char *destination :
         {"", "/", "/topic", "/topic/rooms/", "/topic/rooms/x", "/topic/room", "/app/rooms",
          "/app/rooms/", "/topic/rooms/01935a2e-7b1c-7def-8123-456789abcdef/", " /topic/rooms",
          "/TOPIC/rooms", "/user/queue/error", "/user/queue/errors/1",
          "/app/rooms/{01935a2e-7b1c-7def-8123-456789abcdef}"})
        QTest::newRow(destination) << QByteArray(destination);
}

void TestNames::unknownDestinationsMeanNothing()
{
    QFETCH(const QByteArray, destination);
    QVERIFY(!parseDestination(destination));
}

void TestNames::codesAreReadAsWritten()
{
    QSet<QString> names;
    for (int number = 0; number <= static_cast<int>(Code::Internal); ++number) {
        const auto code = static_cast<Code>(number);
        const QString name = codeName(code);
        QCOMPARE(codeFromName(name), code);
        QVERIFY(httpStatus(code) >= 400 && httpStatus(code) < 600);
        names.insert(name);
    }
    QCOMPARE(names.size(), static_cast<int>(Code::Internal) + 1);
    QCOMPARE(codeName(Code::NicknameTaken), "nickname_taken"_L1);
}

void TestNames::unknownCodesAreInternal()
{
    QCOMPARE(codeFromName(u"nickname_stolen"), Code::Internal);
    QCOMPARE(codeFromName(u""), Code::Internal);
    QCOMPARE(codeName(static_cast<Code>(999)), "internal"_L1);
}

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
