// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/kafka/open_transactions.h"

#include "server/kafka/topic.h"

#include <algorithm>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

using protocol::Result;

namespace {

/// Transactions of this length are nothing unusual: what is behind them waits, and all keeps its
/// order.
constexpr auto holdPatience = 200ms;
constexpr auto watchInterval = 20ms;
constexpr auto glancePatience = 10ms;
/// One transaction may follow another at once.
constexpr auto leavePatience = 1s;
constexpr auto queryPatience = 2s;
constexpr auto proposePause = 10ms;
constexpr auto proposePauseInTrouble = 1s;
/// From here on whoever operates is told.
constexpr std::chrono::milliseconds tellAfter = 1s;

} // namespace

OpenTransactions::OpenTransactions(const KafkaSettings &settings, kafka::Consumer &consumer,
                                   Write write)
    : m_topic(settings.topic)
    , m_consumer(consumer)
    , m_write(std::move(write))
    , m_foresight(settings)
{
    m_foresight.setSink([this](kafka::Message record) { takeAhead(std::move(record)); });
    m_foresight.setDecide([this](int partition, const PassMark &mark) {
        // If it is not stored, it is due again in a second.
        static_cast<void>(m_write(toRecord(partition, mark)));
    });
}

Result<void> OpenTransactions::settle(kafka::Consumer::Poll &poll, const std::atomic<bool> &stop)
{
    if (poll.records.empty())
        return {};
    if (auto looked = m_foresight.look(
            m_consumer, [this] { return m_consumer.poll(kafka::Consumer::recordsAtOnce, 0ms); },
            poll, stop);
        !looked)
        return looked;
    std::erase_if(poll.records, [this](const kafka::Message &record) {
        if (m_foresight.late(*record)) {
            ++m_late;
            return true;
        }
        const auto ahead = m_aheads.find(record->partition);
        if (ahead == m_aheads.end())
            return false;
        if (record->offset < ahead->second.told)
            return true;
        ahead->second.told = record->offset + 1;
        return false;
    });
    return {};
}

std::vector<kafka::Message> OpenTransactions::goOn(const QList<int> &partitions)
{
    std::vector<kafka::Message> ready;
    if (const auto now = Clock::now(); now >= m_watchNext) {
        m_watchNext = now + watchInterval;
        for (const int partition : partitions)
            watch(partition);
    }
    if (!busy())
        return ready;
    m_foresight.pollAhead(glancePatience);
    for (auto &[partition, ahead] : m_aheads) {
        prune(partition, ahead);
        if (blocked(ahead))
            pass(partition, ahead);
        while (!ahead.waiting.empty() && !blocked(ahead)) {
            ahead.told = ahead.waiting.front()->offset + 1;
            ready.push_back(std::move(ahead.waiting.front()));
            ahead.waiting.pop_front();
        }
    }
    return ready;
}

/// Follows a partition that is held up, and leaves one that is not any more.
void OpenTransactions::watch(int partition)
{
    const auto now = Clock::now();
    const bool held = m_consumer.held(partition);
    const qint64 next = m_consumer.nextOffset(partition);
    bool follow = false;
    {
        const std::scoped_lock lock(m_mutex);
        const auto hold = m_holds.find(partition);
        if (held && (hold == m_holds.end() || hold->second.at != next)) {
            m_holds.insert_or_assign(partition, Hold {next, now});
        } else if (held) {
            follow = now - hold->second.since >= holdPatience;
            if (!hold->second.said && now - hold->second.since >= tellAfter) {
                hold->second.said = true;
                qCWarning(kafka::lcKafka).noquote()
                    << u"Somebody's transaction on partition %1 of \"%2\" is open since offset %3. "
                       "What others write behind it is shown when it has ended; messages of this "
                       "server's people are not held up. \"kafka-transactions.sh "
                       "--bootstrap-server "
                       "BROKER describe-producers --topic %2 --partition %1\" says whose it is, "
                       "and "
                       "\"kafka-transactions.sh … abort\" ends it."_s.arg(partition)
                           .arg(m_topic)
                           .arg(next);
            }
        } else if (hold != m_holds.end()) {
            if (hold->second.said)
                qCInfo(kafka::lcKafka)
                    << "The transaction on partition" << partition << "has ended.";
            m_holds.erase(hold);
        }
    }
    const auto ahead = m_aheads.find(partition);
    if (follow && ahead == m_aheads.end()) {
        m_aheads[partition].told = next;
        if (const auto following = m_foresight.follow(partition, next); !following)
            qCWarning(kafka::lcKafka).noquote() << following.error().sentence;
    } else if (ahead != m_aheads.end() && !m_foresight.follows(partition)) {
        m_aheads.erase(ahead); // What it read was gone; it begins again.
    } else if (ahead != m_aheads.end() && held) {
        ahead->second.heldLast = now;
    } else if (ahead != m_aheads.end() && next >= ahead->second.told
               && now - ahead->second.heldLast >= leavePatience) {
        forget(partition);
    } else if (ahead == m_aheads.end() && m_foresight.follows(partition) && !held) {
        m_foresight.leave(partition); // It was only looked at.
    }
    m_foresight.passes().forget(partition, next);
}

