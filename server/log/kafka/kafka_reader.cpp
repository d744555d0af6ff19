// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/kafka_reader.h"

#include "server/base/change.h"
#include "server/base/clock.h"
#include "server/kafka/topic.h"
#include "server/log/change_judge.h"

#include <algorithm>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

using namespace std::chrono_literals;

constexpr auto pollPatience = 100ms;
constexpr auto pauseWhileFull = 20ms;
/// Between attempts to find out where a partition is to be read from.
constexpr auto locatePause = 500ms;
constexpr auto locatePatience = 2s;

} // namespace

struct KafkaReader::Read
{
    NewMessage message;
    MessageIds::Holder holder; ///< Of its id: itself until an earlier one is found.
    std::size_t run = 0; ///< Which of the events it belongs to, a Posted.
    EntryPtr entry; ///< Nothing if an earlier one was found before it came to the tail.
    bool repeats = false; ///< There is an earlier one.
    std::optional<Error> refused {}; ///< Why this change changes nothing.
};

KafkaReader::KafkaReader(KafkaSettings settings, Tail &tail, store::LogQuestions &questions,
                         FindRoom findRoom, Hooks hooks)
    : m_settings(std::move(settings))
    , m_tail(tail)
    , m_questions(questions)
    , m_findRoom(std::move(findRoom))
    , m_hooks(std::move(hooks))
    , m_transactions(m_settings, m_consumer, m_hooks.write)
    , m_witness(m_settings)
{
}

KafkaReader::~KafkaReader()
{
    stop();
}

Result<void> KafkaReader::open()
{
    return m_consumer.open(m_settings);
}

Result<void> KafkaReader::start(int partitions, QDeadlineTimer deadline)
{
    m_wanted = partitions;
    // From now on nothing that is said escapes the tail.
    m_tail.ids().rememberFrom(wallClock());
    auto started = m_started.get_future();
    m_thread = std::thread([this] { run(); });
    if (started.wait_for(std::chrono::milliseconds(deadline.remainingTime()))
        == std::future_status::ready)
        return started.get();
    stop();
    return Error {Code::StartFailed,
                  u"Kafka's topic \"%1\" could not be read to its end in time%2."_s.arg(
                      m_settings.topic, m_trouble.isEmpty() ? QString() : u": "_s + m_trouble),
                  {}};
}

void KafkaReader::stop()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void KafkaReader::run()
{
    while (!m_stop) {
        takeDoubts();
        if (m_bases.size() < m_wanted || !m_lost.isEmpty() || !m_moved.isEmpty())
            locateNewPartitions();
        if (m_tail.full()) {
            // Somebody else's database is slower than the log. Nothing is lost by waiting: it stays
            // in Kafka.
            std::this_thread::sleep_for(pauseWhileFull);
            continue;
        }
        kafka::Consumer::Poll poll = m_consumer.poll(kafka::Consumer::recordsAtOnce,
                                                     m_transactions.busy() ? 0ms : pollPatience);
        if (!settle(poll))
            return;
        handle(poll.records);
        handle(m_transactions.goOn(m_bases.keys()));
        tellHowFar(poll);
        m_counters.stale = m_consumer.stale();
        m_counters.late = m_transactions.late();
        for (const int partition : poll.lost)
            m_lost.insert(partition);
        if (!poll.trouble.isEmpty())
            m_trouble = poll.trouble;
        if (!m_caughtUp)
            tellWhenCaughtUp(poll.ended);
    }
}

/// Until it is known what counts; what comes is behind it and has to wait anyhow. False when the
/// reader was stopped meanwhile.
bool KafkaReader::settle(kafka::Consumer::Poll &poll)
{
    while (!m_stop) {
        const auto settled = m_transactions.settle(poll, m_stop);
        if (settled)
            return !m_stop;
        m_trouble = settled.error().sentence;
        qCWarning(kafka::lcKafka).noquote() << m_trouble;
    }
    return false;
}

void KafkaReader::findAnew(int partition)
{
    const std::scoped_lock lock(m_mutex);
    m_findAnew.insert(partition);
}

