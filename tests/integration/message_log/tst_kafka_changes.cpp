// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "protocol/message_id.h"
#include "server/log/kafka/kafka_log.h"
#include "server/store/database.h"
#include "tests/support/await.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;

/// What changes under the Kafka log while it runs: the topic's partitions, the topic itself, and
/// how far the database is.
class TestKafkaChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsNewPartitionsAndReadsThemFromTheirBeginning();
    void goesOnUpwardsWhenTheTopicWasMadeAnew();
    void goesOnUpwardsWhenTheTopicIsMadeAnewMeanwhile();
    void readsATopicThatHasOutgrownTheOneBefore_data();
    void readsATopicThatHasOutgrownTheOneBefore();
    void readsATopicThatOutgrowsTheOneBeforeMeanwhile();
    void takesATopicForTheSameThatIs();
    void tellsWhoIsFurtherThanThePartition();
    void hasNoHoleWhileTheDatabaseLags();
    void goesOnLiveBeyondWhatTheTailHolds();
    void refusesWhenTheDatabaseIsTooFarBehind();
    void catchesUpWithMoreThanTheTailHolds();
    void refusesOnlyWhatItCannotLookUp();

private:
    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
};

void TestKafkaChanges::init()
{
    m_testbed.renew();
}

void TestKafkaChanges::findsNewPartitionsAndReadsThemFromTheirBeginning()
{
    m_testbed.settings.metadataRefresh = 300ms;
    const auto node = m_testbed.open();
    QVERIFY(node);
    QCOMPARE(node->log->partitionCount(), 3);
    const RoomRef old = node->makeRoom(u"Garden"_s);
    QVERIFY(LogProbe::send(*node->log, messageTo(old, u"one"_s)).ok());
    // A room that this node knows and a message to it, on a partition that this node has not
    // noticed. Known, so that the message has to come live, whether or not the persister is faster
    // than the reader.
    const RoomRef early = makeRoom(node->store, u"Attic"_s, 4);
    node->tail.addRoom(early, 0);
    m_tool.raisePartitions(m_testbed.settings.topic, 5);
    m_tool.produce(m_testbed.settings.topic, recordFor(early, valueFor(early, u"early"_s)));

    QTRY_COMPARE_WITH_TIMEOUT(node->log->partitionCount(), 5, 20'000);
    QVERIFY(node->probe.waitForEntries(2));

    QCOMPARE(textsOf(node->probe.entries(early)), QStringList({u"early"_s}));
    QVERIFY(LogProbe::send(*node->log, messageTo(early, u"late"_s)).ok());
    QVERIFY(LogProbe::send(*node->log, messageTo(old, u"two"_s)).ok());
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(textsOf(node->readUpwards(old)), QStringList({u"one"_s, u"two"_s}));
    QCOMPARE(textsOf(node->readUpwards(early)), QStringList({u"early"_s, u"late"_s}));
}

void TestKafkaChanges::goesOnUpwardsWhenTheTopicWasMadeAnew()
{
    RoomRef room;
    qint64 last = 0;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 10; ++i)
            last = LogProbe::send(*node->log, messageTo(room, QString::number(i)))->position;
        QVERIFY(node->waitUntilPersisted());
    }
    m_tool.deleteTopic(m_testbed.settings.topic);

    const auto node = m_testbed.open();
    QVERIFY(node);
    const auto answer = LogProbe::send(*node->log, messageTo(room, u"10"_s));

    QVERIFY(answer.ok());
    QCOMPARE(answer->position, last + 1);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->readUpwards(room, 4).size(), 11u);
    QCOMPARE((*node->questions.findRoom(room.id))->messageCount, 11);
}

