// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/rooms.h"
#include "server/nodes/node_exchange.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::SessionLeft;
using samsa::Typed;
using samsa::chat::Presence;
using samsa::nodes::NodeExchange;

namespace {

struct Node;

/// The nodes, and what they have said and not heard yet.
struct Testbed
{
    void settle();

    QList<Node *> nodes;
    QList<QByteArray> said;
};

struct Node
{
    explicit Node(Testbed &all)
        : testbed(all)
        , exchange(presence,
                   {.send = [&all](const QByteArray &record) { all.said.append(record); },
                    .happened =
                        [this](const samsa::Event &event) {
                            if (const auto *typed = std::get_if<Typed>(&event))
                                typing.append({typed->room, typed->nickname});
                            if (const auto *session = std::get_if<SessionLeft>(&event))
                                left.append(session->tokenHash);
                        }})
    {
        testbed.nodes.append(this);
    }
    void begin()
    {
        exchange.begin();
        testbed.settle();
    }
    void step(Presence::Clock::time_point time)
    {
        exchange.step(time);
        testbed.settle();
    }
    void step() { step(now); }

    Testbed &testbed;
    bool asleep = false; // Hears nothing.
    samsa::chat::Rooms rooms;
    Presence presence {rooms};
    NodeExchange exchange;
    QList<QByteArray> left;
    QList<std::pair<QUuid, QByteArray>> typing;
    Presence::Clock::time_point now = Presence::Clock::now();
};

/// Everything said is heard by all who are awake, in one order.
void Testbed::settle()
{
    while (!said.isEmpty()) {
        const QByteArray record = said.takeFirst();
        for (Node *node : std::as_const(nodes))
            if (!node->asleep)
                node->exchange.heard(record, node->now);
    }
}

} // namespace

/// Who is present, when several nodes tell each other.
class TestNodeExchange : public QObject
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

void TestNodeExchange::tellsOthersWhoComesAndGoes()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
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

void TestNodeExchange::countsAPersonOnTwoNodesOnce()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
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

void TestNodeExchange::tellsANewNodeWhoIsHere()
{
    Testbed testbed;
    Node one(testbed);
    one.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    Node two(testbed);
    two.presence.subscribed(m_room, "Bob"); // Before it could be told.
    QCOMPARE(two.presence.people(m_room), 1);
    two.begin();
    QCOMPARE(two.presence.people(m_room), 2);
    QCOMPARE(one.presence.people(m_room), 2);
}

void TestNodeExchange::forgetsANodeThatFallsSilent()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    two.step(two.now + NodeExchange::silence - 1s);
    QCOMPARE(two.presence.people(m_room), 1);
    two.step(two.now + NodeExchange::silence);
    QCOMPARE(two.presence.people(m_room), 0);
}

void TestNodeExchange::learnsAnewFromANodeThatWasSilent()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
    one.begin();
    two.begin();
    one.presence.subscribed(m_room, "Ann");
    one.step();
    two.presence.subscribed(m_room, "Ben");
    two.step();
    one.asleep = true;
    two.now += NodeExchange::silence;
    two.step();
    QCOMPARE(two.presence.people(m_room), 1); // Ann is forgotten.
    one.asleep = false;
    one.now = two.now;
    one.step(); // It wakes, and says that it is there.
    two.step();
    QCOMPARE(two.presence.people(m_room), 2);
    QCOMPARE(one.presence.people(m_room), 2);
}

void TestNodeExchange::keepsANodeWithNothingToSay()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
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

void TestNodeExchange::tellsThatANicknameWasLeft()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
    one.begin();
    two.begin();
    one.exchange.tell(SessionLeft {"\x01\xff hash"});
    testbed.settle();
    QCOMPARE(two.left, QList<QByteArray> {"\x01\xff hash"});
    QCOMPARE(one.left, QList<QByteArray>());
}

void TestNodeExchange::tellsOthersWhoIsTyping()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
    one.begin();
    two.begin();
    one.exchange.tell(Typed {m_room, "Ann"});
    testbed.settle();
    QCOMPARE(two.typing, (QList<std::pair<QUuid, QByteArray>> {{m_room, "Ann"}}));
    QVERIFY(one.typing.isEmpty());
}

void TestNodeExchange::ignoresWhatIsNotOurs()
{
    Testbed testbed;
    Node one(testbed);
    for (
        const char *record :
        {"", "not JSON", "[]", "{}", R"({"node":"x","type":"people"})",
         R"({"node":"0193b2c4-d5e6-7f80-8192-a3b4c5d6e7f8","type":"people","came":[["x","Ann"],7]})",
         R"({"node":"0193b2c4-d5e6-7f80-8192-a3b4c5d6e7f8","type":"people","went":"all"})"})
        one.exchange.heard(record);
    QCOMPARE(one.presence.people(m_room), 0);
}

void TestNodeExchange::tellsMoreThanARecordHolds()
{
    Testbed testbed;
    Node one(testbed);
    Node two(testbed);
    one.begin();
    two.begin();
    for (int i = 0; i < 1234; ++i)
        one.presence.polled(m_room, QByteArray::number(i));
    one.step();
    QCOMPARE(two.presence.people(m_room), 1234);
}

QTEST_GUILESS_MAIN(TestNodeExchange)
#include "tst_node_exchange.moc"
