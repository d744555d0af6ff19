// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/epochs.h"

#include <QTest>

using namespace samsa;
using log::Epochs;

/// Whether what somebody knows by a position of an epoch stands here as well.
class TestJudgedCursors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEpochIsGoodUpToItsEndAndNotBehindIt();
    void theOneThatLastsIsGoodWhereverOneStands();
    void anEpochOfAnotherLogIsNotKnown();

private:
    const QUuid m_ended = QUuid::createUuid();
    const QUuid m_lasting = QUuid::createUuid();
    void fill(Epochs &epochs) const { epochs.set({{0, m_ended, 400}, {0, m_lasting, {}}}); }
};

void TestJudgedCursors::anEpochIsGoodUpToItsEndAndNotBehindIt()
{
    Epochs epochs;
    fill(epochs);
    QCOMPARE(epochs.judge({400, m_ended}), Epochs::Verdict::Good);
    QCOMPARE(epochs.judge({401, m_ended}), Epochs::Verdict::Ended);
    QCOMPARE(epochs.endOf(m_ended), std::optional<qint64>(400));
}

void TestJudgedCursors::theOneThatLastsIsGoodWhereverOneStands()
{
    Epochs epochs;
    fill(epochs);
    QCOMPARE(epochs.judge({100'000, m_lasting}), Epochs::Verdict::Good);
    QVERIFY(epochs.isCurrent(m_lasting, 0));
    QVERIFY(!epochs.isCurrent(m_ended, 0));
}

void TestJudgedCursors::anEpochOfAnotherLogIsNotKnown()
{
    Epochs epochs;
    fill(epochs);
    QCOMPARE(epochs.judge({1, QUuid::createUuid()}), Epochs::Verdict::Unknown);
}

QTEST_GUILESS_MAIN(TestJudgedCursors)
#include "tst_judged_cursors.moc"
