// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "server/store/database.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/messages.h"
#include "tests/support/server_program.h"

#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using persist::Persister;

namespace {

constexpr int partitions = 3; // As KafkaTestbed makes them.
constexpr int sharingOutMs = 20'000;

/// Each has some and nobody else any. That the numbers add up does not say that both are there: the
/// first may still hold all.
bool shared(const Persister &one, const Persister &two)
{
    const int ofOne = one.counters().partitions;
    const int ofTwo = two.counters().partitions;
    return ofOne >= 1 && ofTwo >= 1 && ofOne + ofTwo == partitions;
}

} // namespace

/// Several persisters as one consumer group: who gets which partitions, what becomes of them, and
/// that the database's offset stays the truth.
class TestPersisterGroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sharesThePartitions_data();
    void sharesThePartitions();
    void takesOverFromOneThatStops();
    void givesOneWithANameItsPartitionsBack();
    void refusesTwoOfTheSameName();
    void stillSharesOutWhileTheDatabaseIsAway();
    void beginsWhereTheDatabaseStandsWhateverTheGroupSays();
    void tellsTheGroupHowFarItIs();
    void countsWhatKafkaDroppedBeforeItWasPersisted();
    void writesNothingTwiceAfterASleepLongerThanItsSession();

private:
    std::unique_ptr<Persister> start(const KafkaSettings &settings);
    void open();
    void say(int count);
    qint64 stored();
    QStringList program() const;

    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
    std::unique_ptr<Node> m_node;
    QList<RoomRef> m_rooms; // One on each partition.
    qint64 m_said = 0; // In each room.
};

void TestPersisterGroup::init()
{
    m_node.reset();
    m_rooms.clear();
    m_said = 0;
    m_testbed.renew();
    m_testbed.withPersister = false;
}

void TestPersisterGroup::open()
{
    m_node = m_testbed.open();
    QVERIFY(m_node);
    for (int partition = 0; partition < partitions; ++partition) {
        m_rooms.append(makeRoom(m_node->store, u"Room %1"_s.arg(partition), partition));
        m_node->tail.addRoom(m_rooms.constLast(), 0);
    }
}

std::unique_ptr<Persister> TestPersisterGroup::start(const KafkaSettings &settings)
{
    auto persister = std::make_unique<Persister>(settings, m_testbed.databaseUrl());
    return persister->start() ? std::move(persister) : nullptr;
}

/// In every room.
void TestPersisterGroup::say(int count)
{
    const std::size_t before = m_node->probe.answers().size();
    for (int i = 0; i < count; ++i)
        for (const RoomRef &room : std::as_const(m_rooms))
            m_node->log->append(messageTo(room, QString::number(i)), m_node->probe.answer());
    QVERIFY(m_node->probe.waitForAnswers(before + std::size_t(count * partitions)));
    m_said += count;
}

qint64 TestPersisterGroup::stored()
{
    qint64 stored = 0;
    for (const RoomRef &room : std::as_const(m_rooms))
        stored += (*m_node->questions.findRoom(room.id))->messageCount;
    return stored;
}

/// What a persister of this testbed is told as a program.
QStringList TestPersisterGroup::program() const
{
    return {u"--kafka"_s,        m_testbed.settings.brokers,
            u"--topic"_s,        m_testbed.settings.topic,
            u"--database"_s,     m_testbed.databaseUrl(),
            u"--kafka-option"_s, u"session.timeout.ms=6000"_s};
}

void TestPersisterGroup::sharesThePartitions_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::newRow("eager") << u"range"_s;
    QTest::newRow("cooperative") << u"cooperative-sticky"_s;
}

void TestPersisterGroup::sharesThePartitions()
{
    QFETCH(const QString, strategy);
    m_testbed.settings.options = {{u"partition.assignment.strategy"_s, strategy}};
    open();
    const auto one = start(m_testbed.settings);
    QVERIFY(one);
    QTRY_COMPARE_WITH_TIMEOUT(one->counters().partitions, partitions, sharingOutMs);
    say(100);
    QTRY_COMPARE_WITH_TIMEOUT(one->counters().persisted, 100 * partitions, sharingOutMs);

    const auto two = start(m_testbed.settings);
    QVERIFY(two);
    QTRY_VERIFY_WITH_TIMEOUT(shared(*one, *two), sharingOutMs);
    say(100);

    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    QCOMPARE(two->counters().persisted, 100 * two->counters().partitions);
    QCOMPARE(one->counters().persisted + two->counters().persisted, m_said * partitions);
    QTRY_COMPARE(one->counters().lag + two->counters().lag, 0);
    for (const RoomRef &room : std::as_const(m_rooms))
        QCOMPARE(positionsOf(m_node->readUpwards(room)), positionsOf(m_node->probe.entries(room)));
}

void TestPersisterGroup::takesOverFromOneThatStops()
{
    open();
    const auto one = start(m_testbed.settings);
    const auto two = start(m_testbed.settings);
    QTRY_VERIFY_WITH_TIMEOUT(shared(*one, *two), sharingOutMs);
    say(10);
    one->stop();
    say(10);

    QTRY_COMPARE_WITH_TIMEOUT(two->counters().partitions, partitions, sharingOutMs);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    QCOMPARE(one->counters().persisted + two->counters().persisted, m_said * partitions);
}

