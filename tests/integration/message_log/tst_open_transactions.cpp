// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "protocol/shapes.h"
#include "server/kafka/topic.h"
#include "server/log/kafka/kafka_log.h"
#include "server/log/kafka/open_transactions.h"
#include "tests/support/foreign_transaction.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/messages.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;

/// A program that has begun a transaction on a partition of ours, and not ended it.
class TestOpenTransactions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void ownMessagesDoNotWait();
    void whatIsCommittedComesBehindWhatWasTold();
    void whatIsAbortedNeverComes();
    void whatIsCommittedBeforeAnybodySpokeStaysWhereItIs();
    void shortTransactionsKeepTheirPlace();
    void allNodesAgree();
    void aNodeThatStartsMeanwhileAgrees();
    void othersWithoutATransactionComeToo();
    void changesAreTakenAlike();
    void whoDiesAfterProposingToPassHoldsUpNobody();
    void whatEndsWhileItIsProposedIsNotPassed();
    void isTold();

private:
    using Nodes = std::vector<Node *>;
    void say(Node &node, const QString &text);
    QString textsIn(Node &node) const { return textsOf(node.readUpwards(m_room)).join(u'|'); }
    KafkaTool::Record saying(const QString &text, std::optional<QUuid> id = {}) const
    {
        return recordFor(m_room, valueFor(m_room, text, id));
    }

    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
    RoomRef m_room;
    std::unique_ptr<Node> m_node;
};

void TestOpenTransactions::init()
{
    m_node.reset();
    m_testbed.renew();
    m_node = m_testbed.open();
    QVERIFY(m_node);
    m_room = m_node->makeRoom(u"Garden"_s);
}

void TestOpenTransactions::say(Node &node, const QString &text)
{
    QElapsedTimer timer;
    timer.start();
    const auto answer = LogProbe::send(*node.log, messageTo(m_room, text));
    QVERIFY2(answer.ok(), answer ? "" : qPrintable(answer.error().sentence));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestOpenTransactions::ownMessagesDoNotWait()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"stranger"_s));

    for (int i = 0; i < 5; ++i)
        say(*m_node, QString::number(i));

    QCOMPARE(textsOf(m_node->probe.entries()),
             QStringList({u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
    // Also between what else the stranger writes.
    stranger.produce(m_testbed.settings.topic, saying(u"stranger again"_s));
    say(*m_node, u"5"_s);
    QCOMPARE(textsOf(m_node->probe.entries()).last(), u"5"_s);
    QCOMPARE(m_node->probe.answersBeforeDelivery(), 0);
    stranger.abort();
}

void TestOpenTransactions::whatIsCommittedComesBehindWhatWasTold()
{
    const QUuid id = QUuid::createUuid();
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"with an id"_s, id));
    stranger.produce(m_testbed.settings.topic, saying(u"without"_s));
    say(*m_node, u"ours"_s);

    stranger.commit();

    QVERIFY(m_node->probe.waitForEntries(3));
    say(*m_node, u"ours again"_s);
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"ours|with an id|without|ours again"_s);
    QVERIFY(!m_node->probe.sawDisorder());
    QCOMPARE(m_node->probe.entries()[1]->id, id);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE((*m_node->questions.findRoom(m_room.id))->messageCount, 4);
    QCOMPARE(m_node->persister->counters().brought, 2);
    QCOMPARE(m_node->persister->counters().dead, 0);
    // From the database, at another node.
    const auto other = m_testbed.open();
    QVERIFY(other);
    QCOMPARE(textsIn(*other), u"ours|with an id|without|ours again"_s);
    QCOMPARE(positionsOf(other->readUpwards(m_room)), positionsOf(m_node->probe.entries()));
}

void TestOpenTransactions::whatIsAbortedNeverComes()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"taken back"_s));
    say(*m_node, u"ours"_s);

    stranger.abort();

    say(*m_node, u"ours again"_s);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"ours|ours again"_s);
    QCOMPARE(textsIn(*m_node), u"ours|ours again"_s);
    QCOMPARE((*m_node->questions.findRoom(m_room.id))->messageCount, 2);
    QTRY_COMPARE(m_node->persister->counters().lag, 0);
}

