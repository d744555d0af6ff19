// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/persister_worker.h"

#include "server/kafka/topic.h"
#include "server/store/room_table.h"

#include <algorithm>

namespace samsa::persist {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;
using kafka::Message;
using protocol::Code;
using protocol::Error;
using protocol::Result;

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
constexpr auto lagPatience = 500ms;
/// Longer than it takes to fail once more.
constexpr auto calmAfter = 2s;
constexpr int putAwayInATransaction = 20;

EntryPtr entryOf(const NewMessage &message, qint64 position)
{
    // Without the JSON that makeEntry() writes: nobody is going to receive it.
    return std::make_shared<Entry>(Entry {.id = message.id,
                                          .room = message.room,
                                          .position = position,
                                          .nickname = message.nickname,
                                          .text = message.text,
                                          .time = message.time,
                                          .json = {},
                                          .replyTo = message.replyTo,
                                          .change = message.change});
}

} // namespace

PersisterWorker::PersisterWorker(KafkaSettings settings, QString databaseUrl,
                                 store::Abandonment *abandonment)
    : m_settings(std::move(settings))
    , m_databaseUrl(std::move(databaseUrl))
    , m_abandonment(abandonment)
    , m_foresight(m_settings)
    , m_deadLetters(m_settings)
    , m_carrier(m_settings)
    , m_sameTopic(m_settings)
    , m_wait(firstPause)
    , m_atOnce(recordsAtOnce)
{
}

PersisterWorker::~PersisterWorker()
{
    stop();
}

Result<void> PersisterWorker::start()
{
    if (auto checked = kafka::checkSettings(m_settings); !checked)
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
    if (!m_thread.joinable())
        return;
    m_stop = true;
    m_consumer.wake();
    m_thread.join();
}

PersisterCounters PersisterWorker::counters() const
{
    return {.persisted = m_persisted,
            .changes = m_changes,
            .batches = m_batches,
            .dead = m_dead,
            .brought = m_brought,
            .retries = m_retries,
            .dropped = m_dropped,
            .madeAnew = m_madeAnew,
            .lag = m_lag,
            .partitions = m_owned,
            .waits = m_waits};
}

Result<void> PersisterWorker::open()
{
    const auto url = parseDatabaseUrl(m_databaseUrl);
    if (!url)
        return url.error();
    auto database = store::Database::open(*url, lockPatience, store::Database::soon, m_abandonment);
    if (!database)
        return database.error();
    m_database = std::move(database).value();
    return openConsumer();
}

Result<void> PersisterWorker::openConsumer()
{
    KafkaSettings settings = m_settings;
    settings.gather = gather;
    m_joined = false;
    return m_consumer.open(settings);
}

void PersisterWorker::run(std::promise<Result<void>> &started)
{
    auto opened = open();
    const bool usable = opened.ok();
    started.set_value(std::move(opened));
    while (usable && !m_stop) {
        if (const auto done = step(); !done)
            rest(done.error());
        takeCounts();
    }
    if (usable)
        m_consumer.leave();
    m_database.reset(); // In the thread that opened it.
}

Result<void> PersisterWorker::step()
{
    if (auto prepared = prepare(); !prepared)
        return prepared;
    auto poll = m_consumer.poll(m_atOnce, pollPatience);
    if (poll.records.empty()) {
        if (m_calm.hasExpired())
            m_waits = false;
        return {};
    }
    const auto more = [this] { return m_consumer.poll(recordsAtOnce, 0ms); };
    if (auto looked = m_foresight.look(m_consumer, more, poll, m_stop); !looked)
        return looked;
    if (auto persisted = persist(std::move(poll.records)); !persisted)
        return persisted;
    m_foresight.leaveWhatIsReached(m_consumer);
    goOn();
    return {};
}

/// What is in hand is dropped, and nothing is read until the database says again from where. Only
/// poll() is called meanwhile, for a member that does not would hold up the whole group.
void PersisterWorker::rest(const Error &why)
{
    ++m_retries;
    if (why.sentence != m_trouble)
        qCWarning(store::lcStore).noquote() << "The persister waits:" << why.sentence;
    m_trouble = why.sentence;
    m_waits = true;
    // What it did not manage it is not to be asked for again and again.
    if (why.code == Code::DatabaseUnavailable)
        m_atOnce = std::max(m_atOnce / 2, 1);
    m_foresight.reset();
    if (const auto rested = m_consumer.rest(); !rested)
        qCWarning(store::lcStore).noquote() << rested.error().sentence;
    const QDeadlineTimer deadline(m_wait);
    while (!m_stop && !deadline.hasExpired())
        m_consumer.poll(1, std::chrono::milliseconds(deadline.remainingTime()));
    m_wait = std::min(m_wait * 2, longestPause);
    if (!m_stop)
        measureLag();
    m_calm = QDeadlineTimer(calmAfter);
}

