// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/kafka/group_consumer.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace samsa::kafka {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr auto leavePatience = 1s;
constexpr auto answerPatience = 15s;
constexpr int leaveStepMs = 50;
/// Before this release a member of a cooperative group may hang when it leaves, and share out
/// without an end (librdkafka issues 4528, 4381, 3306, 4742).
constexpr int cooperativeSince = 0x02040000;

/// What a member has besides what every consumer has. An option of the settings comes first.
QList<std::pair<QString, QString>> memberProperties()
{
    return {
        {u"partition.assignment.strategy"_s,
         rd_kafka_version() < cooperativeSince ? u"range"_s : u"cooperative-sticky"_s},
        // How soon another takes over from one that died, and learns that there is another.
        {u"session.timeout.ms"_s, u"10000"_s},
        {u"heartbeat.interval.ms"_s, u"1000"_s},
        // Whoever does not come back from its database for so long is not waited for.
        {u"max.poll.interval.ms"_s, u"60000"_s},
    };
}

} // namespace

GroupConsumer::~GroupConsumer()
{
    leave();
}

Result<void> GroupConsumer::open(const KafkaSettings &settings)
{
    auto configuration = configurationFor(settings, RD_KAFKA_CONSUMER);
    if (!configuration)
        return configuration.error();
    QList<std::pair<QString, QString>> own = memberProperties();
    own.removeIf([&settings](const auto &property) {
        return std::any_of(settings.options.begin(), settings.options.end(),
                           [&](const auto &option) { return option.first == property.first; });
    });
    own.append({u"group.id"_s, settings.persisterGroup()});
    if (!settings.memberName.isEmpty())
        own.append({u"group.instance.id"_s, settings.memberName});
    for (const auto &[name, value] : std::as_const(own))
        if (auto done = setProperty(configuration->get(), name.toUtf8(), value.toUtf8()); !done)
            return done;
    rd_kafka_conf_set_opaque(configuration->get(), this);
    rd_kafka_conf_set_rebalance_cb(
        configuration->get(),
        [](rd_kafka_t *, rd_kafka_resp_err_t change, rd_kafka_topic_partition_list_t *partitions,
           void *opaque) { static_cast<GroupConsumer *>(opaque)->rebalance(change, *partitions); });
    if (auto opened = Consumer::open(settings.topic, std::move(configuration).value()); !opened)
        return opened;
    m_owned.clear();
    m_lost.clear();
    m_answer = QDeadlineTimer(QDeadlineTimer::Forever);
    return {};
}

Result<void> GroupConsumer::join()
{
    m_answer = QDeadlineTimer(answerPatience);
    const Partitions topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), m_topic.constData(), RD_KAFKA_PARTITION_UA);
    const auto error = rd_kafka_subscribe(m_handle.get(), topics.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unreadable(sentenceOf(error));
    return {};
}

void GroupConsumer::leave()
{
    if (!m_handle)
        return;
    Queue queue(rd_kafka_queue_new(m_handle.get()));
    const ErrorPtr error(rd_kafka_consumer_close_queue(m_handle.get(), queue.get()));
    const QDeadlineTimer deadline(leavePatience);
    // Records that were fetched already come as events too; rd_kafka_queue_poll_callback() would
    // abort the program over one.
    while (!error && !rd_kafka_consumer_closed(m_handle.get()) && !deadline.hasExpired()) {
        const Event event(rd_kafka_queue_poll(queue.get(), leaveStepMs));
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_REBALANCE)
            rebalance(rd_kafka_event_error(event.get()),
                      *rd_kafka_event_topic_partition_list(event.get()));
    }
    queue.reset();
    abandon();
    m_owned.clear();
    m_lost.clear();
}