void TestOpenTransactions::whatIsCommittedBeforeAnybodySpokeStaysWhereItIs()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"stranger"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!KafkaTestbed::logOf(*m_node).openTransactions().empty(), 10'000);
    stranger.commit();

    QVERIFY(m_node->probe.waitForEntries(1));
    say(*m_node, u"ours"_s);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsIn(*m_node), u"stranger|ours"_s);
    QCOMPARE(m_node->persister->counters().brought, 0);
    QCOMPARE(KafkaTestbed::logOf(*m_node).counters().late, 0);
}

void TestOpenTransactions::shortTransactionsKeepTheirPlace()
{
    constexpr int count = 20;
    ForeignTransaction stranger(KafkaBroker::shared().address());
    QStringList said;
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            stranger.begin();
        stranger.produce(m_testbed.settings.topic, saying(u"theirs %1"_s.arg(i)));
        stranger.commit();
        say(*m_node, u"ours %1"_s.arg(i));
        said << u"theirs %1"_s.arg(i) << u"ours %1"_s.arg(i);
    }
    QVERIFY(m_node->probe.waitForEntries(2 * count));
    QCOMPARE(textsOf(m_node->probe.entries()), said);
    QCOMPARE(textsIn(*m_node), said.join(u'|'));
}

void TestOpenTransactions::allNodesAgree()
{
    constexpr int count = 40;
    const auto other = m_testbed.open();
    QVERIFY(other);
    ForeignTransaction stranger(KafkaBroker::shared().address());
    // Each while the other node speaks as well, some committed at once, some late, some taken back.
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            stranger.begin();
        other->log->append(messageTo(m_room, u"other %1"_s.arg(i)), other->probe.answer());
        stranger.produce(m_testbed.settings.topic, saying(u"theirs %1"_s.arg(i)));
        m_node->log->append(messageTo(m_room, u"ours %1"_s.arg(i)), m_node->probe.answer());
        if (i % 4 == 1)
            QVERIFY(m_node->probe.waitForAnswers(std::size_t(i + 1)));
        // As long as it takes to ask a few times, which comes to about the patience of the readers.
        for (int asked = 0; i % 4 == 2 && asked < i / 2; ++asked)
            m_tool.partitionCount(m_testbed.settings.topic);
        if (i % 4 == 3)
            stranger.abort();
        else
            stranger.commit();
    }
    constexpr std::size_t all = 2 * count + count * 3 / 4;
    for (Node *node : Nodes {m_node.get(), other.get()}) {
        QVERIFY(node->probe.waitForAnswers(count));
        QVERIFY(node->probe.waitForEntries(all));
        QVERIFY(!node->probe.sawDisorder());
    }
    QVERIFY(m_node->waitUntilPersisted());
    const auto seen = m_node->probe.entries();
    QCOMPARE(seen.size(), all);
    QCOMPARE(positionsOf(other->probe.entries()), positionsOf(seen));
    QCOMPARE(textsOf(other->probe.entries()), textsOf(seen));
    const auto third = m_testbed.open(); // Knows what the database knows.
    QVERIFY(third);
    QCOMPARE(positionsOf(third->readUpwards(m_room)), positionsOf(seen));
    QCOMPARE(textsOf(third->readUpwards(m_room)), textsOf(seen));
    QCOMPARE((*third->questions.findRoom(m_room.id))->messageCount, qint64(all));
}

void TestOpenTransactions::aNodeThatStartsMeanwhileAgrees()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"stranger"_s));
    say(*m_node, u"ours"_s);

    const auto other = m_testbed.open();
    QVERIFY(other);
    say(*other, u"theirs"_s);
    QTRY_COMPARE(textsOf(other->probe.entries()).join(u'|'), u"ours|theirs"_s);

    stranger.commit();
    QVERIFY(m_node->probe.waitForEntries(3) && other->probe.waitForEntries(3));
    QCOMPARE(textsOf(other->probe.entries()).join(u'|'), u"ours|theirs|stranger"_s);
    QCOMPARE(positionsOf(other->probe.entries()), positionsOf(m_node->probe.entries()));
    QVERIFY(other->waitUntilPersisted());
    QCOMPARE(textsIn(*other), u"ours|theirs|stranger"_s);
}

void TestOpenTransactions::othersWithoutATransactionComeToo()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, saying(u"stranger"_s));
    m_tool.produce(m_testbed.settings.topic, saying(u"kcat"_s));
    say(*m_node, u"ours"_s);

    stranger.abort();

    QVERIFY(m_node->probe.waitForEntries(2));
    QCOMPARE(textsOf(m_node->probe.entries()).join(u'|'), u"ours|kcat"_s);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsIn(*m_node), u"ours|kcat"_s);
}