void KafkaReader::takeDoubts()
{
    const std::scoped_lock lock(m_mutex);
    for (const int partition : std::exchange(m_findAnew, {}))
        if (m_bases.contains(partition))
            m_moved.insert(partition);
}

std::optional<KafkaReader::ReadUpTo> KafkaReader::readUpTo(int partition) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_readUpTo.constFind(partition);
    return found == m_readUpTo.cend() ? std::nullopt : std::optional(*found);
}

void KafkaReader::tellHowFar(const kafka::Consumer::Poll &poll)
{
    const std::scoped_lock lock(m_mutex);
    int last = -1;
    for (const kafka::Message &record : poll.records)
        if (std::exchange(last, record->partition) != record->partition)
            tellHowFar(record->partition);
    for (const int partition : poll.ended)
        tellHowFar(partition);
}

/// Under m_mutex.
void KafkaReader::tellHowFar(int partition)
{
    if (const auto base = m_bases.constFind(partition); base != m_bases.cend())
        m_readUpTo.insert(partition, {m_consumer.nextOffset(partition) + *base, *base});
}

Result<void> KafkaReader::learnEpochs()
{
    const auto epochs = m_questions.epochs();
    if (!epochs)
        return epochs.error();
    m_tail.epochs().set(*epochs);
    return {};
}

/// The topic was made anew, as this node or another found out.
Result<void> KafkaReader::beginAnew(const LogPosition &row)
{
    const QUuid before = m_tail.epochs().idOf(row.partition);
    if (auto learned = learnEpochs(); !learned)
        return learned;
    const qint64 last = m_tail.epochs().endOf(before).value_or(row.persisted());
    m_tail.beginAnew(row.partition, last);
    ++m_counters.madeAnew;
    qCWarning(kafka::lcKafka) << "The topic's partition" << row.partition
                              << "was made anew; it is read from its beginning, and positions go on"
                              << "behind" << last;
    Events events;
    events.emplace_back(EpochBegun {row.partition, last});
    m_hooks.deliver(std::move(events));
    return {};
}

void KafkaReader::tellWhenCaughtUp(const QList<int> &ended)
{
    for (const int partition : ended)
        m_behind.remove(partition);
    m_behind.removeIf(
        [this](const auto &entry) { return m_consumer.nextOffset(entry.key()) >= entry.value(); });
    m_caughtUp = m_behind.isEmpty() && m_bases.size() == m_wanted;
    if (m_caughtUp)
        m_started.set_value({});
}

void KafkaReader::locateNewPartitions()
{
    if (std::chrono::steady_clock::now() < m_locateNext)
        return;
    for (int partition = 0; partition < m_wanted && !m_stop; ++partition) {
        if (m_bases.contains(partition) && !m_lost.contains(partition)
            && !m_moved.contains(partition))
            continue;
        if (const auto located = locate(partition); !located) {
            m_trouble = located.error().sentence;
            qCWarning(kafka::lcKafka).noquote()
                << "Partition" << partition << "cannot be read yet:" << m_trouble;
            m_locateNext = std::chrono::steady_clock::now() + locatePause;
            return;
        }
    }
    if (const auto learned = learnEpochs(); !learned)
        qCWarning(kafka::lcKafka).noquote() << learned.error().sentence;
}

