// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_engine.h"

#include "server/base/clock.h"
#include "server/base/fold.h"
#include "server/kafka/topic.h"

#include <algorithm>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 50ms;
constexpr auto databaseInterval = 250ms;
/// Kafka is asked for its partitions this often at least, since the answer also says that it is
/// there.
constexpr std::chrono::milliseconds kafkaIntervalMost = 5s;
constexpr auto kafkaIntervalInTrouble = 1s;
constexpr auto kafkaPatience = 500ms;
/// Tickets of what nobody appended.
constexpr quint64 ownTicket = quint64(1) << 63;
constexpr auto writePatience = 2s;

Error unconfirmed()
{
    return {Code::LogUnavailable,
            u"Kafka did not confirm the message in time; trying again does not repeat it."_s, 1s};
}

Error stopping()
{
    return {Code::ShuttingDown, u"The server is stopping."_s, {}};
}

} // namespace

KafkaEngine::KafkaEngine(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
                         FindRoom findRoom)
    : m_settings(std::move(settings))
    , m_tail(tail)
    , m_ids(tail.ids())
    , m_questions(questions)
    , m_findRoom(std::move(findRoom))
    , m_doubts(m_settings, m_tail, m_questions)
    , m_topicWatch(m_settings)
{
}

Result<void> KafkaEngine::open(MessageLog::Deliver deliver, QDeadlineTimer deadline)
{
    auto started = start(std::move(deliver), deadline);
    if (started) {
        m_reachable = true;
        m_open = true;
    } else {
        stop();
    }
    return started;
}

Result<void> KafkaEngine::start(MessageLog::Deliver deliver, QDeadlineTimer deadline)
{
    if (auto checked = kafka::checkSettings(m_settings); !checked)
        return checked;
    m_reader = std::make_unique<KafkaReader>(
        m_settings, m_tail, m_questions, m_findRoom,
        KafkaReader::Hooks {
            .deliver = std::move(deliver),
            .placed =
                [this](const MessageIds::Key &key, const MessageIds::Holder &holder) {
                    m_pending.delivered(key, holder);
                },
            .inVain = [this](const MessageIds::Key &key,
                             const Error &why) { m_pending.deliveredInVain(key, why); },
            .announced =
                [this](const QUuid &room) {
                    m_pending.delivered({room, PendingAppends::announcementId}, {});
                },
            .write = [this](const KafkaRecord &record) { return write(record); },
        });
    if (auto opened = m_reader->open(); !opened)
        return opened;
    const auto partitions = kafka::ensureTopic(m_reader->handle(), m_settings, m_settings.topic,
                                               m_settings.partitions, deadline);
    if (!partitions)
        return partitions.error();
    const int needed = neededPartitions();
    if (auto checked = m_topicWatch.check(m_reader->handle(), *partitions, needed, deadline);
        !checked)
        return checked;
    m_partitions = std::max(*partitions, needed);

    KafkaSettings producing = m_settings;
    producing.batchBytes = m_topicWatch.batchBytes();
    m_producer = std::make_unique<KafkaProducer>(
        producing, [this](quint64 ticket, const Result<void> &stored) {
            if (ticket & ownTicket)
                written(ticket, stored.ok());
            else if (stored)
                m_pending.acknowledged(ticket);
            else
                m_pending.refuse(ticket, stored.error());
        });
    if (auto opened = m_producer->open(deadline); !opened)
        return opened;
    // Before the reader, which may have to wait until the database has caught up, and the tail
    // heard of it.
    m_attendant = std::thread([this] { attend(); });
    return m_reader->start(m_partitions, deadline);
}

/// As many as were read once: rooms live on them.
int KafkaEngine::neededPartitions() const
{
    int needed = m_partitions;
    for (const auto &[partition, position] : m_questions.positionsAtOpen())
        needed = std::max(needed, partition + 1);
    return needed;
}

