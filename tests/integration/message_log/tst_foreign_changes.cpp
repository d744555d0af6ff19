// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_testbed.h"
#include "protocol/message_id.h"
#include "server/base/change.h"
#include "server/log/kafka/kafka_log.h"
#include "server/store/database.h"
#include "tests/support/await.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/messages.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::EventType;

/// Changes in a Kafka log that somebody else wrote, that another node wrote, or that the database
/// does not hold yet.
class TestForeignChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesAnEditOfAnotherProducer();
    void foldsToNothingWhatIsAgainstTheRules();
    void doesNotReadWhatIsInNoForm();
    void tellsAllNodesOfAChange();
    void refusesTheSecondOfTwoNodesWhoDelete();
    void hasNothingStaleWhileTheDatabaseLags();
    void saysThatItIsBehindWhenAChangeHasLeftMemory();
    void foldsWhatWasNotPersistedBeforeARestart();

private:
    qint64 produce(const RoomRef &room, const protocol::EventRecord &record);
    static QString textOf(Node &node, const RoomRef &room)
    {
        return textsOf(node.readUpwards(room)).join(u'|');
    }

    KafkaTestbed m_testbed;
    KafkaTool m_tool {KafkaBroker::shared().address()};
};

void TestForeignChanges::init()
{
    m_testbed.renew();
}

qint64 TestForeignChanges::produce(const RoomRef &room, const protocol::EventRecord &record)
{
    KafkaTool::Record produced = recordFor(room, protocol::writeEventRecord(record));
    produced.headers = {{"schema", "samsa.event.v1"},
                        {"type", protocol::eventTypeName(record.type).toString().toLatin1()}};
    return m_tool.produce(m_testbed.settings.topic, produced);
}

void TestForeignChanges::takesAnEditOfAnotherProducer()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"Tee?"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());

    produce(room, {.room = room.id, .nickname = u"ann"_s, .target = message.id, .text = u"Tea?"_s});

    QVERIFY(node->probe.waitForEntries(2));
    QCOMPARE(textOf(*node, room), u"Tea?"_s);
    QVERIFY(!node->probe.entries()[1]->id.isNull());
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->questions.loadMessages(room, {message.id})->value(message.id)->text, "Tea?");
}

void TestForeignChanges::foldsToNothingWhatIsAgainstTheRules()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"hers"_s);
    const NewMessage later = messageTo(room, u"later"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());
    const auto edit = [&](const QString &nickname, const QUuid &target) {
        produce(room, {.room = room.id, .nickname = nickname, .target = target, .text = u"his"_s});
    };
    edit(u"bob"_s, message.id);
    edit(u"ann"_s, QUuid::createUuid());
    edit(u"ann"_s, later.id); // Before it was said, in one batch with it for whoever persists.
    produce(
        room,
        {.room = room.id, .nickname = u"bob"_s, .type = EventType::Delete, .target = message.id});
    QVERIFY(LogProbe::send(*node->log, later).ok());

    QCOMPARE(node->probe.entries().size(), 2u);
    QCOMPARE(textOf(*node, room), u"hers|later"_s);
    QCOMPARE(KafkaTestbed::logOf(*node).counters().inVain, 4);
    QVERIFY(node->waitUntilPersisted());
    const auto stored = node->questions.loadMessages(room, {message.id, later.id});
    QCOMPARE(stored->value(message.id)->text, "hers");
    QCOMPARE(stored->value(later.id)->text, "later");
    QVERIFY(!stored->value(message.id)->fate && !stored->value(later.id)->fate);
    QCOMPARE(node->persister->counters().dead, 0);
    QCOMPARE(node->persister->counters().changes, 0);
}

void TestForeignChanges::doesNotReadWhatIsInNoForm()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"hers"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());
    produce(room, {.room = room.id, .nickname = u"ann"_s, .target = message.id, .text = u" "_s});
    produce(room,
            {.room = room.id,
             .nickname = u"bob"_s,
             .type = EventType::Reaction,
             .target = message.id,
             .reaction = u"yes"_s});
    produce(room, {.room = room.id, .nickname = u""_s, .target = message.id, .text = u"x"_s});

    QTRY_COMPARE(KafkaTestbed::logOf(*node).counters().wrong, 3);
    QTRY_COMPARE(node->persister->counters().dead, 3);
    QCOMPARE(textOf(*node, room), u"hers"_s);
}

void TestForeignChanges::tellsAllNodesOfAChange()
{
    const auto one = m_testbed.open();
    QVERIFY(one);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    const NewMessage message = messageTo(room, u"Tee?"_s);
    QVERIFY(LogProbe::send(*one->log, message).ok());
    const auto two = m_testbed.open();
    QVERIFY(two);

    QVERIFY(LogProbe::send(*two->log, editOf(message, u"Tea?"_s)).ok());
    QVERIFY(LogProbe::send(*one->log, reactionTo(message, u"👍"_s, "bob")).ok());

    for (Node *node : {one.get(), two.get()}) {
        QTRY_COMPARE(node->tail.reached(room.id).change, one->probe.entries(room).back()->position);
        QCOMPARE(textOf(*node, room), u"Tea?"_s);
        QCOMPARE(node->readUpwards(room)[0]->fate->reactions.size(), 1);
    }
}

