// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/persister_worker.h"

#include "server/log/kafka_topic.h"
#include "server/store/message_table.h"
#include "server/store/room_table.h"

#include <algorithm>

namespace samsa::store {

using namespace std::chrono_literals;
using log::KafkaMessage;
using log::RoomRef;
using protocol::Code;
using protocol::Error;

namespace {

constexpr int recordsAtOnce = 2000;
constexpr auto pollPatience = 200ms;
/// The tail shows what the database does not hold yet, so a batch can be larger for being later:
/// fewer questions to Kafka, fewer synced transactions.
constexpr auto gather = 100ms;
/// One wait for somebody else's lock on the database; the pauses between several come on top.
constexpr std::chrono::milliseconds lockPatience = 250ms;
constexpr std::chrono::milliseconds firstPause = 50ms;
constexpr std::chrono::milliseconds longestPause = 2s;
constexpr auto kafkaPatience = 2s;

log::EntryPtr entryOf(const log::NewMessage &message, qint64 position)
{
    // Without the JSON that makeEntry() writes: nobody is going to receive it.
    return std::make_shared<log::Entry>(log::Entry {.id = message.id,
                                                    .room = message.room,
                                                    .position = position,
                                                    .nickname = message.nickname,
                                                    .text = message.text,
                                                    .time = message.time,
                                                    .json = {}});
}

} // namespace

PersisterWorker::PersisterWorker(log::KafkaSettings settings, QString databaseUrl)
    : m_settings(std::move(settings))
    , m_databaseUrl(std::move(databaseUrl))
    , m_deadLetters(m_settings)
{
}

PersisterWorker::~PersisterWorker()
{
    stop();
}

Result<void> PersisterWorker::start()
{
    if (auto checked = log::checkKafkaSettings(m_settings); !checked)
        return checked;
    std::promise<Result<void>> started;
    auto result = started.get_future();
    m_stop = false;
    m_thread = std::thread([this, &started] { run(started); });
    auto answer = result.get();
    if (!answer)
        m_thread.join();
    return answer;
}

void PersisterWorker::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

PersisterCounters PersisterWorker::counters() const
{
    return {.persisted = m_persisted, .batches = m_batches, .dead = m_dead, .retries = m_retries};
}

/// Waits; true when the persister is to stop.
bool PersisterWorker::pause(std::chrono::milliseconds duration)
{
    std::unique_lock lock(m_mutex);
    return m_wake.wait_for(lock, duration, [this] { return m_stop; });
}

Result<void> PersisterWorker::open()
{
    const auto url = parseDatabaseUrl(m_databaseUrl);
    if (!url)
        return url.error();
    auto database = Database::open(*url, lockPatience);
    if (!database)
        return database.error();
    m_database = std::move(database).value();
    log::KafkaSettings settings = m_settings;
    settings.gather = gather;
    return m_consumer.open(settings);
}

void PersisterWorker::run(std::promise<Result<void>> &started)
{
    auto opened = open();
    const bool usable = opened.ok();
    started.set_value(std::move(opened));
    auto wait = firstPause;
    QString said;
    while (usable && !pause(0ms)) {
        if (m_partitions == 0 || !m_toLocate.isEmpty()) {
            if (const auto prepared = prepare(); !prepared) {
                if (prepared.error().sentence != said)
                    qCWarning(logStore).noquote()
                        << "The persister waits:" << prepared.error().sentence;
                said = prepared.error().sentence;
                pause(wait);
                wait = std::min(wait * 2, longestPause);
                continue;
            }
            said.clear();
            wait = firstPause;
        }
        refreshPartitions();
        auto poll = m_consumer.poll(recordsAtOnce, pollPatience);
        for (const int partition : poll.lost)
            m_toLocate.insert(partition);
        if (!poll.records.empty())
            persist(std::move(poll.records));
    }
    m_database.reset(); // In the thread that opened it.
}

/// Sees to it that the topics are there, and that every partition is read from where the database
/// needs it.
Result<void> PersisterWorker::prepare()
{
    if (m_partitions == 0) {
        const auto partitions =
            log::ensureKafkaTopic(m_consumer.handle(), m_settings, m_settings.topic,
                                  m_settings.partitions, QDeadlineTimer(kafkaPatience));
        if (!partitions)
            return partitions.error();
        // Without it the rest works as well; what cannot be read is then only told in the log.
        if (const auto dead =
                log::ensureKafkaTopic(m_consumer.handle(), m_settings, m_settings.deadTopic(), 1,
                                      QDeadlineTimer(kafkaPatience));
            !dead)
            qCWarning(logStore).noquote() << dead.error().sentence;
        for (int partition = 0; partition < *partitions; ++partition)
            m_toLocate.insert(partition);
        m_partitions = *partitions;
        m_refreshNext = Clock::now() + m_settings.metadataRefresh;
    }
    const QSet<int> partitions = m_toLocate;
    for (const int partition : partitions) {
        if (const auto located = locate(partition); !located)
            return located;
        m_toLocate.remove(partition);
    }
    return {};
}

Result<void> PersisterWorker::locate(int partition)
{
    const auto marks = log::kafkaWatermarks(m_consumer.handle(), m_settings.topic, partition,
                                            QDeadlineTimer(kafkaPatience));
    if (!marks)
        return marks.error();
    auto row = PositionTable(*m_database).settle(partition, *marks);
    if (!row)
        return row.error();
    if (row->next < marks->low)
        qCCritical(logStore) << "Kafka has dropped offsets" << row->next << "to" << marks->low - 1
                             << "of partition" << partition << "before they were persisted.";
    m_positions.insert(partition, *row);
    return m_consumer.readFrom(partition, std::max(row->next, marks->low));
}

void PersisterWorker::refreshPartitions()
{
    if (Clock::now() < m_refreshNext)
        return;
    m_refreshNext = Clock::now() + m_settings.metadataRefresh;
    const auto count = log::kafkaPartitionCount(m_consumer.handle(), m_settings.topic,
                                                QDeadlineTimer(kafkaPatience));
    for (; count && m_partitions < *count; ++m_partitions)
        m_toLocate.insert(m_partitions);
}

/// What the records say; nothing when the database could not be asked for a room.
std::optional<std::vector<PersisterWorker::Item>>
PersisterWorker::decode(std::vector<KafkaMessage> &records)
{
    bool failed = false;
    const log::FindRoom findRoom = [&](const QUuid &id) -> std::optional<RoomRef> {
        const auto known = m_rooms.constFind(id);
        if (known != m_rooms.cend())
            return *known;
        const auto row = RoomTable(*m_database).find(id);
        failed = failed || !row;
        if (!row || !*row)
            return std::nullopt;
        return *m_rooms.insert(id, (*row)->ref);
    };
    std::vector<Item> items;
    for (const KafkaMessage &record : records) {
        const qint64 position = m_positions.value(record->partition).positionOf(record->offset);
        items.push_back({nullptr, log::fromRecord(*record, m_settings.topic, position, findRoom)});
        if (failed)
            return std::nullopt;
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].record = std::move(records[i]);
    return items;
}

void PersisterWorker::persist(std::vector<KafkaMessage> records)
{
    // What another persister has written meanwhile.
    std::erase_if(records, [this](const KafkaMessage &record) {
        return record->offset < m_positions.value(record->partition).next;
    });
    auto wait = firstPause;
    const auto failed =
        [&] {
            ++m_retries;
            if (wait == firstPause)
                qCWarning(logStore)
                    << "Messages cannot be persisted at the moment; trying again until they can.";
            const bool stop = pause(wait);
            wait = std::min(wait * 2, longestPause);
            return stop;
        };
    auto items = decode(records);
    while (!items) {
        if (failed())
            return;
        items = decode(records);
    }
    while (!items->empty()) {
        switch (write(*items)) {
        case Outcome::Done:
            if (wait > firstPause)
                qCInfo(logStore) << "Messages are persisted again.";
            return;
        case Outcome::Overtaken:
            ++m_retries;
            if (catchUp(*items))
                break;
            [[fallthrough]];
        case Outcome::Failed:
            if (failed())
                return;
        }
    }
}

/// One transaction: the fence, the messages, and the dead letters, which are thus put away by one
/// persister only.
PersisterWorker::Outcome PersisterWorker::write(const std::vector<Item> &items)
{
    QMap<int, LogPosition> reached = m_positions;
    for (const Item &item : items)
        reached[item.record->partition].next = item.record->offset + 1;

    Transaction transaction(*m_database);
    if (!transaction.begin())
        return Outcome::Failed;
    PositionTable positions(*m_database);
    for (const LogPosition &to : std::as_const(reached)) {
        const LogPosition &from = m_positions[to.partition];
        if (to == from)
            continue;
        const auto advanced = positions.advance(from, to.next);
        if (!advanced)
            return Outcome::Failed;
        if (!*advanced)
            return Outcome::Overtaken;
    }
    const auto inserted = store(items);
    if (!inserted)
        return Outcome::Failed;
    qint64 dead = 0;
    for (const Item &item : items) {
        const auto *wrong = std::get_if<log::WrongRecord>(&item.content);
        if (wrong && !m_deadLetters.bury(*item.record, wrong->reason))
            return Outcome::Failed;
        dead += wrong ? 1 : 0;
    }
    if (!transaction.commit())
        return Outcome::Failed;
    m_positions = reached;
    m_persisted += *inserted;
    m_dead += dead;
    ++m_batches;
    return Outcome::Done;
}

Result<qint64> PersisterWorker::store(const std::vector<Item> &items)
{
    std::vector<log::EntryPtr> entries;
    for (const Item &item : items) {
        if (const auto *message = std::get_if<log::NewMessage>(&item.content))
            entries.push_back(
                entryOf(*message,
                        m_positions.value(item.record->partition).positionOf(item.record->offset)));
    }
    return MessageTable(*m_database).insert(entries);
}

/// Another persister was faster. Learns where the database stands now, and drops what that one has
/// written. False when the database cannot say.
bool PersisterWorker::catchUp(std::vector<Item> &items)
{
    const auto rows = PositionTable(*m_database).all();
    if (!rows)
        return false;
    for (const LogPosition &row : *rows) {
        const auto mine = m_positions.find(row.partition);
        if (mine == m_positions.end() || *mine == row)
            continue;
        const bool onlyAhead = row.base == mine->base && row.next > mine->next;
        *mine = row;
        if (!onlyAhead)
            m_toLocate.insert(row.partition); // Its topic was made anew: read from another place.
        std::erase_if(items, [&](const Item &item) {
            return item.record->partition == row.partition
                && (!onlyAhead || item.record->offset < row.next);
        });
    }
    return true;
}

} // namespace samsa::store