void KafkaEngine::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_writeDone.notify_all();
    if (m_attendant.joinable())
        m_attendant.join();
    if (m_reader)
        m_reader->stop();
    if (m_producer)
        m_producer->close();
    m_doubts.refuseAll(stopping());
}

void KafkaEngine::close(std::chrono::milliseconds deadline)
{
    m_pending.close();
    if (m_open.exchange(false))
        m_pending.waitUntilEmpty(deadline);
    stop();
    m_pending.refuseAll(unconfirmed());
}

/// Takes an append in and says under which ticket it is to be sent; or answers it, or leaves it to
/// wait with its like.
std::optional<quint64> KafkaEngine::admit(const PendingAppends::Key &key,
                                          const QByteArray &nickname, MessageLog::AppendDone done)
{
    if (!m_open) {
        done(stopping());
        return std::nullopt;
    }
    quint64 ticket = 0;
    switch (m_pending.add(key, nickname, done, Clock::now() + m_settings.deliveryTimeout,
                          static_cast<std::size_t>(m_settings.appendLimit), &ticket)) {
    case PendingAppends::Start::New:
        return ticket;
    case PendingAppends::Start::Joined:
        break;
    case PendingAppends::Start::Taken:
        done(MessageIds::taken());
        break;
    case PendingAppends::Start::Full:
        done(Error {Code::TooManyRequests,
                    u"The server has more messages to store than it can take now; try again."_s,
                    1s});
        break;
    case PendingAppends::Start::Closed:
        done(stopping());
        break;
    }
    return std::nullopt;
}

void KafkaEngine::append(NewMessage message, MessageLog::AppendDone done)
{
    const MessageIds::Verdict verdict = m_ids.judge(message, wallClock());
    if (verdict.known == MessageIds::Known::Held && m_open) {
        done(MessageIds::answer(verdict.holder, message.nickname));
        return;
    }
    bool unsure = verdict.known == MessageIds::Known::Unsure;
    if (message.change && verdict.known == MessageIds::Known::New && m_open) {
        const auto change = ChangeJudge(m_tail, {}).judge(message, Made::atTheEnd);
        if (change.known == ChangeJudge::Verdict::Known::Refused) {
            done(change.why);
            return;
        }
        unsure = change.known == ChangeJudge::Verdict::Known::Unsure;
    }
    const auto ticket = admit(MessageIds::keyOf(message), message.nickname, std::move(done));
    if (!ticket)
        return;
    {
        const std::scoped_lock lock(m_mutex);
        const QUuid room = message.room.id;
        const auto lane = m_lanes.find(room);
        if (lane != m_lanes.end()) {
            lane->push_back({std::move(message), *ticket});
            return;
        }
        if (unsure) {
            m_lookUps.push_back(room);
            m_lanes[room].push_back({std::move(message), *ticket});
            m_wake.notify_all();
            return;
        }
    }
    send(toRecord(message), *ticket);
}

void KafkaEngine::announce(const RoomCreated &room, MessageLog::RoomDone done)
{
    const auto ticket = admit({room.room.id, PendingAppends::announcementId}, {},
                              [done = std::move(done)](const Result<MessageLog::Accepted> &placed) {
                                  done(placed ? Result<void>() : Result<void>(placed.error()));
                              });
    if (ticket)
        send(toRecord(room), *ticket);
}

void KafkaEngine::confirm(const RoomRef &room, const Cursor &cursor, MessageLog::RoomDone done)
{
    const auto refusal = m_open ? m_doubts.add(room, cursor, done) : stopping();
    if (refusal)
        done(*refusal);
}

