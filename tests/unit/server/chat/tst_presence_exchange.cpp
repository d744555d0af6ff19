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

/// A node, and what all nodes hear.
struct Node
{
    explicit Node(QList<Node *> &house)
        : exchange(presence,
                   {.send =
                        [&house](const QByteArray &record) {
                            for (Node *node : std::as_const(house))
                                node->exchange.heard(record, node->now);
                        },
                    .left = [this](const QByteArray &hash) { left.append(hash); },
                    .typing =
                        [this](const QUuid &room, const QByteArray &nickname) {
                            typing.append({room, nickname});
                        }})
    {
        house.append(this);
    }

    samsa::chat::Rooms rooms;
    Presence presence {rooms};
    PresenceExchange exchange;
    QList<QByteArray> left;
    QList<std::pair<QUuid, QByteArray>> typing;
    Presence::Clock::time_point now = Presence::Clock::now();
};

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
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.presence.subscribed(m_room, "Ann");
    QCOMPARE(two.presence.people(m_room), 0);
    one.exchange.step();
    QCOMPARE(two.presence.people(m_room), 1);
    one.presence.unsubscribed(m_room, "Ann");
    one.exchange.step();
    QCOMPARE(two.presence.people(m_room), 0);
    QCOMPARE(one.presence.people(m_room), 0);
}

void PresenceExchangeTest::countsAPersonOnTwoNodesOnce()
{
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.presence.subscribed(m_room, "Ann");
    two.presence.subscribed(m_room, "Ann");
    two.presence.subscribed(m_room, "Bob");
    one.exchange.step();
    two.exchange.step();
    QCOMPARE(one.presence.people(m_room), 2);
    QCOMPARE(two.presence.people(m_room), 2);
    one.presence.unsubscribed(m_room, "Ann");
    one.exchange.step();
    QCOMPARE(one.presence.people(m_room), 2); // She is still at the other.
}

void PresenceExchangeTest::tellsANewNodeWhoIsHere()
{
    QList<Node *> house;
    Node one(house);
    one.exchange.begin();
    one.presence.subscribed(m_room, "Ann");
    one.exchange.step();
    Node two(house);
    two.presence.subscribed(m_room, "Bob"); // Before it could be told.
    QCOMPARE(two.presence.people(m_room), 1);
    two.exchange.begin();
    QCOMPARE(two.presence.people(m_room), 2);
    QCOMPARE(one.presence.people(m_room), 2);
}

void PresenceExchangeTest::forgetsANodeThatFallsSilent()
{
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.presence.subscribed(m_room, "Ann");
    one.exchange.step();
    two.exchange.step(two.now + PresenceExchange::silence - 1s);
    QCOMPARE(two.presence.people(m_room), 1);
    two.exchange.step(two.now + PresenceExchange::silence);
    QCOMPARE(two.presence.people(m_room), 0);
}

void PresenceExchangeTest::keepsANodeWithNothingToSay()
{
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.presence.subscribed(m_room, "Ann");
    for (int second = 0; second < 60; ++second) {
        one.now += 1s;
        two.now += 1s;
        one.exchange.step(one.now);
        two.exchange.step(two.now);
    }
    QCOMPARE(two.presence.people(m_room), 1);
}

void PresenceExchangeTest::tellsThatANicknameWasLeft()
{
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.exchange.tellLeft("\x01\xff hash");
    QCOMPARE(two.left, QList<QByteArray> {"\x01\xff hash"});
    QCOMPARE(one.left, QList<QByteArray>());
}

void PresenceExchangeTest::tellsOthersWhoIsTyping()
{
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    one.exchange.tellTyping(m_room, "Ann");
    QCOMPARE(two.typing, (QList<std::pair<QUuid, QByteArray>> {{m_room, "Ann"}}));
    QVERIFY(one.typing.isEmpty());
}

void PresenceExchangeTest::ignoresWhatIsNotOurs()
{
    QList<Node *> house;
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
    QList<Node *> house;
    Node one(house);
    Node two(house);
    one.exchange.begin();
    two.exchange.begin();
    for (int i = 0; i < 1234; ++i)
        one.presence.polled(m_room, QByteArray::number(i));
    one.exchange.step();
    QCOMPARE(two.presence.people(m_room), 1234);
}

QTEST_GUILESS_MAIN(PresenceExchangeTest)
#include "tst_presence_exchange.moc"