void TestOpenTransactions::changesAreTakenAlike()
{
    const NewMessage message = messageTo(m_room, u"Tee?"_s);
    QVERIFY(LogProbe::send(*m_node->log, message).ok());
    KafkaTool::Record edit = recordFor(
        m_room,
        protocol::writeEventRecord(
            {.room = m_room.id, .nickname = u"ann"_s, .target = message.id, .text = u"Tea?"_s}));
    edit.headers[1].second = "edit";
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(m_testbed.settings.topic, edit);
    say(*m_node, u"ours"_s);
    QCOMPARE(textsIn(*m_node), u"Tee?|ours"_s);

    stranger.commit();

    QTRY_COMPARE(textsIn(*m_node), u"Tea?|ours"_s);
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(m_node->persister->counters().changes, 1);
}

void TestOpenTransactions::whoDiesAfterProposingToPassHoldsUpNobody()
{
    m_node.reset();
    const qint64 offset = m_tool.produce(m_testbed.settings.topic, saying(u"kcat"_s));
    m_tool.produce(m_testbed.settings.topic,
                   {.partition = m_room.partition,
                    .key = {},
                    .value = R"({"pass":")" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
                        + R"(","state":"proposed","from":)" + QByteArray::number(offset)
                        + ",\"to\":" + QByteArray::number(offset + 1) + '}',
                    .headers = {{"schema", "samsa.event.v1"}, {"type", "pass"}, {"by", "samsa"}}});
    QElapsedTimer timer;
    timer.start();

    m_node = m_testbed.open();

    QVERIFY(m_node);
    say(*m_node, u"ours"_s);
    QVERIFY2(timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(m_node->waitUntilPersisted());
    QCOMPARE(textsIn(*m_node), u"kcat|ours"_s);
    QCOMPARE(m_node->persister->counters().brought, 0);
    QCOMPARE(m_node->persister->counters().dead, 0);
}

void TestOpenTransactions::whatEndsWhileItIsProposedIsNotPassed()
{
    m_node.reset();
    const QString topic = m_testbed.settings.topic;
    const int partition = m_room.partition;
    ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(topic, saying(u"stranger"_s));
    KafkaTool::Record ours = saying(u"ours"_s);
    ours.headers.emplaceBack("by", "samsa");
    const qint64 offset = m_tool.produce(topic, ours);
    kafka::Consumer consumer;
    QVERIFY(consumer.open(m_testbed.settings).ok());
    QVERIFY(consumer.readFrom(partition, offset - 1).ok());
    QStringList states;
    log::OpenTransactions transactions(
        m_testbed.settings, consumer, [&](const log::KafkaRecord &record) {
            states.append(QJsonDocument::fromJson(record.value)[u"state"_s].toString());
            if (states.size() > 1)
                return true;
            stranger.commit();
            const QDeadlineTimer deadline(10s); // until its marker is written
            for (;;) {
                const auto marks =
                    kafka::watermarksOf(consumer.handle(), topic, partition, deadline);
                if (deadline.hasExpired() || (marks && marks->high > offset))
                    return true;
            }
        });
    const std::atomic<bool> stop = false;
    const auto goOn = [&] {
        kafka::Consumer::Poll poll = consumer.poll(kafka::Consumer::recordsAtOnce, 20ms);
        const bool settled = transactions.settle(poll, stop).ok();
        transactions.goOn({partition});
        return settled && states.size() >= 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), 20'000);
    QCOMPARE(states, QStringList({u"proposed"_s, u"void"_s}));
}

void TestOpenTransactions::isTold()
{
    ForeignTransaction stranger(KafkaBroker::shared().address());
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"transaction on partition %1.*"
                                            "kafka-transactions.sh"_s.arg(m_room.partition)));
    stranger.produce(m_testbed.settings.topic, saying(u"stranger"_s));
    const log::KafkaLog &log = KafkaTestbed::logOf(*m_node);
    QTRY_COMPARE_WITH_TIMEOUT(log.openTransactions().size(), 1u, 10'000);
    QCOMPARE(log.openTransactions()[0].partition, m_room.partition);
    QTRY_VERIFY_WITH_TIMEOUT(log.openTransactions()[0].age >= 2s, 10'000);
    QVERIFY(log.health().writable);

    stranger.commit();

    QTRY_VERIFY_WITH_TIMEOUT(log.openTransactions().empty(), 10'000);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestOpenTransactions test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_open_transactions.moc"
