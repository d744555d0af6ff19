// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::protocol::RoomPeople;
using samsa::protocol::sayTypingDestination;
using samsa::protocol::StompFrame;
using samsa::protocol::typingDestination;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Who is in a room and who is typing there, as clients see it.
class TestPeople : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void listsWhoIsThereInOrderOfNickname();
    void listsAtMostFiveHundredAndCountsAll();
    void countsWhoPollsSlowlyUntilTheNextPoll();
    void refusesPollsThatAreTooSlow();
    void tellsFollowersWhoIsTyping();
    void tellsNobodyElse();
    void takesItOverHttpAsWell();
    void countsNobodyForFollowingWhoTypes();
    void refusesRoomsThatAreNotThere();

private:
    RoomPeople people() const
    {
        const auto answer = m_server.client(m_ann).get(path("people")).body;
        const auto parsed = samsa::protocol::parseRoomPeople(answer);
        return parsed ? *parsed : RoomPeople {.people = {}, .count = -1};
    }
    QByteArray path(const QByteArray &what) const
    {
        return "/api/v1/rooms/" + samsa::protocol::writeId(m_room) + '/' + what;
    }
    static bool followTyping(StompTestClient &client, const QUuid &room)
    {
        return client
            .sendAndWait("SUBSCRIBE", {{"id", "typing"}, {"destination", typingDestination(room)}})
            .has_value();
    }
    static std::optional<StompFrame> typingOf(StompTestClient &client, const QString &nickname,
                                              std::chrono::milliseconds patience = 15s)
    {
        return client.wait(
            [&](const StompFrame &frame) {
                const auto event = samsa::protocol::parseTypingEvent(frame.body);
                return frame.header("subscription") == "typing" && event
                    && event->nickname == nickname;
            },
            patience);
    }

    TestServer m_server;
    QByteArray m_ann;
    QByteArray m_bob;
    QUuid m_room; // A new one for each test.
};

void TestPeople::initTestCase()
{
    QVERIFY(m_server.start());
    m_ann = m_server.claim("Ann");
    m_bob = m_server.claim("Bob");
}

void TestPeople::init()
{
    m_room = m_server.makeRoom(m_ann, QTest::currentTestFunction());
    QVERIFY(!m_room.isNull());
}

void TestPeople::listsWhoIsThereInOrderOfNickname()
{
    QCOMPARE(people(), RoomPeople());
    StompTestClient bob(m_server.port());
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(bob.follow(m_room, "room"));
    m_server.client(m_ann).get(path("messages"));
    QCOMPARE(people(), RoomPeople({{{u"Ann"_s, false}, {u"Bob"_s, false}}, 2}));
}

void TestPeople::listsAtMostFiveHundredAndCountsAll()
{
    constexpr int many = 501;
    std::vector<std::unique_ptr<StompTestClient>> crowd;
    for (int i = 0; i < many; ++i) {
        crowd.push_back(std::make_unique<StompTestClient>(m_server.port()));
        QVERIFY(crowd.back()->open());
        QVERIFY(crowd.back()->connectFrame(
            {{"accept-version", "1.2"}, {"login", "P" + QByteArray::number(1000 + i)}}));
        QVERIFY(crowd.back()->follow(m_room, "room"));
    }
    const RoomPeople there = people();
    QCOMPARE(there.count, many);
    QCOMPARE(there.people.size(), 500);
    QCOMPARE(there.people.constFirst().nickname, u"P1000"_s);
    QCOMPARE(there.people.constLast().nickname, u"P1499"_s);
}

