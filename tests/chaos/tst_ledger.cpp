// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/ledger.h"
#include "tests/chaos/schedule.h"

#include <QSet>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::chaos;
using samsa::protocol::Message;

/// What the suite that kills things judges by: it has to see each kind of wrong, and to see none
/// where there is none.
class TestLedger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsNothingWrongWhereNothingIs();
    void seesWhatWasReceiptedAndIsLost();
    void seesWhatIsThereTwice();
    void seesAPlaceThatIsNotTheReceipts();
    void seesTwoReceiptsForTwoPlaces();
    void seesWhatNobodySaid();
    void seesAnotherText();
    void seesAHistoryWithAnotherText();
    void seesAHistoryThatIsOutOfOrder();
    void seesAReaderThatMissedSomething();
    void seesAReaderThatGotSomethingTwice();
    void seesAReaderInAnotherOrder();
    void toleratesWhatHasNoReceiptOnceOrNotAtAll();
    void tellsTheLongestWaitOfATime();
    void plansTheSameFromTheSameSeed();
    void bringsEachFaultBeforeAnyComesAgain();

private:
    void see(const QString &reader, int message, qint64 position);

    Ledger m_ledger;
    const QUuid m_room = QUuid::createUuid();
    QList<QUuid> m_ids;
    SequenceByRoom m_history;
};

/// Three messages, said, receipted at 1, 2 and 3, and seen so by one reader.
void TestLedger::init()
{
    m_ledger = {};
    m_ids.clear();
    m_history.clear();
    for (int i = 0; i < 3; ++i) {
        m_ids.append(QUuid::createUuid());
        m_ledger.said(m_ids.last(), m_room, QString::number(i), i * 1000);
        m_ledger.receipted(m_ids.last(), i + 1, i * 1000 + 10 * (i + 1));
        see(u"Ann"_s, i, i + 1);
        m_history[m_room].push_back({m_ids.last(), i + 1, qHash(QString::number(i))});
    }
}

void TestLedger::see(const QString &reader, int message, qint64 position)
{
    m_ledger.saw(reader,
                 Message {.id = m_ids.at(message),
                          .room = m_room,
                          .position = position,
                          .nickname = {},
                          .text = QString::number(message),
                          .time = {}});
}

void TestLedger::findsNothingWrongWhereNothingIs()
{
    QCOMPARE(m_ledger.noted(), QStringList());
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history), QStringList());
    QCOMPARE(m_ledger.checkReaders(m_history), QStringList());
    QCOMPARE(m_ledger.receiptedCount(), 3);
    QCOMPARE(m_ledger.lastSeen(u"Ann"_s, m_room), 3);
    QCOMPARE(m_ledger.seenCount(u"Ann"_s), 3);
}

void TestLedger::seesWhatWasReceiptedAndIsLost()
{
    m_history[m_room].erase(m_history[m_room].begin() + 1);
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history).size(), 1);
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("is lost"_L1));
}

void TestLedger::seesWhatIsThereTwice()
{
    m_history[m_room].push_back({m_ids.first(), 4, qHash(u"0"_s)});
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("is there twice"_L1));
}

void TestLedger::seesAPlaceThatIsNotTheReceipts()
{
    m_history[m_room].back().position = 5;
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("is at 5"_L1));
}

void TestLedger::seesTwoReceiptsForTwoPlaces()
{
    m_ledger.receipted(m_ids.first(), 1, 5000);
    QCOMPARE(m_ledger.noted().size(), 0);
    m_ledger.receipted(m_ids.first(), 9, 5000);
    QCOMPARE(m_ledger.noted().size(), 1);
    QCOMPARE(m_ledger.receiptedCount(), 3);
}

void TestLedger::seesWhatNobodySaid()
{
    m_history[m_room].push_back({QUuid::createUuid(), 4, 0});
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("was not said"_L1));
    m_ids.append(QUuid::createUuid());
    see(u"Ann"_s, 3, 4);
    QCOMPARE(m_ledger.noted().size(), 1);
}

