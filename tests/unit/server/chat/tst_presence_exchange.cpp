// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/presence_exchange.h"
#include "server/chat/rooms.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::chat::Presence;
using samsa::chat::PresenceExchange;

namespace {

struct Node;

/// The nodes, and what they have said and not heard yet.
struct House
{
    void settle();

    QList<Node *> nodes;
    QList<QByteArray> said;
};

struct Node
{
    explicit Node(House &all)
        : house(all)
        , exchange(presence,
                   {.send = [&all](const QByteArray &record) { all.said.append(record); },
                    .left = [this](const QByteArray &hash) { left.append(hash); },
                    .typing =
                        [this](const QUuid &room, const QByteArray &nickname) {
                            typing.append({room, nickname});
                        }})
    {
        house.nodes.append(this);
    }
    void begin()
    {
        exchange.begin();
        house.settle();
    }
    void step(Presence::Clock::time_point time)
    {
        exchange.step(time);
        house.settle();
    }
    void step() { step(now); }

    House &house;
    bool asleep = false; // Hears nothing.
    samsa::chat::Rooms rooms;
    Presence presence {rooms};
    PresenceExchange exchange;
    QList<QByteArray> left;
    QList<std::pair<QUuid, QByteArray>> typing;
    Presence::Clock::time_point now = Presence::Clock::now();
};

/// Everything said is heard by all who are awake, in one order.
void House::settle()
{
    while (!said.isEmpty()) {
        const QByteArray record = said.takeFirst();
        for (Node *node : std::as_const(nodes)) {
            if (!node->asleep)
                node->exchange.heard(record, node->now);
        }
    }
}

} // namespace

/// Who is present, when several nodes tell each other.
class PresenceExchangeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsOthersWhoComesAndGoes();
    void countsAPersonOnTwoNodesOnce();
    void tellsANewNodeWhoIsHere();
    void forgetsANodeThatFallsSilent();
    void learnsAnewFromANodeThatWasSilent();
    void keepsANodeWithNothingToSay();
    void tellsThatANicknameWasLeft();
    void tellsOthersWhoIsTyping();
    void ignoresWhatIsNotOurs();
    void tellsMoreThanARecordHolds();

private:
    const QUuid m_room = QUuid::createUuid();
};

void PresenceExchangeTest::tellsOthersWhoComesAndGoes()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    QCOMPARE(two.presence.people(m_room), 0);
    one.step();
    QCOMPARE(two.presence.people(m_room), 1);
    one.presence.unsubscribed(m_room, "Ann");
    one.step();
    QCOMPARE(two.presence.people(m_room), 0);
    QCOMPARE(one.presence.people(m_room), 0);
}

void PresenceExchangeTest::countsAPersonOnTwoNodesOnce()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    two.presence.subscribed(m_room, "Ann");
    two.presence.subscribed(m_room, "Bob");
    one.step();
    two.step();
    QCOMPARE(one.presence.people(m_room), 2);
    QCOMPARE(two.presence.people(m_room), 2);
    one.presence.unsubscribed(m_room, "Ann");
    one.step();
    QCOMPARE(one.presence.people(m_room), 2); // She is still at the other.
}

void PresenceExchangeTest::tellsANewNodeWhoIsHere()
{
    House house;
    Node one(house);
    one.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    Node two(house);
    two.presence.subscribed(m_room, "Bob"); // Before it could be told.
    QCOMPARE(two.presence.people(m_room), 1);
    two.begin();
    QCOMPARE(two.presence.people(m_room), 2);
    QCOMPARE(one.presence.people(m_room), 2);
}

void PresenceExchangeTest::forgetsANodeThatFallsSilent()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    two.step(two.now + PresenceExchange::silence - 1s);
    QCOMPARE(two.presence.people(m_room), 1);
    two.step(two.now + PresenceExchange::silence);
    QCOMPARE(two.presence.people(m_room), 0);
}

void PresenceExchangeTest::learnsAnewFromANodeThatWasSilent()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    two.presence.subscribed(m_room, "Ben");
    two.step();
    one.asleep = true;
    two.now += PresenceExchange::silence;
    two.step();
    QCOMPARE(two.presence.people(m_room), 1); // Ann is forgotten.
    one.asleep = false;
    one.now = two.now;
    one.step(); // It wakes, and says that it is there.
    two.step();
    QCOMPARE(two.presence.people(m_room), 2);
    QCOMPARE(one.presence.people(m_room), 2);
}

void PresenceExchangeTest::keepsANodeWithNothingToSay()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    for (int second = 0; second < 60; ++second) {
        one.now += 1s;
        two.now += 1s;
        one.step(one.now);
        two.step(two.now);
    }
    QCOMPARE(two.presence.people(m_room), 1);
}

void PresenceExchangeTest::tellsThatANicknameWasLeft()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.exchange.tellLeft("\x01\xff hash");
    house.settle();
    QCOMPARE(two.left, QList<QByteArray> {"\x01\xff hash"});
    QCOMPARE(one.left, QList<QByteArray>());
}

void PresenceExchangeTest::tellsOthersWhoIsTyping()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    one.exchange.tellTyping(m_room, "Ann");
    house.settle();
    QCOMPARE(two.typing, (QList<std::pair<QUuid, QByteArray>> {{m_room, "Ann"}}));
    QVERIFY(one.typing.isEmpty());
}

void PresenceExchangeTest::ignoresWhatIsNotOurs()
{
    House house;
    Node one(house);
    for (
        const char *record :
        {"", "not JSON", "[]", "{}", R"({"node":"x","type":"people"})",
         R"({"node":"0193b2c4-d5e6-7f80-8192-a3b4c5d6e7f8","type":"people","came":[["x","Ann"],7]})",
         R"({"node":"0193b2c4-d5e6-7f80-8192-a3b4c5d6e7f8","type":"people","went":"all"})"})
        one.exchange.heard(record);
    QCOMPARE(one.presence.people(m_room), 0);
}

void PresenceExchangeTest::tellsMoreThanARecordHolds()
{
    House house;
    Node one(house);
    Node two(house);
    one.begin();
    two.begin();
    for (int i = 0; i < 1234; ++i)
        one.presence.polled(m_room, QByteArray::number(i));
    one.step();
    QCOMPARE(two.presence.people(m_room), 1234);
}

QTEST_GUILESS_MAIN(PresenceExchangeTest)
#include "tst_presence_exchange.moc"
