// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/mailbox.h"
#include "tests/support/messages.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using samsa::Batch;
using samsa::RoomRef;
using samsa::gateway::Mailbox;
using samsa::test::entryIn;

/// What lies between the log and a worker.
class TestMailbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForOneWakeUpUntilItIsEmptied();
    void givesEverythingInTheOrderItCame();
    void keepsAWriterWaitingWhileItIsFull();
    void letsAWriterGoOnWhenNobodyTakes();
    void losesNothingBetweenThreads();

private:
    static Mailbox::Letter letter(qint64 position)
    {
        static const RoomRef room {QUuid::createUuid(), 1, 0};
        return std::make_shared<const Batch>(Batch {{}, {entryIn(room, position)}});
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
    for (const Mailbox::Letter &taken : mailbox.takeAll())
        QCOMPARE(taken->entries.at(0)->position, ++expected);
    QCOMPARE(expected, 5);
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
        for (const Mailbox::Letter &taken : mailbox.takeAll())
            QCOMPARE(taken->entries.at(0)->position, ++last);
    writer.join();
}

QTEST_APPLESS_MAIN(TestMailbox)
#include "tst_mailbox.moc"