void TestLedger::seesAnotherText()
{
    m_ledger.saw(u"Bob"_s,
                 Message {.id = m_ids.first(),
                          .room = m_room,
                          .position = 1,
                          .nickname = {},
                          .text = u"other"_s,
                          .time = {}});
    QCOMPARE(m_ledger.noted().size(), 1);
}

void TestLedger::seesAHistoryWithAnotherText()
{
    m_history[m_room].back().text = qHash(u"something else"_s);
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history).size(), 1);
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("another text"_L1));
}

void TestLedger::seesAHistoryThatIsOutOfOrder()
{
    std::swap(m_history[m_room][0], m_history[m_room][1]);
    QVERIFY(m_ledger.checkHistory(u"here"_s, m_history).first().contains("comes after"_L1));
}

void TestLedger::seesAReaderThatMissedSomething()
{
    see(u"Bob"_s, 0, 1);
    see(u"Bob"_s, 2, 3);
    QCOMPARE(m_ledger.noted(), QStringList());
    QCOMPARE(m_ledger.checkReaders(m_history).size(), 1);
    m_ledger.addReader(u"Cho"_s); // Who saw nothing at all.
    QCOMPARE(m_ledger.checkReaders(m_history).size(), 2);
}

void TestLedger::seesAReaderThatGotSomethingTwice()
{
    see(u"Ann"_s, 2, 3);
    QCOMPARE(m_ledger.noted().size(), 1);
    QCOMPARE(m_ledger.checkReaders(m_history).size(), 1);
}

void TestLedger::seesAReaderInAnotherOrder()
{
    see(u"Bob"_s, 1, 2);
    see(u"Bob"_s, 0, 1);
    see(u"Bob"_s, 2, 3);
    QCOMPARE(m_ledger.noted().size(), 1);
    QCOMPARE(m_ledger.checkReaders(m_history).size(), 1);
}

void TestLedger::toleratesWhatHasNoReceiptOnceOrNotAtAll()
{
    m_ids.append(QUuid::createUuid());
    m_ledger.said(m_ids.last(), m_room, u"3"_s, 0);
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history), QStringList());
    m_history[m_room].push_back({m_ids.last(), 4, qHash(u"3"_s)});
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history), QStringList());
    m_history[m_room].push_back({m_ids.last(), 5, qHash(u"3"_s)});
    QCOMPARE(m_ledger.checkHistory(u"here"_s, m_history).size(), 1);
}

void TestLedger::tellsTheLongestWaitOfATime()
{
    QCOMPARE(m_ledger.longestWait(0, 5000), 30);
    QCOMPARE(m_ledger.longestWait(500, 1500), 20);
    QCOMPARE(m_ledger.longestWait(3000, 5000), 0);
}

void TestLedger::plansTheSameFromTheSameSeed()
{
    const std::vector<FaultKind> kinds {{u"a"_s, 3, 1, 5}, {u"b"_s, 1, 0, 0}, {u"c"_s, 2, 2, 3}};
    QVERIFY(planFaults(7, 300, kinds) == planFaults(7, 300, kinds));
    QVERIFY(planFaults(7, 300, kinds) != planFaults(8, 300, kinds));
    // As it is on every machine.
    QCOMPARE(describe(planFaults(7, 300, kinds).front(), kinds),
             u"at 2.0 s: c, number 2, for 2.5 s"_s);
}

void TestLedger::bringsEachFaultBeforeAnyComesAgain()
{
    const std::vector<FaultKind> kinds {{u"a"_s, 3, 1, 5}, {u"b"_s, 1, 0, 0}, {u"c"_s, 2, 2, 3}};
    const auto plan = planFaults(1, 300, kinds);
    QVERIFY(plan.size() > 9);
    double free = 0;
    for (std::size_t i = 0; i + 2 < plan.size(); i += 3)
        QCOMPARE((QSet<int> {plan[i].kind, plan[i + 1].kind, plan[i + 2].kind}).size(), 3);
    for (const PlannedFault &fault : plan) {
        QVERIFY(fault.at >= free); // One at a time.
        free = fault.at + fault.lasts;
        QVERIFY(fault.target < kinds[std::size_t(fault.kind)].targets);
    }
    QVERIFY(free < 300);
}

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