void OpenTransactions::forget(int partition)
{
    m_aheads.erase(partition);
    if (m_foresight.follows(partition))
        m_foresight.leave(partition);
}

void OpenTransactions::beginAnew(int partition)
{
    forget(partition);
    m_foresight.passes().beginAnew(partition);
}

void OpenTransactions::takeAhead(kafka::Message record)
{
    const auto found = m_aheads.find(record->partition);
    if (found == m_aheads.end() || record->offset < found->second.told || markOf(*record))
        return;
    Ahead &ahead = found->second;
    if (isOurs(*record)) {
        ahead.waiting.push_back(std::move(record));
        return;
    }
    if (!ahead.strangers.empty() && ahead.strangers.back().last + 1 == record->offset)
        ahead.strangers.back().last = record->offset;
    else
        ahead.strangers.push_back({record->offset, record->offset});
}

/// What the consumer has handed out meanwhile is done, and so is what was passed.
void OpenTransactions::prune(int partition, Ahead &ahead)
{
    while (!ahead.waiting.empty() && ahead.waiting.front()->offset < ahead.told)
        ahead.waiting.pop_front();
    const qint64 next = m_consumer.nextOffset(partition);
    while (!ahead.strangers.empty()) {
        Run &run = ahead.strangers.front();
        run.first = m_foresight.passes().passedUntil(partition, std::max(run.first, next));
        if (run.first <= run.last)
            return;
        ahead.strangers.pop_front();
    }
}

bool OpenTransactions::blocked(const Ahead &ahead) const
{
    return !ahead.waiting.empty() && !ahead.strangers.empty()
        && ahead.strangers.front().first < ahead.waiting.front()->offset;
}

/// Two records: between the one and the other the transaction was seen to be open, so nobody who
/// sees it committed can miss the first.
void OpenTransactions::pass(int partition, Ahead &ahead)
{
    if (Clock::now() < ahead.proposeNext)
        return;
    ahead.proposeNext = Clock::now() + proposePause;
    const qint64 stranger = ahead.strangers.front().first;
    const auto stable = stableEnd(partition);
    // Of what is decided the consumer hears without this.
    if (!stable || *stable > stranger)
        return;
    PassMark mark {.id = QUuid::createUuid(),
                   .state = PassMark::State::Proposed,
                   .from = *stable,
                   .to = m_foresight.next(partition)};
    if (!m_write(toRecord(partition, mark))) {
        ahead.proposeNext = Clock::now() + proposePauseInTrouble;
        return;
    }
    const auto later = stableEnd(partition);
    mark.state = later && *later <= stranger ? PassMark::State::Confirmed : PassMark::State::Void;
    mark.from = later.value_or(mark.from); // What has been decided meanwhile counts where it is.
    if (!m_write(toRecord(partition, mark)))
        ahead.proposeNext = Clock::now() + proposePauseInTrouble;
    // It counts when it is read, as for everybody.
}

/// Up to where every transaction has ended.
std::optional<qint64> OpenTransactions::stableEnd(int partition) const
{
    const auto marks =
        kafka::watermarksOf(m_consumer.handle(), m_topic, partition, QDeadlineTimer(queryPatience));
    return marks ? std::optional(marks->high) : std::nullopt;
}

std::vector<OpenTransaction> OpenTransactions::transactions() const
{
    std::vector<OpenTransaction> open;
    const auto now = Clock::now();
    const std::scoped_lock lock(m_mutex);
    for (const auto &[partition, hold] : m_holds) {
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - hold.since);
        if (age >= tellAfter)
            open.push_back({partition, age});
    }
    return open;
}

} // namespace samsa::log
