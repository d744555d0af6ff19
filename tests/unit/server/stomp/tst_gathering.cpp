// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/gathering.h"

#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using samsa::stomp::Gathering;
using samsa::stomp::LastFlush;

/// When a worker sends what has come, by a clock that the test moves.
class TestGathering : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void sendsAtOnceWhereSendingTakesNoTime();
    void gathersForAsLongAsTheLastSendingTook();
    void sendsAtOnceWhenThatTimeIsOver();
    void gathersForTwentyMillisecondsAtMost();
    void sendsNothingMoreOnceItIsStopped();

private:
    void flushTook(std::chrono::milliseconds took)
    {
        m_lastFlush.took = took;
        m_now += took;
        m_lastFlush.ended = m_now;
    }

    Gathering::Clock::time_point m_now;
    LastFlush m_lastFlush;
    std::unique_ptr<Gathering> m_gathering;
    std::unique_ptr<QSignalSpy> m_due;
};

void TestGathering::init()
{
    m_now = Gathering::Clock::now();
    m_lastFlush = {};
    m_gathering = std::make_unique<Gathering>(m_lastFlush, [this] { return m_now; });
    m_due = std::make_unique<QSignalSpy>(m_gathering.get(), &Gathering::due);
}

void TestGathering::sendsAtOnceWhereSendingTakesNoTime()
{
    flushTook(0ms);
    m_gathering->begin();
    QCOMPARE(m_due->count(), 1);
}

void TestGathering::gathersForAsLongAsTheLastSendingTook()
{
    flushTook(8ms);
    m_now += 3ms;
    m_gathering->begin();
    QCOMPARE(m_due->count(), 0);
    QCOMPARE(m_gathering->heldFor(), 5ms);
    QTRY_COMPARE(m_due->count(), 1);
}

void TestGathering::sendsAtOnceWhenThatTimeIsOver()
{
    flushTook(8ms);
    m_now += 8ms;
    m_gathering->begin();
    QCOMPARE(m_due->count(), 1);
}

void TestGathering::gathersForTwentyMillisecondsAtMost()
{
    flushTook(300ms);
    m_gathering->begin();
    QCOMPARE(m_gathering->heldFor(), Gathering::longest);
    QTRY_COMPARE(m_due->count(), 1);
}

void TestGathering::sendsNothingMoreOnceItIsStopped()
{
    flushTook(8ms);
    m_gathering->begin();
    QVERIFY(m_gathering->heldFor());
    m_gathering->stop();
    QVERIFY(!m_gathering->heldFor());
    QCOMPARE(m_due->count(), 0);
}

QTEST_GUILESS_MAIN(TestGathering)
#include "tst_gathering.moc"
