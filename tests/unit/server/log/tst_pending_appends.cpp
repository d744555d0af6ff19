// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/pending_appends.h"

#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using log::MessageIds;
using log::MessageLog;
using log::PendingAppends;
using protocol::Code;
using protocol::Error;
using protocol::Result;
using Start = PendingAppends::Start;

class TestPendingAppends : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_answers.clear(); }
    void answersWhenAcknowledgedAndDelivered_data();
    void answersWhenAcknowledgedAndDelivered();
    void answersEveryoneWhoWaitsForTheSameId();
    void saysWhoOnlyRepeated();
    void doesNotLetSomebodyElseWaitForTheSameId();
    void refusesWhoseIdSomebodyElseUsedFirst();
    void takesTheFirstPlaceOfARecordThatIsReadTwice();
    void refusesWhatIsRefused();
    void refusesWhatIsTooLate();
    void takesNoMoreThanItsLimit();
    void takesNothingWhenItIsClosed();
    void forgetsWhatItHasAnswered();
    void waitsUntilItIsEmpty();

private:
    PendingAppends::Done keep()
    {
        return [this](const Result<MessageLog::Accepted> &answer) { m_answers.append(answer); };
    }
    Start add(PendingAppends &pending, const PendingAppends::Key &key,
              PendingAppends::Clock::time_point deadline, std::size_t limit, quint64 *ticket,
              const QByteArray &nickname = "ann")
    {
        PendingAppends::Done done = keep();
        return pending.add(key, nickname, done, deadline, limit, ticket);
    }
    static MessageIds::Holder by(const QByteArray &nickname, qint64 position, Timestamp time = {})
    {
        return {nickname, {position, time}};
    }
    static PendingAppends::Clock::time_point later() { return PendingAppends::Clock::now() + 1h; }

    QList<Result<MessageLog::Accepted>> m_answers;
    const PendingAppends::Key m_key {QUuid::createUuid(), QUuid::createUuid()};
    const Error m_error {Code::LogUnavailable, u"no"_s, {}};
    const Timestamp m_time {70ms};
    quint64 m_ticket = 0;
};

void TestPendingAppends::answersWhenAcknowledgedAndDelivered_data()
{
    QTest::addColumn<bool>("deliveredFirst");
    QTest::newRow("acknowledged first") << false;
    QTest::newRow("delivered first") << true;
}

void TestPendingAppends::answersWhenAcknowledgedAndDelivered()
{
    QFETCH(const bool, deliveredFirst);
    PendingAppends pending;
    QCOMPARE(add(pending, m_key, later(), 10, &m_ticket), Start::New);
    for (const bool deliver : {deliveredFirst, !deliveredFirst}) {
        QVERIFY(m_answers.isEmpty());
        if (deliver)
            pending.delivered(m_key, by("ann", 7, m_time));
        else
            pending.acknowledged(m_ticket);
    }
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers[0]->position, 7);
    QCOMPARE(m_answers[0]->time, m_time);
    QCOMPARE(pending.size(), 0u);
}

void TestPendingAppends::answersEveryoneWhoWaitsForTheSameId()
{
    PendingAppends pending;
    QCOMPARE(add(pending, m_key, later(), 1, &m_ticket), Start::New);
    quint64 other = 0;
    QCOMPARE(add(pending, m_key, later(), 1, &other), Start::Joined);
    QCOMPARE(pending.size(), 1u);
    pending.acknowledged(m_ticket);
    pending.delivered(m_key, by("ann", 7));
    QCOMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers[1]->position, 7);
}

void TestPendingAppends::saysWhoOnlyRepeated()
{
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    quint64 other = 0;
    add(pending, m_key, later(), 10, &other);
    pending.delivered(m_key, by("ann", 7));
    pending.acknowledged(m_ticket);
    QVERIFY(!m_answers[0]->repeat);
    QVERIFY(m_answers[1]->repeat);
}

void TestPendingAppends::doesNotLetSomebodyElseWaitForTheSameId()
{
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    quint64 other = 0;
    QCOMPARE(add(pending, m_key, later(), 10, &other, "bob"), Start::Taken);
    pending.acknowledged(m_ticket);
    pending.delivered(m_key, by("ann", 7));
    QCOMPARE(m_answers.size(), 1);
}

void TestPendingAppends::refusesWhoseIdSomebodyElseUsedFirst()
{
    // As when another node's record of it is read before this one's.
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    pending.delivered(m_key, by("bob", 7));
    pending.delivered(m_key, by("bob", 7));
    pending.acknowledged(m_ticket);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers[0].error().code, Code::MessageIdTaken);
}

void TestPendingAppends::takesTheFirstPlaceOfARecordThatIsReadTwice()
{
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    pending.delivered(m_key, by("ann", 7));
    pending.delivered(m_key, by("ann", 9));
    pending.acknowledged(m_ticket);
    QCOMPARE(m_answers[0]->position, 7);
}

void TestPendingAppends::refusesWhatIsRefused()
{
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    pending.refuse(m_ticket, m_error);
    pending.refuse(m_ticket, m_error);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers[0].error(), m_error);
}

void TestPendingAppends::refusesWhatIsTooLate()
{
    PendingAppends pending;
    const auto now = PendingAppends::Clock::now();
    add(pending, m_key, now, 10, &m_ticket);
    add(pending, {m_key.first, QUuid::createUuid()}, now + 1s, 10, &m_ticket);
    pending.expire(now - 1ms, m_error);
    QVERIFY(m_answers.isEmpty());
    pending.expire(now, m_error);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(pending.size(), 1u);
    pending.refuseAll(m_error);
    QCOMPARE(m_answers.size(), 2);
}

void TestPendingAppends::takesNoMoreThanItsLimit()
{
    PendingAppends pending;
    QCOMPARE(add(pending, m_key, later(), 1, &m_ticket), Start::New);
    QCOMPARE(add(pending, {m_key.first, QUuid::createUuid()}, later(), 1, &m_ticket), Start::Full);
    QVERIFY(m_answers.isEmpty());
}

void TestPendingAppends::takesNothingWhenItIsClosed()
{
    PendingAppends pending;
    pending.close();
    QCOMPARE(add(pending, m_key, later(), 10, &m_ticket), Start::Closed);
}

void TestPendingAppends::forgetsWhatItHasAnswered()
{
    PendingAppends pending;
    add(pending, m_key, later(), 10, &m_ticket);
    pending.refuse(m_ticket, m_error);
    pending.acknowledged(m_ticket);
    pending.delivered(m_key, by("ann", 7));
    QCOMPARE(m_answers.size(), 1);
    quint64 again = 0;
    QCOMPARE(add(pending, m_key, later(), 10, &again), Start::New);
    QVERIFY(again != m_ticket);
}

void TestPendingAppends::waitsUntilItIsEmpty()
{
    PendingAppends pending;
    QVERIFY(pending.waitUntilEmpty(0ms));
    add(pending, m_key, later(), 10, &m_ticket);
    QVERIFY(!pending.waitUntilEmpty(10ms));
    std::thread other([&] {
        pending.acknowledged(m_ticket);
        pending.delivered(m_key, by("ann", 7));
    });
    QVERIFY(pending.waitUntilEmpty(10s));
    other.join();
    QCOMPARE(m_answers.size(), 1);
}

QTEST_GUILESS_MAIN(TestPendingAppends)
#include "tst_pending_appends.moc"