void KafkaEngine::send(const KafkaRecord &record, quint64 ticket)
{
    if (m_tail.full())
        m_pending.refuse(ticket,
                         {Code::LogUnavailable,
                          u"The database is so far behind that no more messages can be taken."_s,
                          2s});
    else if (m_faulty)
        m_pending.refuse(ticket,
                         {Code::LogUnavailable,
                          u"Kafka's topic cannot keep messages as it is set now; who runs this "
                          "server has been told."_s,
                          2s});
    else if (const auto taken = m_producer->produce(record, ticket); !taken)
        m_pending.refuse(ticket, taken.error());
}

/// Waits until Kafka holds a record of the log's own, one at a time. In the reader's thread.
bool KafkaEngine::write(const KafkaRecord &record)
{
    quint64 ticket = 0;
    {
        const std::scoped_lock lock(m_mutex);
        ticket = m_writing = (m_writing + 1) | ownTicket;
        m_written.reset();
    }
    if (!m_producer->produce(record, ticket))
        return false;
    std::unique_lock lock(m_mutex);
    m_writeDone.wait_for(lock, writePatience, [this] { return m_stop || m_written.has_value(); });
    return m_written.value_or(false);
}

void KafkaEngine::written(quint64 ticket, bool stored)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (ticket != m_writing)
            return;
        m_written = stored;
    }
    m_writeDone.notify_all();
}

void KafkaEngine::attend()
{
    Clock::time_point database = Clock::now();
    Clock::time_point kafka = Clock::now();
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        m_wake.wait_for(lock, tick, [this] { return m_stop || !m_lookUps.empty(); });
        while (!m_lookUps.empty()) {
            const QUuid room = m_lookUps.front();
            m_lookUps.pop_front();
            lock.unlock();
            lookUp(room);
            lock.lock();
        }
        lock.unlock();
        m_pending.expire(Clock::now(), unconfirmed());
        m_doubts.settle(*m_reader);
        if (Clock::now() >= database) {
            askDatabase();
            database = Clock::now() + databaseInterval;
        }
        if (Clock::now() >= kafka) {
            askKafka();
            kafka = Clock::now()
                + (m_reachable ? std::min(m_settings.metadataRefresh, kafkaIntervalMost)
                               : std::chrono::milliseconds(kafkaIntervalInTrouble));
        }
        lock.lock();
    }
}

/// Serves a room's lane until it is empty; then its appends go straight to the producer again.
void KafkaEngine::lookUp(const QUuid &room)
{
    for (;;) {
        Lane lane;
        {
            const std::scoped_lock lock(m_mutex);
            const auto found = m_lanes.find(room);
            lane.swap(*found);
            if (lane.empty()) {
                m_lanes.erase(found);
                return;
            }
        }
        std::vector<const NewMessage *> messages;
        messages.reserve(lane.size());
        for (const Waiting &waiting : lane)
            messages.push_back(&waiting.message);
        const auto verdicts =
            m_ids.judge(messages, wallClock(),
                        [this](const RoomRef &in, const QList<QUuid> &ids, MessageIds::Of of) {
                            return of == MessageIds::Of::Changes
                                ? m_questions.findChanges(in, ids)
                                : m_questions.findMessages(in, ids);
                        });
        ChangeJudge judge(m_tail, [this](const RoomRef &in, const QList<QUuid> &ids) {
            return m_questions.loadMessages(in, ids);
        });
        std::erase_if(messages, [](const NewMessage *message) { return !message->change; });
        judge.prepare(messages);
        for (std::size_t i = 0; i < lane.size(); ++i)
            decide(lane[i], verdicts[i], judge);
    }
}

/// Sends what is new, unless it is a change that may not be made.
void KafkaEngine::sendIfAllowed(const Waiting &waiting, ChangeJudge &judge)
{
    if (!waiting.message.change) {
        send(toRecord(waiting.message), waiting.ticket);
        return;
    }
    const auto verdict = judge.judge(waiting.message, Made::atTheEnd);
    switch (verdict.known) {
    case ChangeJudge::Verdict::Known::Applies:
        send(toRecord(waiting.message), waiting.ticket);
        break;
    case ChangeJudge::Verdict::Known::Refused:
        m_pending.refuse(waiting.ticket, verdict.why);
        break;
    case ChangeJudge::Verdict::Known::Unsure:
        m_pending.refuse(waiting.ticket,
                         {Code::DatabaseUnavailable,
                          u"The database cannot say whose message this is; try again."_s, 1s});
        break;
    }
}

