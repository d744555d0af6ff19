// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/mailbox.h"
#include "tests/support/messages.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using samsa::Events;
using samsa::EventsPtr;
using samsa::Posted;
using samsa::RoomListChanged;
using samsa::RoomRef;
using samsa::Typed;
using samsa::gateway::Mailbox;
using samsa::test::entryIn;

/// What lies between whatever happens and a worker.
class TestMailbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForOneWakeUpUntilItIsEmptied();
    void givesEverythingInTheOrderItCame();
    void givesAllKindsInOneOrder();
    void keepsALetterWithoutMessagesOnceInARow();
    void keepsNobodyWaitingWhoBringsNoMessages();
    void keepsAWriterWaitingWhileItIsFull();
    void letsAWriterGoOnWhenNobodyTakes();
    void losesNothingBetweenThreads();

private:
    static EventsPtr letter(qint64 position)
    {
        static const RoomRef room {QUuid::createUuid(), 1, 0};
        return samsa::oneEvent(Posted {{entryIn(room, position)}});
    }
    static qint64 positionIn(const EventsPtr &letter)
    {
        return std::get<Posted>(letter->at(0)).entries.at(0)->position;
    }
};

void TestMailbox::asksForOneWakeUpUntilItIsEmptied()
{
    Mailbox mailbox(10, 1s);
    QVERIFY(mailbox.put(letter(1)));
    QVERIFY(!mailbox.put(letter(2)));
    QCOMPARE(mailbox.takeAll().size(), std::size_t(2));
    QVERIFY(mailbox.takeAll().empty());
    QVERIFY(mailbox.put(letter(3)));
}

void TestMailbox::givesEverythingInTheOrderItCame()
{
    Mailbox mailbox(10, 1s);
    for (qint64 position = 1; position <= 5; ++position)
        mailbox.put(letter(position));
    qint64 expected = 0;
    for (const EventsPtr &taken : mailbox.takeAll())
        QCOMPARE(positionIn(taken), ++expected);
    QCOMPARE(expected, 5);
}

void TestMailbox::givesAllKindsInOneOrder()
{
    Mailbox mailbox(10, 1s);
    mailbox.put(samsa::oneEvent(Typed {QUuid::createUuid(), "Ann"}));
    mailbox.put(letter(1));
    mailbox.put(samsa::oneEvent(samsa::SessionLeft {"hash"}));
    const auto taken = mailbox.takeAll();
    QCOMPARE(taken.size(), std::size_t(3));
    QVERIFY(std::holds_alternative<Typed>(taken[0]->at(0)));
    QVERIFY(std::holds_alternative<Posted>(taken[1]->at(0)));
    QVERIFY(std::holds_alternative<samsa::SessionLeft>(taken[2]->at(0)));
}

void TestMailbox::keepsALetterWithoutMessagesOnceInARow()
{
    Mailbox mailbox(10, 1s);
    const EventsPtr changed = samsa::oneEvent(RoomListChanged {});
    QVERIFY(mailbox.put(changed));
    QVERIFY(!mailbox.put(changed));
    QCOMPARE(mailbox.takeAll().size(), std::size_t(1));
    QVERIFY(mailbox.put(changed)); // The one before was taken.
}

void TestMailbox::keepsNobodyWaitingWhoBringsNoMessages()
{
    Mailbox mailbox(1, 60s);
    mailbox.put(letter(1));
    mailbox.put(samsa::oneEvent(RoomListChanged {})); // Would wait for longer than a test may take.
    QCOMPARE(mailbox.takeAll().size(), std::size_t(2));
}

void TestMailbox::keepsAWriterWaitingWhileItIsFull()
{
    Mailbox mailbox(1, 60s);
    mailbox.put(letter(1));
    std::atomic<bool> through = false;
    std::thread writer([&] {
        mailbox.put(letter(2));
        through = true;
    });
    // It may not have come to wait yet; it must not be through in either case.
    std::this_thread::yield();
    QVERIFY(!through);
    QCOMPARE(mailbox.takeAll().size(), std::size_t(1));
    writer.join();
    QCOMPARE(mailbox.takeAll().size(), std::size_t(1));
}

void TestMailbox::letsAWriterGoOnWhenNobodyTakes()
{
    Mailbox mailbox(1, 1ms);
    QVERIFY(mailbox.put(letter(1)));
    QVERIFY(!mailbox.put(letter(2)));
    QCOMPARE(mailbox.takeAll().size(), std::size_t(2));
}

void TestMailbox::losesNothingBetweenThreads()
{
    Mailbox mailbox(3, 60s);
    constexpr qint64 count = 1000;
    std::thread writer([&] {
        for (qint64 position = 1; position <= count; ++position)
            mailbox.put(letter(position));
    });
    qint64 last = 0;
    while (last < count)
        for (const EventsPtr &taken : mailbox.takeAll())
            QCOMPARE(positionIn(taken), ++last);
    writer.join();
}

QTEST_APPLESS_MAIN(TestMailbox)
#include "tst_mailbox.moc"