void TestForeignChanges::refusesTheSecondOfTwoNodesWhoDelete()
{
    const auto one = m_testbed.open();
    QVERIFY(one);
    const RoomRef room = one->makeRoom(u"Garden"_s);
    const auto two = m_testbed.open();
    QVERIFY(two);
    constexpr std::size_t count = 20;
    std::vector<NewMessage> messages;
    for (std::size_t i = 0; i < count; ++i) {
        messages.push_back(messageTo(room, u"gone"_s));
        QVERIFY(LogProbe::send(*one->log, messages.back()).ok());
    }
    QTRY_COMPARE(two->readUpwards(room).size(), count);
    for (const NewMessage &message : messages) {
        const std::size_t before = one->probe.answers().size();
        one->log->append(deletionOf(message), one->probe.answer());
        two->log->append(deletionOf(message), two->probe.answer());
        QVERIFY(one->probe.waitForAnswers(before + 1));
        QVERIFY(two->probe.waitForAnswers(before + 1));
    }
    const auto refusedBy = [](const Node &node) {
        const auto answers = node.probe.answers();
        return std::count_if(answers.begin(), answers.end(), [](const LogProbe::Answer &answer) {
            return !answer && answer.error().code == Code::TargetDeleted;
        });
    };
    QCOMPARE(refusedBy(*one) + refusedBy(*two), qsizetype(count));
    QVERIFY(one->waitUntilPersisted());
    // Counted a moment after it was committed.
    QTRY_COMPARE(one->persister->counters().changes + two->persister->counters().changes,
                 qint64(count));
}

void TestForeignChanges::hasNothingStaleWhileTheDatabaseLags()
{
    const auto node = m_testbed.open(60'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    std::vector<NewMessage> messages;
    QStringList texts;
    const auto say = [&](int count) {
        for (int i = 0; i < count; ++i) {
            texts.append(QString::number(texts.size()));
            messages.push_back(messageTo(room, texts.constLast()));
            QVERIFY(LogProbe::send(*node->log, messages.back()).ok());
        }
    };
    const auto change = [&](int step) {
        for (std::size_t i = 0; i < messages.size(); i += std::size_t(step)) {
            texts[qsizetype(i)] += u'!';
            QVERIFY(LogProbe::send(*node->log, editOf(messages[i], texts[qsizetype(i)])).ok());
        }
    };
    const auto check = [&] {
        for (const int limit : {7, 50, 500}) {
            QCOMPARE(textsOf(node->readUpwards(room, limit)), texts);
            QCOMPARE(textsOf(node->readDownwards(room, limit)), texts);
        }
    };
    for (int i = 0; i < 5; ++i) {
        say(50);
        QTRY_COMPARE_WITH_TIMEOUT(node->tail.unpersistedEntries(), 0, 30'000);
    }
    QTRY_VERIFY(node->tail.partial({.room = room, .limit = 1}).floor > 1);
    const auto other = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    QVERIFY(other.ok());
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        change(25); // Mostly of what the database alone holds.
        say(10);
        change(60);
        check();
    }
    check();
    QVERIFY(node->waitUntilPersisted());
    check();
    QTRY_COMPARE(node->tail.unpersistedEntries(), 0);
    check();
}

void TestForeignChanges::saysThatItIsBehindWhenAChangeHasLeftMemory()
{
    const auto node = m_testbed.open(40'000);
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage old = messageTo(room, u"old"_s);
    QVERIFY(LogProbe::send(*node->log, old).ok());
    QTRY_COMPARE_WITH_TIMEOUT(node->tail.unpersistedEntries(), 0, 30'000);
    const auto page = [&](const log::PageRequest &request) {
        return await<store::Result<log::Page>>(
            [&](auto reply) { node->history.page(request, reply); });
    };
    const auto other = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    {
        store::Transaction lock(**other);
        QVERIFY(lock.begin().ok());
        QVERIFY(LogProbe::send(*node->log, editOf(old, u"new"_s)).ok());
        for (int i = 0; i < 100; ++i)
            QVERIFY(LogProbe::send(*node->log, messageTo(room, QString(200, u'x'))).ok());
        QVERIFY(!node->tail.full());
        // The database has the message, but not what became of it.
        QCOMPARE(page({.room = room, .after = 0, .limit = 1}).error().code, Code::HistoryBehind);
        QCOMPARE(page({.room = room, .after = {}, .before = 2, .limit = 1}).error().code,
                 Code::HistoryBehind);
    }
    QCOMPARE(textsOf(node->readUpwards(room, 10)).constFirst(), u"new"_s);
}

void TestForeignChanges::foldsWhatWasNotPersistedBeforeARestart()
{
    RoomRef room;
    NewMessage message;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        message = messageTo(room, u"one"_s);
        QVERIFY(LogProbe::send(*node->log, message).ok());
        QVERIFY(node->waitUntilPersisted());
    }
    m_testbed.withPersister = false;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        QVERIFY(LogProbe::send(*node->log, editOf(message, u"two"_s)).ok());
        QVERIFY(LogProbe::send(*node->log, reactionTo(message, u"👍"_s, "bob")).ok());
    }
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        QCOMPARE(textOf(*node, room), u"two"_s);
        QVERIFY(LogProbe::send(*node->log, editOf(message, u"three"_s)).ok());
        QCOMPARE(textOf(*node, room), u"three"_s);
    }
    m_testbed.withPersister = true;
    const auto node = m_testbed.open();
    QVERIFY(node);
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(textOf(*node, room), u"three"_s);
    QCOMPARE(node->readUpwards(room)[0]->fate->reactions.size(), 1);
    QCOMPARE((*node->questions.findRoom(room.id))->messageCount, 1);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestForeignChanges test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_foreign_changes.moc"