/// Finds out where a partition is to be read from, and starts to.
Result<void> KafkaReader::locate(int partition)
{
    const auto found = kafka::watermarksOf(m_consumer.handle(), m_settings.topic, partition,
                                           QDeadlineTimer(locatePatience));
    if (!found)
        return found.error();
    Watermarks marks = *found;
    marks.offsetIsGone = m_lost.contains(partition);
    const auto newest = m_questions.newestRecord(partition);
    if (!newest)
        return newest.error();
    if (*newest) {
        const auto known =
            m_witness.knows(partition, **newest, marks, QDeadlineTimer(locatePatience));
        if (!known)
            return known.error();
        if (!*known)
            marks.notThere = *newest;
    }
    const auto row = m_questions.settlePartition(partition, marks);
    if (!row)
        return row.error();
    qint64 start = startOf(*row, marks);
    if (m_lost.contains(partition) || m_moved.contains(partition)) {
        const bool madeAnew = m_bases.value(partition) != row->base;
        start = madeAnew ? marks.low
                         : std::clamp(m_consumer.nextOffset(partition), marks.low, marks.high);
        if (madeAnew) {
            if (auto begun = beginAnew(*row); !begun)
                return begun;
            m_transactions.beginAnew(partition);
        }
        qCWarning(kafka::lcKafka) << "Offset" << m_consumer.nextOffset(partition) << "of partition"
                                  << partition << "is gone; going on from" << start;
    }
    if (auto reading = m_consumer.readFrom(partition, start); !reading)
        return reading;
    m_transactions.forget(partition);
    m_bases.insert(partition, row->base);
    m_lost.remove(partition);
    m_moved.remove(partition);
    {
        const std::scoped_lock lock(m_mutex);
        tellHowFar(partition);
    }
    m_tail.setPersisted(partition, row->persisted());
    if (!m_caughtUp && start < marks.high)
        m_behind.insert(partition, marks.high);
    return {};
}

/// Not where the database is now but where it was when the store was opened: the rooms in the tail
/// were loaded after that, so none of them misses a message. What they have already, the tail
/// leaves out.
qint64 KafkaReader::startOf(const LogPosition &row, const Watermarks &marks) const
{
    for (const auto &[partition, position] : m_questions.positionsAtOpen())
        if (partition == row.partition)
            return std::max(position - row.base, marks.low);
    return marks.low;
}

void KafkaReader::handle(const std::vector<kafka::Message> &records)
{
    if (records.empty())
        return;
    Events events;
    std::vector<QUuid> rooms; // That were announced.
    std::vector<Read> messages;
    QString firstWrong;
    for (const kafka::Message &record : records) {
        const qint64 position =
            LogPosition {record->partition, 0, m_bases.value(record->partition)}.positionOf(
                record->offset);
        auto parsed = fromRecord(*record, m_settings.topic, position, m_findRoom);
        if (auto *message = std::get_if<NewMessage>(&parsed)) {
            MessageIds::Holder self {message->nickname, {position, message->time}};
            if (events.empty() || !std::holds_alternative<Posted>(events.back()))
                events.push_back(Posted {});
            messages.push_back(
                {std::move(*message), std::move(self), events.size() - 1, nullptr, false, {}});
        } else if (auto *room = std::get_if<RoomCreated>(&parsed)) {
            rooms.push_back(room->room.id);
            events.push_back(std::move(*room));
        } else if (const auto *wrong = std::get_if<WrongRecord>(&parsed)) {
            ++m_counters.wrong;
            if (firstWrong.isEmpty())
                firstWrong = u"Partition %1, offset %2: %3"_s.arg(record->partition)
                                 .arg(record->offset)
                                 .arg(wrong->reason);
        }
    }
    m_counters.records += std::ssize(records);
    if (!firstWrong.isEmpty())
        qCWarning(kafka::lcKafka).noquote() << "A record is not delivered." << firstWrong;

    judge(messages);
    makeEntries(messages);
    for (const Read &read : messages)
        if (read.entry)
            std::get<Posted>(events[read.run]).entries.push_back(read.entry);
    for (Event &event : events)
        if (auto *posted = std::get_if<Posted>(&event))
            posted->entries = m_tail.append(std::move(posted->entries));
    findHolders(messages, events);
    std::erase_if(events, [](const Event &event) {
        const auto *posted = std::get_if<Posted>(&event);
        return posted && posted->entries.empty();
    });
    if (!events.empty())
        m_hooks.deliver(std::move(events));

    for (const QUuid &room : rooms)
        m_hooks.announced(room);
    hearOf(messages);
}

void KafkaReader::hearOf(const std::vector<Read> &messages)
{
    for (const Read &read : messages) {
        const MessageIds::Key key = MessageIds::keyOf(read.message);
        if (read.refused) {
            ++m_counters.inVain;
            m_hooks.inVain(key, *read.refused);
            continue;
        }
        m_counters.duplicates += read.repeats ? 1 : 0;
        m_hooks.placed(key, read.holder);
    }
}