void TestKafkaChanges::goesOnUpwardsWhenTheTopicIsMadeAnewMeanwhile()
{
    m_testbed.settings.metadataRefresh = 500ms;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    qint64 last = 0;
    for (int i = 0; i < 10; ++i)
        last = LogProbe::send(*node->log, messageTo(room, QString::number(i)))->position;
    QVERIFY(node->waitUntilPersisted());

    m_tool.deleteTopic(m_testbed.settings.topic);
    m_tool.makeTopic(m_testbed.settings.topic, 3);

    const NewMessage message = messageTo(room, u"10"_s);
    LogProbe::Answer answer = LogProbe::send(*node->log, message);
    // Until the producer has learnt of the new topic it refuses at once; repeating is safe.
    QTRY_VERIFY_WITH_TIMEOUT((answer = LogProbe::send(*node->log, message)).ok(), 30'000);
    QVERIFY(answer->position > last);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->readUpwards(room, 4).size(), 11u);
}

void TestKafkaChanges::readsATopicThatHasOutgrownTheOneBefore_data()
{
    QTest::addColumn<int>("records");

    QTest::newRow("not yet") << 4;
    QTest::newRow("just as long") << 5;
    QTest::newRow("by one") << 6;
    QTest::newRow("by many") << 40;
}

void TestKafkaChanges::readsATopicThatHasOutgrownTheOneBefore()
{
    QFETCH(const int, records);
    RoomRef room;
    qint64 last = 0;
    QUuid epoch;
    QStringList said;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 5; ++i) {
            said.append(QString::number(i));
            last = LogProbe::send(*node->log, messageTo(room, said.constLast()))->position;
        }
        QVERIFY(node->waitUntilPersisted());
        epoch = node->tail.epochs().idOf(room.partition);
        QVERIFY(!epoch.isNull());
    }
    m_tool.deleteTopic(m_testbed.settings.topic);
    m_tool.makeTopic(m_testbed.settings.topic, 3);
    for (int i = 0; i < records; ++i) {
        said.append(u"new %1"_s.arg(i));
        m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, said.constLast())));
    }

    const auto node = m_testbed.open();
    QVERIFY(node);
    QVERIFY(node->waitUntilPersisted());

    QTRY_COMPARE(textsOf(node->readUpwards(room, 7)), said);
    const auto all = positionsOf(node->readUpwards(room, 500));
    QVERIFY(std::is_sorted(all.begin(), all.end()));
    QCOMPARE(all[4], last);
    const log::Epochs &epochs = node->tail.epochs();
    QVERIFY(epochs.idOf(room.partition) != epoch);
    QCOMPARE(epochs.judge({last, epoch}), log::Epochs::Verdict::Good);
    QCOMPARE(epochs.judge({last + 1, epoch}), log::Epochs::Verdict::Ended);
    // A second node says the same.
    m_testbed.withPersister = false;
    const auto other = m_testbed.open();
    QVERIFY(other);
    QCOMPARE(other->tail.epochs().idOf(room.partition), epochs.idOf(room.partition));
    QCOMPARE(textsOf(other->readUpwards(room, 500)), said);
}