/// In poll() or leave(). What a partition is to be read from is not known here, so a member that is
/// given some assigns nothing at first; readFrom() does.
void GroupConsumer::rebalance(rd_kafka_resp_err_t change,
                              const rd_kafka_topic_partition_list_t &partitions)
{
    const bool given = change == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    m_answer = given ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(answerPatience);
    QMap<int, qint64> read; // Of those that go.
    for (int i = 0; i < partitions.cnt; ++i) {
        const int partition = partitions.elems[i].partition;
        if (given)
            m_owned.insert(partition);
        else
            m_owned.remove(partition);
        if (const auto next = m_next.constFind(partition); !given && next != m_next.cend())
            read.insert(partition, *next);
        m_lost.remove(partition);
    }
    for (const int partition : read.keys())
        m_next.remove(partition);
    qCInfo(lcKafka) << "The group" << (given ? "gives" : "takes") << partitions.cnt << "partitions;"
                    << m_owned.size() << "are this persister's now.";
    ErrorPtr error;
    if (cooperative()) {
        const Partitions list = listOf(read);
        error.reset(given ? rd_kafka_incremental_assign(m_handle.get(), list.get())
                          : rd_kafka_incremental_unassign(m_handle.get(), list.get()));
    } else {
        const Partitions none = listOf({});
        if (const auto code = rd_kafka_assign(m_handle.get(), given ? none.get() : nullptr);
            code != RD_KAFKA_RESP_ERR_NO_ERROR)
            qCWarning(lcKafka).noquote() << "Sharing out failed:" << sentenceOf(code);
    }
    if (error)
        qCWarning(lcKafka).noquote() << "Sharing out failed:" << unreadable(error).sentence;
}

bool GroupConsumer::cooperative() const
{
    return qstrcmp(rd_kafka_rebalance_protocol(m_handle.get()), "COOPERATIVE") == 0;
}

Partitions GroupConsumer::listOf(const QMap<int, qint64> &offsets) const
{
    Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
    for (const auto &[partition, offset] : offsets.asKeyValueRange()) {
        rd_kafka_topic_partition_list_add(list.get(), m_topic.constData(), partition)->offset =
            offset;
    }
    return list;
}

bool GroupConsumer::lost(int partition) const
{
    return m_lost.contains(partition);
}

QSet<int> GroupConsumer::unread() const
{
    QSet<int> unread = m_owned;
    unread.removeIf([this](int partition) {
        return m_next.contains(partition) && !m_lost.contains(partition);
    });
    return unread;
}

Result<void> GroupConsumer::readFrom(const QMap<int, qint64> &offsets)
{
    QMap<int, qint64> mine = offsets;
    mine.removeIf([this](const auto &entry) { return !m_owned.contains(entry.key()); });
    for (const int partition : mine.keys())
        m_lost.remove(partition);
    if (cooperative()) {
        for (const auto &[partition, offset] : mine.asKeyValueRange())
            if (auto reading = Consumer::readFrom(partition, offset); !reading)
                return reading;
        return {};
    }
    // An eager member can only say all of it at once.
    for (const auto &[partition, offset] : m_next.asKeyValueRange())
        if (!mine.contains(partition))
            mine.insert(partition, offset);
    return assign(mine);
}

Result<void> GroupConsumer::assign(const QMap<int, qint64> &offsets)
{
    const auto error = rd_kafka_assign(m_handle.get(), listOf(offsets).get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unreadable(sentenceOf(error));
    m_next.clear();
    for (const auto &[partition, offset] : offsets.asKeyValueRange())
        m_next.insert(partition, offset);
    return {};
}

Result<void> GroupConsumer::rest()
{
    if (m_next.isEmpty())
        return {};
    m_lost.clear();
    if (!cooperative())
        return assign({});
    QMap<int, qint64> read;
    for (const auto &[partition, offset] : m_next.asKeyValueRange())
        read.insert(partition, offset);
    m_next.clear();
    if (const ErrorPtr error(rd_kafka_incremental_unassign(m_handle.get(), listOf(read).get()));
        error)
        return unreadable(error);
    return {};
}

Consumer::Poll GroupConsumer::poll(int count, std::chrono::milliseconds patience)
{
    Poll poll = Consumer::poll(count, patience);
    for (const int partition : std::as_const(poll.lost))
        m_lost.insert(partition);
    return poll;
}

void GroupConsumer::commit(const QMap<int, qint64> &offsets)
{
    rd_kafka_commit(m_handle.get(), listOf(offsets).get(), 1);
}

qint64 GroupConsumer::lag() const
{
    qint64 lag = 0;
    for (const auto &[partition, next] : m_next.asKeyValueRange())
        lag += endOffset(partition) - next;
    return lag;
}

bool GroupConsumer::stuck() const
{
    return m_answer.hasExpired();
}

QString GroupConsumer::fatal() const
{
    char text[512];
    return rd_kafka_fatal_error(m_handle.get(), text, sizeof text) == RD_KAFKA_RESP_ERR_NO_ERROR
        ? QString()
        : QString::fromUtf8(text);
}

} // namespace samsa::kafka