/// Of each that is no repeat, and no change that the rules refuse.
void KafkaReader::makeEntries(std::vector<Read> &messages)
{
    std::vector<const NewMessage *> changes;
    for (const Read &read : messages)
        if (read.message.change && !read.repeats)
            changes.push_back(&read.message);
    if (changes.empty()) {
        for (Read &read : messages)
            if (!read.repeats)
                read.entry = makeEntry(read.message, read.holder.place.position);
        return;
    }
    ChangeJudge judge(m_tail, [this](const RoomRef &room, const QList<QUuid> &ids) {
        return m_questions.loadMessages(room, ids);
    });
    judge.prepare(changes);
    QHash<MessageIds::Key, MessageIds::Holder> ofThisBatch;
    for (Read &read : messages) {
        if (read.repeats)
            continue;
        const MessageIds::Key key = MessageIds::keyOf(read.message);
        if (const auto first = ofThisBatch.constFind(key); first != ofThisBatch.cend()) {
            read.repeats = true;
            read.holder = *first;
            read.holder.place.repeat = true;
            continue;
        }
        const qint64 position = read.holder.place.position;
        if (!read.message.change) {
            read.entry = makeEntry(read.message, position);
            judge.take(read.entry);
        } else {
            const auto verdict = judge.judge(read.message, position);
            if (verdict.known == ChangeJudge::Verdict::Known::Refused) {
                read.refused = verdict.why;
                continue;
            }
            // Where the database does not say, live goes on without it; the history is right in any
            // case, since what it folds into is then known.
            read.entry = judge.entryOf(read.message, position, verdict);
        }
        ofThisBatch.insert(key, read.holder);
    }
}

/// A message may have been sent twice, and only the second one be read here, because the database
/// held the first when this reader started. So ids that memory cannot decide are looked for in the
/// database.
void KafkaReader::judge(std::vector<Read> &messages) const
{
    std::vector<const NewMessage *> asked;
    asked.reserve(messages.size());
    for (const Read &read : messages)
        asked.push_back(&read.message);
    const auto verdicts =
        m_tail.ids().judge(asked, wallClock(),
                           [this](const RoomRef &room, const QList<QUuid> &ids, MessageIds::Of of) {
                               return of == MessageIds::Of::Changes
                                   ? m_questions.findChanges(room, ids)
                                   : m_questions.findMessages(room, ids);
                           });
    bool unsure = false;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        Read &read = messages[i];
        const MessageIds::Verdict &verdict = verdicts[i];
        unsure = unsure || verdict.known == MessageIds::Known::Unsure;
        if (verdict.known != MessageIds::Known::Held
            || verdict.holder.place.position == read.holder.place.position)
            continue; // Held by itself: the persister was faster, or it is read again.
        read.repeats = true;
        read.holder = verdict.holder;
    }
    // Live goes on without the database. The unique index keeps the history right in any case.
    if (unsure)
        qCWarning(kafka::lcKafka)
            << "Messages are delivered without asking the database whether they are repeats.";
}

/// What the tail left out, because an earlier one of this batch has its id, is held by that one.
void KafkaReader::findHolders(std::vector<Read> &messages, const Events &events) const
{
    std::size_t run = 0;
    std::size_t next = 0; // Of what the tail took of this run, in the order it was read.
    for (Read &read : messages) {
        if (!read.entry)
            continue;
        if (std::exchange(run, read.run) != read.run)
            next = 0;
        const std::vector<EntryPtr> &taken = std::get<Posted>(events[run]).entries;
        if (next < taken.size() && taken[next] == read.entry) {
            ++next;
            continue;
        }
        const EntryPtr first = m_tail.ids().find(MessageIds::keyOf(read.message));
        if (!first || first->position == read.entry->position)
            continue;
        read.repeats = true;
        read.holder = {first->nickname, {first->position, first->time, true}};
    }
}

} // namespace samsa::log