void TestKafkaChanges::readsATopicThatOutgrowsTheOneBeforeMeanwhile()
{
    m_testbed.settings.metadataRefresh = 500ms;
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QStringList said;
    for (int i = 0; i < 5; ++i) {
        said.append(QString::number(i));
        QVERIFY(LogProbe::send(*node->log, messageTo(room, said.constLast())).ok());
    }
    QVERIFY(node->waitUntilPersisted());
    const QUuid epoch = node->tail.epochs().idOf(room.partition);

    m_tool.deleteTopic(m_testbed.settings.topic);
    m_tool.makeTopic(m_testbed.settings.topic, 3);
    for (int i = 0; i < 12; ++i) {
        said.append(u"new %1"_s.arg(i));
        m_tool.produce(m_testbed.settings.topic, recordFor(room, valueFor(room, said.constLast())));
    }

    // Whatever was read before it was found out stands where it was read.
    const auto sorted = [](QStringList texts) {
        texts.sort();
        return texts;
    };
    QTRY_COMPARE_WITH_TIMEOUT(sorted(textsOf(node->readUpwards(room, 500))), sorted(said), 60'000);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(sorted(textsOf(node->readUpwards(room, 500))), sorted(said));
    QTRY_VERIFY(node->tail.epochs().idOf(room.partition) != epoch);
}

void TestKafkaChanges::takesATopicForTheSameThatIs()
{
    RoomRef room;
    QUuid epoch;
    for (int i = 0; i < 3; ++i) {
        const auto node = m_testbed.open();
        QVERIFY(node);
        if (i == 0) {
            room = node->makeRoom(u"Garden"_s);
            epoch = node->tail.epochs().idOf(room.partition);
        }
        QCOMPARE(node->tail.epochs().idOf(room.partition), epoch);
        QVERIFY(LogProbe::send(*node->log, messageTo(room, QString::number(i))).ok());
        QVERIFY(node->waitUntilPersisted());
        QCOMPARE(node->readUpwards(room, 500).size(), std::size_t(i + 1));
    }
}

void TestKafkaChanges::tellsWhoIsFurtherThanThePartition()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const qint64 last = LogProbe::send(*node->log, messageTo(room, u"one"_s))->position;
    const QUuid epoch = node->tail.epochs().idOf(room.partition);
    const auto confirm = [&](const Cursor &cursor) {
        return await<protocol::Result<void>>([&](auto reply) {
            node->log->confirm(room, cursor,
                               [reply](const protocol::Result<void> &answer) { reply(answer); });
        });
    };

    QVERIFY(confirm({last}).ok());
    QVERIFY(confirm({last, epoch}).ok());
    QCOMPARE(confirm({last + 100}).error().code, Code::CursorAhead);
    QCOMPARE(confirm({last + 100}).error().end->last, last);
    // What was told in the epoch that lasts was there: this node is only behind.
    QVERIFY(confirm({last + 100, epoch}).ok());
    QCOMPARE(confirm({last, QUuid::createUuid()}).error().code, Code::EpochChanged);
}

void TestKafkaChanges::hasNoHoleWhileTheDatabaseLags()
{
    const auto node = m_testbed.open(60'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QStringList sent;
    const auto send = [&](int count) {
        for (int i = 0; i < count; ++i) {
            sent.append(QString::number(sent.size()));
            const auto answer = LogProbe::send(*node->log, messageTo(room, sent.constLast()));
            if (!answer)
                qFatal("%s", qPrintable(answer.error().sentence));
        }
    };
    const auto check = [&] {
        for (const int limit : {1, 7, 50, 500}) {
            QCOMPARE(textsOf(node->readUpwards(room, limit)), sent);
            QCOMPARE(textsOf(node->readDownwards(room, limit)), sent);
        }
    };
    // More than the tail holds, so that the beginning is in the database only.
    for (int i = 0; i < 6; ++i) {
        send(50);
        // The tail learns a little later what is persisted; until then it counts towards its bound.
        QTRY_COMPARE_WITH_TIMEOUT(node->tail.unpersistedEntries(), 0, 30'000);
    }
    QTRY_VERIFY(node->tail.partial({room, {}, {}, 1}).floor > 1);

    const auto other = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    QVERIFY(other.ok());
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        for (int i = 0; i < 4; ++i) {
            send(15);
            check();
        }
        QVERIFY(node->tail.unpersistedEntries() >= 60);
        QTRY_VERIFY(node->persister->counters().retries > 0);
        check();
    }
    check();
    QVERIFY(node->waitUntilPersisted());
    check();
    QTRY_COMPARE(node->tail.unpersistedEntries(), 0);
    check();
    QCOMPARE((*node->questions.findRoom(room.id))->messageCount, sent.size());
}

void TestKafkaChanges::goesOnLiveBeyondWhatTheTailHolds()
{
    constexpr std::size_t said = 100;
    const auto node = m_testbed.open(40'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const auto page = [&](const log::PageRequest &request) {
        return await<store::Result<log::Page>>(
            [&](auto reply) { node->history.page(request, reply); });
    };
    const auto other = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        std::vector<NewMessage> messages;
        for (std::size_t i = 0; i < said; ++i) {
            messages.push_back(messageTo(room, QString(200, u'x')));
            QVERIFY(LogProbe::send(*node->log, messages.back()).ok());
        }
        QVERIFY(node->probe.waitForEntries(said));
        QVERIFY(!node->tail.full());
        QVERIFY(node->log->health().writable);
        QCOMPARE(node->tail.unpersistedEntries(), qint64(said));
        QVERIFY(node->tail.bytes() <= 40'000);
        // The newest are there; the older ones are owned up to and not left out.
        QCOMPARE(page({room, {}, {}, 5})->entries.size(), 5u);
        QCOMPARE(page({room, 0, {}, 5}).error().code, Code::HistoryBehind);
        QCOMPARE(page({room, {}, {}, 100}).error().code, Code::HistoryBehind);
        // A repeat is known for one, though its text is gone.
        const auto again = LogProbe::send(*node->log, messages.front());
        QCOMPARE(again->position, node->probe.entries(room).front()->position);
        QCOMPARE(again->time, messages.front().time);
        NewMessage elses = messages.front();
        elses.nickname = "bob";
        QCOMPARE(LogProbe::send(*node->log, elses).error().code, Code::MessageIdTaken);
    }
    QCOMPARE(positionsOf(node->readUpwards(room)), positionsOf(node->probe.entries(room)));
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->probe.entries(room).size(), said);
    QCOMPARE(positionsOf(node->readDownwards(room)), positionsOf(node->probe.entries(room)));
}