/// While nothing is read, and so nothing is heard of what comes.
void PersisterWorker::measureLag()
{
    qint64 lag = 0;
    const QDeadlineTimer deadline(lagPatience);
    for (const int partition : m_consumer.owned()) {
        const auto known = m_positions.constFind(partition);
        if (known == m_positions.cend())
            continue;
        const auto marks =
            kafka::watermarksOf(m_consumer.handle(), m_settings.topic, partition, deadline);
        if (!marks)
            return; // What was known last is better than a part.
        lag += std::max<qint64>(0, marks->high - known->next);
    }
    m_lag = lag;
}

void PersisterWorker::goOn()
{
    if (!m_trouble.isEmpty())
        qCInfo(store::lcStore) << "Messages are persisted again.";
    m_trouble.clear();
    m_waits = false;
    m_wait = firstPause;
    m_atOnce = std::min(m_atOnce * 2, recordsAtOnce);
}

void PersisterWorker::takeCounts()
{
    m_owned = m_consumer.ownedCount();
    if (!m_waits)
        m_lag = m_consumer.lag();
}

/// Sees to it that every partition that is this member's is read from where the database needs it.
Result<void> PersisterWorker::prepare()
{
    if (const QString fatal = m_consumer.fatal(); !fatal.isEmpty()) {
        if (const auto opened = openConsumer(); !opened)
            return opened.error();
        return Error {Code::LogUnavailable,
                      u"Kafka does not take it for a member any more (%1). Each "
                      "persister needs a --persister-name of its own, or none."_s.arg(fatal),
                      {}};
    }
    if (m_consumer.stuck()) {
        qCWarning(store::lcStore) << "The group has not answered; joining it anew.";
        if (auto opened = openConsumer(); !opened)
            return opened;
    }
    if (!m_joined) {
        if (auto joined = join(); !joined)
            return joined;
        m_joined = true;
    }
    QMap<int, qint64> offsets;
    for (const int partition : m_consumer.unread()) {
        const auto offset = locate(partition);
        if (!offset)
            return offset.error();
        offsets.insert(partition, *offset);
    }
    return offsets.isEmpty() ? Result<void>() : m_consumer.readFrom(offsets);
}

/// The topics have to be there first.
Result<void> PersisterWorker::join()
{
    const auto partitions =
        kafka::ensureTopic(m_consumer.handle(), m_settings, m_settings.topic, m_settings.partitions,
                           QDeadlineTimer(kafkaPatience));
    if (!partitions)
        return partitions.error();
    // Without it the rest works as well; what cannot be read is then only told in the log.
    if (const auto dead =
            kafka::ensureTopic(m_consumer.handle(), m_settings, m_settings.deadTopic(), 1,
                               QDeadlineTimer(kafkaPatience));
        !dead)
        qCWarning(store::lcStore).noquote() << dead.error().sentence;
    return m_consumer.join();
}

/// Where the partition is to be read from.
Result<qint64> PersisterWorker::locate(int partition)
{
    const auto found = kafka::watermarksOf(m_consumer.handle(), m_settings.topic, partition,
                                           QDeadlineTimer(kafkaPatience));
    if (!found)
        return found.error();
    Watermarks marks = *found;
    marks.offsetIsGone = m_consumer.lost(partition);
    store::PositionTable positions(*m_database);
    const auto missing = m_sameTopic.missing(positions, partition, marks);
    if (!missing)
        return missing.error();
    marks.notThere = *missing;
    const auto stored = positions.find(partition);
    if (!stored)
        return stored.error();
    const auto row = positions.settle(partition, marks);
    if (!row)
        return row.error();
    if ((marks.offsetIsGone || marks.notThere) && *stored && (*stored)->base != row->base) {
        ++m_madeAnew;
        qCCritical(store::lcStore)
            << "The topic's partition" << partition << "was made anew, by its records. Offset"
            << (*stored)->next << "was needed next; it is read from offset" << row->next
            << "on, and positions go on behind" << (*stored)->persisted();
    }
    m_sameTopic.begin(partition);
    // It stays so until the first record behind the gap is written.
    const auto before = m_positions.constFind(partition);
    if (row->next < marks.low && (before == m_positions.cend() || *before != *row)) {
        m_dropped += marks.low - row->next;
        qCCritical(store::lcStore)
            << "Kafka has dropped offsets" << row->next << "to" << marks.low - 1 << "of partition"
            << partition
            << "before they were persisted. Let the topic keep records for longer "
               "(retention.ms) than the database may be away.";
    }
    m_positions.insert(partition, *row);
    return std::max(row->next, marks.low);
}

