// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/typing.h"

#include <QTest>

using namespace std::chrono_literals;
using samsa::chat::Typing;
using Nicknames = QSet<QByteArray>;

/// Who is typing, and for how long.
class TestTyping : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void holdsForFiveSeconds();
    void holdsLongerForWhoSaysItAgain();
    void endsWithAMessageInThatRoom();
    void tellsHereAndTheNodesWhatIsTypedHere();
    void tellsOnlyHereWhatAnotherNodeSays();
    void dropsWhatIsSaidTooOften();

private:
    samsa::EntryPtr message(const QUuid &room, const QByteArray &nickname) const
    {
        samsa::Entry entry;
        entry.room.id = room;
        entry.nickname = nickname;
        return std::make_shared<const samsa::Entry>(entry);
    }

    const QUuid m_kitchen = QUuid::createUuid();
    const QUuid m_attic = QUuid::createUuid();
    const Typing::Clock::time_point m_now = Typing::Clock::now();
    std::unique_ptr<Typing> m_typing;
    int m_toldHere = 0;
    int m_toldNodes = 0;
};

void TestTyping::init()
{
    m_toldHere = 0;
    m_toldNodes = 0;
    m_typing = std::make_unique<Typing>([this](const samsa::EventsPtr &events) {
        if (std::holds_alternative<samsa::Typed>(events->at(0)))
            ++m_toldHere;
    });
    m_typing->onTypingHere([this](const QUuid &, const QByteArray &) { ++m_toldNodes; });
}

void TestTyping::holdsForFiveSeconds()
{
    m_typing->typed(m_kitchen, "Ann", m_now);
    QCOMPARE(m_typing->in(m_kitchen, m_now + 4999ms), Nicknames({"Ann"}));
    QCOMPARE(m_typing->in(m_kitchen, m_now + 5s), Nicknames());
    QCOMPARE(m_typing->in(m_attic, m_now), Nicknames());
}

void TestTyping::holdsLongerForWhoSaysItAgain()
{
    m_typing->typed(m_kitchen, "Ann", m_now);
    m_typing->typed(m_kitchen, "Bob", m_now);
    m_typing->typed(m_kitchen, "Ann", m_now + 3s);
    m_typing->expire(m_now + 6s);
    QCOMPARE(m_typing->in(m_kitchen, m_now), Nicknames({"Ann"})); // Bob is forgotten.
}

void TestTyping::endsWithAMessageInThatRoom()
{
    m_typing->typed(m_kitchen, "Ann", m_now);
    m_typing->typed(m_attic, "Ann", m_now);
    m_typing->typed(m_attic, "Bob", m_now);
    m_typing->apply({samsa::Posted {{message(m_kitchen, "Bob"), message(m_attic, "Bob")}}});
    QCOMPARE(m_typing->in(m_kitchen, m_now), Nicknames({"Ann"}));
    QCOMPARE(m_typing->in(m_attic, m_now), Nicknames({"Ann"}));
    m_typing->apply({samsa::Posted {{message(m_kitchen, "Ann")}}});
    QCOMPARE(m_typing->in(m_kitchen, m_now), Nicknames());
    QCOMPARE(m_typing->in(m_attic, m_now), Nicknames({"Ann"}));
}

void TestTyping::tellsHereAndTheNodesWhatIsTypedHere()
{
    m_typing->typed(m_kitchen, "Ann", m_now);
    QCOMPARE(m_toldHere, 1);
    QCOMPARE(m_toldNodes, 1);
}

void TestTyping::tellsOnlyHereWhatAnotherNodeSays()
{
    m_typing->heard(m_kitchen, "Ann", m_now);
    QCOMPARE(m_toldHere, 1);
    QCOMPARE(m_toldNodes, 0);
    QCOMPARE(m_typing->in(m_kitchen, m_now), Nicknames({"Ann"}));
}

void TestTyping::dropsWhatIsSaidTooOften()
{
    for (int i = 0; i < 100; ++i)
        m_typing->typed(m_kitchen, "Ann", m_now);
    QCOMPARE(m_toldHere, int(Typing::burst));
    QCOMPARE(m_toldNodes, int(Typing::burst));
    m_typing->typed(m_kitchen, "Bob", m_now); // It is each one's own.
    QCOMPARE(m_toldHere, int(Typing::burst) + 1);
    m_typing->typed(m_kitchen, "Ann", m_now + 1s);
    QCOMPARE(m_toldHere, int(Typing::burst) + 2);
}

QTEST_GUILESS_MAIN(TestTyping)
#include "tst_typing.moc"
