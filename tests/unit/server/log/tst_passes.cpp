// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/passes.h"

#include <QTest>

using samsa::log::Passes;
using samsa::log::PassMark;
using State = samsa::log::PassMark::State;

/// What the marks of passes come to, in whatever order they are met.
class TestPasses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesWhatIsConfirmed();
    void passesNothingThatIsOnlyProposed();
    void takesTheFirstVerdict();
    void confirmsFromWhereTheSecondRecordSays();
    void addsUpOneBehindTheOther();
    void keepsPartitionsApart();
    void forgetsWhatIsRead();
    void forgetsAllOfAPartitionThatBeginsAnew();

private:
    static PassMark mark(State state, qint64 from, qint64 to, const QUuid &id = QUuid::createUuid())
    {
        return {.id = id, .state = state, .from = from, .to = to};
    }
};

void TestPasses::passesWhatIsConfirmed()
{
    Passes passes;
    passes.take(0, mark(State::Confirmed, 10, 20));
    QVERIFY(!passes.passed(0, 9));
    QVERIFY(passes.passed(0, 10));
    QVERIFY(passes.passed(0, 19));
    QVERIFY(!passes.passed(0, 20));
    QVERIFY(!passes.undecided(0, 15));
}

void TestPasses::passesNothingThatIsOnlyProposed()
{
    Passes passes;
    const QUuid id = QUuid::createUuid();
    passes.take(0, mark(State::Proposed, 10, 20, id));
    QVERIFY(!passes.passed(0, 15));
    QVERIFY(passes.undecided(0, 15));
    QVERIFY(!passes.undecided(0, 20));
    passes.take(0, mark(State::Void, 10, 20, id));
    QVERIFY(!passes.passed(0, 15));
    QVERIFY(!passes.undecided(0, 15));
}

void TestPasses::takesTheFirstVerdict()
{
    for (const State first : {State::Confirmed, State::Void}) {
        Passes passes;
        const QUuid id = QUuid::createUuid();
        passes.take(0, mark(State::Proposed, 10, 20, id));
        passes.take(0, mark(first, 10, 20, id));
        passes.take(0, mark(first == State::Void ? State::Confirmed : State::Void, 10, 20, id));
        QCOMPARE(passes.passed(0, 15), first == State::Confirmed);
        // A proposal that is read again decides nothing anew.
        passes.take(0, mark(State::Proposed, 10, 20, id));
        QVERIFY(!passes.undecided(0, 15));
    }
}

void TestPasses::confirmsFromWhereTheSecondRecordSays()
{
    Passes passes;
    const QUuid id = QUuid::createUuid();
    passes.take(0, mark(State::Proposed, 10, 20, id));
    passes.take(0, mark(State::Confirmed, 15, 20, id));
    QVERIFY(!passes.passed(0, 14) && !passes.undecided(0, 14));
    QVERIFY(passes.passed(0, 15));
}

void TestPasses::addsUpOneBehindTheOther()
{
    Passes passes;
    passes.take(0, mark(State::Confirmed, 20, 30));
    passes.take(0, mark(State::Confirmed, 10, 20));
    passes.take(0, mark(State::Confirmed, 31, 40));
    QCOMPARE(passes.passedUntil(0, 12), 30);
    QCOMPARE(passes.passedUntil(0, 30), 30);
    QCOMPARE(passes.passedUntil(0, 35), 40);
}

void TestPasses::keepsPartitionsApart()
{
    Passes passes;
    passes.take(3, mark(State::Confirmed, 10, 20));
    QVERIFY(!passes.passed(0, 15));
    QVERIFY(passes.passed(3, 15));
    QCOMPARE(passes.partitions(), QList<int>({3}));
}

void TestPasses::forgetsWhatIsRead()
{
    Passes passes;
    passes.take(0, mark(State::Confirmed, 10, 20));
    passes.forget(0, 19);
    QVERIFY(passes.passed(0, 19));
    passes.forget(0, 20);
    QVERIFY(passes.partitions().isEmpty());
}

/// Its offsets are other records' then.
void TestPasses::forgetsAllOfAPartitionThatBeginsAnew()
{
    Passes passes;
    passes.take(0, mark(State::Confirmed, 10, 20));
    passes.take(0, mark(State::Proposed, 30, 40));
    passes.take(1, mark(State::Confirmed, 10, 20));
    passes.beginAnew(0);
    QVERIFY(!passes.passed(0, 15));
    QVERIFY(!passes.undecided(0, 35));
    QVERIFY(passes.passed(1, 15));
    QCOMPARE(passes.partitions(), QList<int> {1});
}

QTEST_GUILESS_MAIN(TestPasses)
#include "tst_passes.moc"