/// What the records say. DatabaseUnavailable when it could not be asked for a room.
Result<std::vector<PersisterWorker::Item>>
PersisterWorker::decode(std::vector<kafka::Message> records)
{
    std::optional<Error> failed;
    const log::FindRoom findRoom = [&](const QUuid &id) -> std::optional<RoomRef> {
        const auto known = m_rooms.constFind(id);
        if (known != m_rooms.cend())
            return *known;
        const auto row = store::RoomTable(*m_database).find(id);
        if (!row)
            failed = row.error();
        if (!row || !*row)
            return std::nullopt;
        return *m_rooms.insert(id, (*row)->ref);
    };
    std::vector<Item> items;
    for (kafka::Message &record : records) {
        const qint64 position = m_positions.value(record->partition).positionOf(record->offset);
        auto content = log::fromRecord(*record, m_settings.topic, position, findRoom);
        if (failed)
            return *failed;
        // It comes again, behind everything that was told before it was committed.
        if (auto *message = std::get_if<NewMessage>(&content); message && m_foresight.late(*record))
            content = log::MisplacedRecord {std::move(*message)};
        items.push_back({std::move(record), std::move(content)});
    }
    return items;
}

Result<void> PersisterWorker::persist(std::vector<kafka::Message> records)
{
    const auto isSame = m_sameTopic.look(m_consumer.handle(), records);
    if (!isSame)
        return isSame.error();
    if (!*isSame) {
        ++m_retries;
        m_foresight.reset();
        return m_consumer.rest();
    }
    const auto items = decode(std::move(records));
    if (!items)
        return items.error();
    for (std::span<const Item> rest(*items); !rest.empty() && !m_stop;) {
        const auto piece = pieceOf(rest);
        const auto written = write(piece);
        if (!written)
            return written.error();
        if (!*written) {
            ++m_retries;
            m_foresight.reset();
            return m_consumer.rest();
        }
        rest = rest.subspan(piece.size());
    }
    return {};
}

/// As many as one transaction may hold: it stays open while its dead letters, and what belongs
/// elsewhere, are put away, one by one, and a server ends one that is idle for too long.
std::span<const PersisterWorker::Item> PersisterWorker::pieceOf(std::span<const Item> items)
{
    int put = 0;
    const auto last = std::find_if(items.begin(), items.end(), [&](const Item &item) {
        return (std::holds_alternative<log::WrongRecord>(item.content)
                || std::holds_alternative<log::MisplacedRecord>(item.content))
            && ++put == putAwayInATransaction;
    });
    return last == items.end() ? items : items.first(std::size_t(last - items.begin()) + 1);
}

/// One transaction: the fence, the messages, the dead letters, and what belongs elsewhere, which
/// are thus put away by one persister only. False when another has been there since the database
/// was asked; nothing is written then.
Result<bool> PersisterWorker::write(std::span<const Item> items)
{
    QMap<int, LogPosition> reached;
    QMap<int, const rd_kafka_message_t *> newest;
    for (const Item &item : items) {
        const int partition = item.record->partition;
        if (!reached.contains(partition))
            reached.insert(partition, m_positions.value(partition));
        reached[partition].next = item.record->offset + 1;
        newest.insert(partition, item.record.get());
    }

    store::Transaction transaction(*m_database);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    store::PositionTable positions(*m_database);
    for (const LogPosition &to : std::as_const(reached)) {
        auto advanced = positions.advance(m_positions[to.partition], to.next);
        if (!advanced || !*advanced)
            return advanced;
        if (const auto kept = m_sameTopic.store(positions, *newest.value(to.partition)); !kept)
            return kept.error();
    }
    const auto inserted = store(items);
    if (!inserted)
        return inserted.error();
    for (const Item &item : items)
        if (auto put = putAway(item); !put)
            return put.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    QMap<int, qint64> offsets;
    for (const LogPosition &to : std::as_const(reached)) {
        m_positions[to.partition] = to;
        offsets.insert(to.partition, to.next);
    }
    m_sameTopic.stored();
    m_consumer.commit(offsets);
    m_persisted += inserted->messages;
    m_changes += inserted->changes;
    const auto count = [&](auto is) { return std::count_if(items.begin(), items.end(), is); };
    m_dead += count(
        [](const Item &item) { return std::holds_alternative<log::WrongRecord>(item.content); });
    m_brought += count([](const Item &item) {
        return std::holds_alternative<log::MisplacedRecord>(item.content);
    });
    ++m_batches;
    return true;
}

/// What is not stored where it stands.
Result<void> PersisterWorker::putAway(const Item &item)
{
    if (const auto *wrong = std::get_if<log::WrongRecord>(&item.content))
        return m_deadLetters.bury(*item.record, wrong->reason);
    const auto *misplaced = std::get_if<log::MisplacedRecord>(&item.content);
    if (!misplaced)
        return {};
    const auto brought = m_carrier.bring(*item.record, misplaced->message);
    if (!brought)
        return brought.error();
    return brought->isEmpty() ? Result<void>() : m_deadLetters.bury(*item.record, *brought);
}

Result<store::Stored> PersisterWorker::store(std::span<const Item> items)
{
    std::vector<EntryPtr> entries;
    for (const Item &item : items)
        if (const auto *message = std::get_if<NewMessage>(&item.content))
            entries.push_back(
                entryOf(*message,
                        m_positions.value(item.record->partition).positionOf(item.record->offset)));
    return store::storeEntries(*m_database, entries);
}

} // namespace samsa::persist