void TestPeople::countsWhoPollsSlowlyUntilTheNextPoll()
{
    m_server.client(m_ann).get(path("messages?every=60"));
    m_server.client(m_bob).get(path("messages"));
    QCOMPARE(people().count, 2);
    QTRY_COMPARE_WITH_TIMEOUT(people().count, 1, 30'000); // Bob counts for ten seconds
    QCOMPARE(people(), RoomPeople({{{u"Ann"_s, false}}, 1}));
}

void TestPeople::refusesPollsThatAreTooSlow()
{
    auto client = m_server.client(m_ann);
    QCOMPARE(client.get(path("messages?every=120")).status, 200);
    for (const char *const every : {"121", "-1", "often"})
        QCOMPARE(client.get(path(QByteArray("messages?every=") + every)).code(),
                 u"cursor_invalid"_s);
}

void TestPeople::tellsFollowersWhoIsTyping()
{
    StompTestClient ann(m_server.port());
    StompTestClient bob(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(bob.connectWith(m_bob));
    QVERIFY(followTyping(ann, m_room));
    QVERIFY(bob.follow(m_room, "room"));
    QVERIFY(bob.sendAndWait("SEND", {{"destination", sayTypingDestination(m_room)}}));
    const auto frame = typingOf(ann, u"Bob"_s);
    QVERIFY(frame);
    QCOMPARE(frame->header("destination"), typingDestination(m_room));
    QCOMPARE(people(), RoomPeople({{{u"Bob"_s, true}}, 1}));
    // Who has spoken has finished.
    QVERIFY(bob.say(m_room, "Here it is."));
    QCOMPARE(people(), RoomPeople({{{u"Bob"_s, false}}, 1}));
}

void TestPeople::tellsNobodyElse()
{
    const QUuid other = m_server.makeRoom(m_ann, "Another room");
    StompTestClient ann(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(followTyping(ann, m_room));
    QVERIFY(ann.follow(m_room, "room"));
    QVERIFY(ann.sendAndWait("SEND", {{"destination", sayTypingDestination(other)}}));
    QVERIFY(ann.sendAndWait("SEND", {{"destination", sayTypingDestination(m_room)}}));
    const auto frame = typingOf(ann, u"Ann"_s);
    QVERIFY(frame);
    QCOMPARE(frame->header("destination"), typingDestination(m_room)); // The first that came.
    QVERIFY(ann.sendAndWait("UNSUBSCRIBE", {{"id", "typing"}}));
    QVERIFY(ann.sendAndWait("SEND", {{"destination", sayTypingDestination(m_room)}}));
    QVERIFY(ann.say(m_room, "What comes after it."));
    QVERIFY(ann.waitForMessages("room", 1));
    QVERIFY(!typingOf(ann, u"Ann"_s, 0s));
}

void TestPeople::takesItOverHttpAsWell()
{
    StompTestClient ann(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(followTyping(ann, m_room));
    const auto answer = m_server.client(m_bob).post(path("typing"), {});
    QCOMPARE(answer.status, 204);
    QVERIFY(answer.body.isEmpty());
    QVERIFY(typingOf(ann, u"Bob"_s));
}

void TestPeople::countsNobodyForFollowingWhoTypes()
{
    StompTestClient ann(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(followTyping(ann, m_room));
    QCOMPARE(people(), RoomPeople());
}

void TestPeople::refusesRoomsThatAreNotThere()
{
    auto client = m_server.client(m_ann);
    const QByteArray nowhere =
        "/api/v1/rooms/" + samsa::protocol::writeId(QUuid::createUuid()) + '/';
    QCOMPARE(client.get(nowhere + "people").code(), u"room_not_found"_s);
    QCOMPARE(client.post(nowhere + "typing", {}).code(), u"room_not_found"_s);
    StompTestClient ann(m_server.port());
    QVERIFY(ann.connectWith(m_ann));
    QVERIFY(ann.sendAndWait("SUBSCRIBE", {{"id", "e"}, {"destination", "/user/queue/errors"}}));
    for (const QByteArray command : {"SEND", "SUBSCRIBE"}) {
        const QUuid room = QUuid::createUuid();
        ann.send(command,
                 {{"id", "t"},
                  {"destination",
                   command == "SEND" ? sayTypingDestination(room) : typingDestination(room)}});
        QVERIFY(ann.wait([](const StompFrame &frame) {
            return frame.header("subscription") == "e" && frame.body.contains("room_not_found");
        }));
    }
}

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"