void KafkaEngine::decide(const Waiting &waiting, const MessageIds::Verdict &verdict,
                         ChangeJudge &judge)
{
    const NewMessage &message = waiting.message;
    switch (verdict.known) {
    case MessageIds::Known::New:
        sendIfAllowed(waiting, judge);
        break;
    case MessageIds::Known::Held:
        // It stands where it stood, and was delivered then.
        m_pending.acknowledged(waiting.ticket);
        m_pending.delivered(MessageIds::keyOf(message), verdict.holder);
        break;
    case MessageIds::Known::Unsure:
        m_pending.refuse(
            waiting.ticket,
            {Code::DatabaseUnavailable,
             u"The database cannot say whether this message was sent before; try again."_s, 1s});
        break;
    }
}

void KafkaEngine::askKafka()
{
    const auto count =
        kafka::partitionCount(m_reader->handle(), m_settings.topic, QDeadlineTimer(kafkaPatience));
    const bool reachable = count.ok() && *count > 0;
    if (m_reachable.exchange(reachable) != reachable && m_open) {
        if (reachable)
            qCInfo(kafka::lcKafka) << "Kafka answers again.";
        else
            qCWarning(kafka::lcKafka).noquote()
                << (count ? u"Kafka has lost the topic."_s : count.error().sentence);
    }
    if (reachable) {
        m_topicWatch.look(m_reader->handle(), *count, neededPartitions(),
                          QDeadlineTimer(kafkaPatience));
        m_faulty = !m_topicWatch.fault().isEmpty();
        m_producer->setBatchBytes(m_topicWatch.batchBytes());
    }
    if (count && *count > m_partitions) {
        qCInfo(kafka::lcKafka) << "The topic has" << *count << "partitions now.";
        m_reader->addPartitions(*count);
        m_partitions = *count;
    }
}

void KafkaEngine::askDatabase()
{
    const auto positions = m_questions.positions();
    if (!positions)
        return;
    for (const LogPosition &row : *positions) {
        // Positions of another base are not those of what the tail has.
        if (const auto read = m_reader->readUpTo(row.partition); !read || read->base == row.base)
            m_tail.setPersisted(row.partition, row.persisted());
        else
            m_reader->findAnew(row.partition);
    }
}

LogHealth KafkaEngine::health() const
{
    const bool full = m_tail.full();
    LogHealth health {.writable = m_open && m_reachable && !m_faulty && !full,
                      .readable = m_open && m_reachable,
                      .pendingAppends = static_cast<qint64>(m_pending.size()),
                      .sentence = {}};
    if (!m_open)
        health.sentence = u"The log is closed."_s;
    else if (!m_reachable)
        health.sentence = u"Kafka does not answer."_s;
    else if (m_faulty)
        health.sentence = m_topicWatch.fault();
    else if (full)
        health.sentence = u"The database is too far behind the log."_s;
    return health;
}

std::vector<OpenTransaction> KafkaEngine::openTransactions() const
{
    return m_reader ? m_reader->openTransactions() : std::vector<OpenTransaction>();
}

KafkaLogCounters KafkaEngine::counters() const
{
    if (!m_reader)
        return {};
    const KafkaReader::Counters &read = m_reader->counters();
    return {.records = read.records,
            .wrong = read.wrong,
            .duplicates = read.duplicates,
            .inVain = read.inVain,
            .madeAnew = read.madeAnew,
            .late = read.late,
            .stale = read.stale,
            .producersReplaced = m_producer ? m_producer->replaced() : 0};
}

} // namespace samsa::log