void TestKafkaChanges::refusesWhenTheDatabaseIsTooFarBehind()
{
    const auto node = m_testbed.open(5'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const auto other = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    std::vector<NewMessage> refused;
    std::size_t accepted = 0;
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        for (int i = 0; i < 100; ++i) {
            const NewMessage message = messageTo(room, QString::number(i));
            const auto answer = LogProbe::send(*node->log, message);
            if (answer) {
                ++accepted;
                continue;
            }
            QCOMPARE(answer.error().code, Code::LogUnavailable);
            refused.push_back(message);
        }
        QVERIFY(accepted > 10);
        QVERIFY(refused.size() > 10);
        QVERIFY(node->tail.full());
        QVERIFY(!node->log->health().writable);
        QVERIFY(node->log->health().readable);
    }
    QTRY_VERIFY_WITH_TIMEOUT(node->log->health().writable, 20'000);
    QVERIFY(LogProbe::send(*node->log, refused.front()).ok());
    QCOMPARE(node->readUpwards(room).size(), accepted + 1);
}

void TestKafkaChanges::catchesUpWithMoreThanTheTailHolds()
{
    RoomRef room;
    {
        m_testbed.withPersister = false;
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 2000; ++i)
            node->log->append(messageTo(room, QString::number(i)), node->probe.answer());
        QVERIFY(node->probe.waitForAnswers(2000));
    }
    m_testbed.withPersister = true;

    const auto node = m_testbed.open(50'000);

    QVERIFY(node);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->readUpwards(room, 500).size(), 2000u);
    QTRY_VERIFY(node->tail.bytes() <= 50'000);
}

void TestKafkaChanges::refusesOnlyWhatItCannotLookUp()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    NewMessage unsure = messageTo(node->makeRoom(u"Garden"_s), u"of no time"_s);
    unsure.id = QUuid::createUuid();
    NewMessage sure = messageTo(unsure.room, u"made just now"_s);
    // What clients' clocks may be ahead.
    sure.id = protocol::makeMessageId(now() + 5s);
    node->questions.close();

    node->log->append(unsure, node->probe.answer());
    QVERIFY(node->probe.waitForAnswers(1));
    node->log->append(sure, node->probe.answer());
    QVERIFY(node->probe.waitForAnswers(2));

    QCOMPARE(node->probe.answers()[0].error().code, Code::DatabaseUnavailable);
    QVERIFY(node->probe.answers()[1].ok());
    QCOMPARE(node->log->health().pendingAppends, 0);
    QCOMPARE(textsOf(node->probe.entries()), QStringList({u"made just now"_s}));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestKafkaChanges test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_kafka_changes.moc"