void TestPersisterGroup::givesOneWithANameItsPartitionsBack()
{
    open();
    KafkaSettings first = m_testbed.settings;
    first.memberName = u"first"_s;
    KafkaSettings second = m_testbed.settings;
    second.memberName = u"second"_s;
    auto one = start(first);
    const auto two = start(second);
    QTRY_VERIFY_WITH_TIMEOUT(shared(*one, *two), sharingOutMs);
    const int ofOne = one->counters().partitions;
    say(10);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    one->stop();
    say(10);
    one = start(first);

    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    // The other was given nothing meanwhile.
    QCOMPARE(one->counters().persisted, 10 * ofOne);
    QCOMPARE(two->counters().persisted, m_said * (partitions - ofOne));
}

void TestPersisterGroup::refusesTwoOfTheSameName()
{
    open();
    KafkaSettings settings = m_testbed.settings;
    settings.memberName = u"only"_s;
    const auto one = start(settings);
    QTRY_COMPARE_WITH_TIMEOUT(one->counters().partitions, partitions, sharingOutMs);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"--persister-name of its own"_s));

    // The broker takes the newer for the one that is expected back; the older says so.
    const auto two = start(settings);
    QTRY_VERIFY_WITH_TIMEOUT(one->counters().retries + two->counters().retries >= 1, sharingOutMs);
    two->stop();

    say(10);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
}

void TestPersisterGroup::stillSharesOutWhileTheDatabaseIsAway()
{
    open();
    const auto one = start(m_testbed.settings);
    QTRY_COMPARE_WITH_TIMEOUT(one->counters().partitions, partitions, sharingOutMs);
    say(1);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    std::unique_ptr<Persister> two;
    {
        const auto other =
            store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        say(100);
        QTRY_VERIFY(one->counters().retries >= 1);

        two = start(m_testbed.settings);

        QTRY_VERIFY_WITH_TIMEOUT(shared(*one, *two), sharingOutMs);
        QCOMPARE(two->counters().persisted, 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    QCOMPARE(one->counters().persisted + two->counters().persisted, m_said * partitions);
}

void TestPersisterGroup::beginsWhereTheDatabaseStandsWhateverTheGroupSays()
{
    open();
    say(50);
    const QString group = m_testbed.settings.persisterGroup();
    m_tool.commit(group, m_testbed.settings.topic, 0, 40); // What is before would be lost,
    {
        const auto persister = start(m_testbed.settings);
        QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
        persister->stop();
    }
    m_tool.commit(group, m_testbed.settings.topic, 0, 0); // and this would all come again.
    say(50);
    const auto persister = start(m_testbed.settings);

    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    QCOMPARE(persister->counters().persisted, 50 * partitions);
    QCOMPARE(persister->counters().retries, 0);
}

void TestPersisterGroup::tellsTheGroupHowFarItIs()
{
    open();
    const auto persister = start(m_testbed.settings);
    say(50);
    const QString group = m_testbed.settings.persisterGroup();
    for (int partition = 0; partition < partitions; ++partition) {
        QTRY_COMPARE_WITH_TIMEOUT(m_tool.committed(group, m_testbed.settings.topic, partition),
                                  qint64(50), sharingOutMs);
    }
}

void TestPersisterGroup::countsWhatKafkaDroppedBeforeItWasPersisted()
{
    open();
    {
        const auto persister = start(m_testbed.settings);
        say(10);
        QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    }
    say(20);
    m_tool.deleteRecords(m_testbed.settings.topic, 1, 25);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"offsets 10 to 24 of partition 1"_s));

    const auto persister = start(m_testbed.settings);

    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions - 15, sharingOutMs);
    QCOMPARE(persister->counters().dropped, 15);
    say(10);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions - 15, sharingOutMs);
    QCOMPARE(persister->counters().dropped, 15);
}

void TestPersisterGroup::writesNothingTwiceAfterASleepLongerThanItsSession()
{
    open();
    const QString topic = m_testbed.settings.topic;
    ServerProgram sleeper(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(sleeper.startPersister(program()));
    say(1);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    {
        // It falls asleep with a batch in hand, which has wrong records in it besides.
        const auto other =
            store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        say(20);
        for (const RoomRef &room : std::as_const(m_rooms))
            m_tool.produce(topic, recordFor(room, "not ours"));
        QTRY_VERIFY(sleeper.errors().contains("The persister waits"));
        sleeper.signal(SIGSTOP);
    }
    const auto heir = start(m_testbed.settings);
    say(20);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, 40'000);
    QCOMPARE(heir->counters().partitions, partitions);
    QCOMPARE(heir->counters().dead, partitions);

    sleeper.signal(SIGCONT);

    // It has a share again, and goes on from where the other is.
    QTRY_VERIFY_WITH_TIMEOUT(heir->counters().partitions < partitions, 40'000);
    say(20);
    QTRY_COMPARE_WITH_TIMEOUT(stored(), m_said * partitions, sharingOutMs);
    QCOMPARE(m_tool.readAll(m_testbed.settings.deadTopic()).size(), partitions);
    for (const RoomRef &room : std::as_const(m_rooms))
        QCOMPARE(positionsOf(m_node->readUpwards(room)), positionsOf(m_node->probe.entries(room)));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestPersisterGroup test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_persister_group.moc"
