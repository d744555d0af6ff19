// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/local/local_writer.h"

#include "server/base/clock.h"
#include "server/store/change_table.h"
#include "server/store/epoch_table.h"
#include "server/store/message_table.h"
#include "server/store/room_table.h"
#include "server/store/storing.h"

#include <algorithm>
#include <iterator>
#include <thread>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;
using store::ChangeTable;
using store::Database;
using store::MessageTable;
using store::PositionTable;
using store::RoomTable;
using store::Transaction;

namespace {

using namespace std::chrono_literals;

/// How long one attempt waits for somebody else's lock, and how long all of them do.
constexpr std::chrono::milliseconds attempt = 200ms;
constexpr std::chrono::milliseconds patience = 5s;
constexpr int catchUpPage = 1000;

Error inUse(const DatabaseUrl &url)
{
    return {Code::StartFailed,
            u"Another server uses the database %1. Only one at a time can, unless it "
            "has Kafka for a log (--kafka)."_s.arg(url.display()),
            {}};
}

Error unavailable()
{
    return {Code::LogUnavailable, u"The message could not be stored; try again."_s, 1s};
}

} // namespace

void LocalAppend::refuse(const Error &error) const
{
    if (room)
        roomDone(error);
    else
        messageDone(error);
}

LocalWriter::LocalWriter(Tail &tail, MessageLog::Deliver deliver, const std::atomic<bool> &abandon)
    : m_tail(tail)
    , m_deliver(std::move(deliver))
    , m_abandon(abandon)
{
}

Result<std::unique_ptr<LocalWriter>> LocalWriter::open(const QString &databaseUrl, Tail &tail,
                                                       MessageLog::Deliver deliver,
                                                       const std::atomic<bool> &abandon,
                                                       store::Abandonment *abandonment)
{
    const auto url = parseDatabaseUrl(databaseUrl);
    if (!url)
        return url.error();
    std::unique_ptr<LocalWriter> writer(new LocalWriter(tail, std::move(deliver), abandon));
    if (url->kind == DatabaseUrl::Kind::Sqlite) {
        writer->m_lock = std::make_unique<QLockFile>(url->path + u".lock"_s);
        // Never by age: only the lock of a process that is gone may be taken.
        writer->m_lock->setStaleLockTime(0);
        if (!writer->m_lock->tryLock(0))
            return inUse(*url);
    }
    auto database = Database::open(*url, attempt, Database::soon, abandonment);
    if (!database)
        return database.error();
    writer->m_database = std::move(database).value();
    if (const auto done = writer->findFooting(); !done)
        return Error {Code::StartFailed, done.error().sentence, {}};
    return writer;
}

/// Takes the lock, where the database has it, and learns what is stored: at the start, and whenever
/// it is not known how the last transaction ended. Until then nothing new is stored, for it would
/// be delivered before what may be stored already.
Result<void> LocalWriter::findFooting()
{
    m_onFooting = false;
    const auto locked = m_database->tryLock(u"samsa local log"_s);
    if (!locked)
        return locked.error();
    if (!*locked)
        return inUse(m_database->url());
    const int connections = m_database->connections();
    for (const auto step : {&LocalWriter::settle, &LocalWriter::deliverWhatTheTailLacks})
        if (auto done = (this->*step)(); !done)
            return done;
    m_connections = connections;
    m_onFooting = m_database->connections() == connections;
    return {};
}

/// Finds the counter. It may have to rise: with Kafka as the log before, rooms of other partitions
/// were ahead of partition 0. What was known before is kept until a loss is told: should that fail,
/// it is found again.
Result<void> LocalWriter::settle()
{
    const auto counter = PositionTable(*m_database).settleLocal();
    if (!counter)
        return counter.error();
    const bool first = m_connections == 0;
    const bool lost = !first && counter->persisted() < m_counter.persisted();
    if (first)
        m_tail.ids().rememberFrom(wallClock());
    if (lost)
        qCCritical(store::lcStore)
            << "The database has lost what was stored behind position" << counter->persisted()
            << "while the server was running. Start the server anew.";
    if (first || lost)
        if (auto begun = beginEpoch(counter->persisted()); !begun)
            return begun;
    m_counter = *counter;
    if (lost) {
        m_tail.beginAnew(std::nullopt, m_counter.persisted());
        Events events;
        events.emplace_back(EpochBegun {std::nullopt, m_counter.persisted()});
        m_deliver(std::move(events));
    }
    return {};
}

/// At each start, since nothing in a database says that it was put back to what it was before. What
/// the ones before knew is good up to where they \a ended here.
Result<void> LocalWriter::beginEpoch(qint64 ended)
{
    store::EpochTable epochs(*m_database);
    Transaction transaction(*m_database);
    if (auto begun = begin(transaction); !begun)
        return begun;
    if (const auto begun = epochs.beginForAll(ended); !begun)
        return begun.error();
    if (auto committed = transaction.commit(); !committed)
        return committed;
    const auto all = epochs.all();
    if (!all)
        return all.error();
    m_tail.epochs().set(*all);
    return {};
}

/// The rooms were loaded before the lock was ours; another server may have stored messages in
/// between.
Result<void> LocalWriter::deliverWhatTheTailLacks()
{
    const auto rooms = RoomTable(*m_database).all();
    if (!rooms)
        return rooms.error();
    for (const store::RoomRow &room : *rooms) {
        if (!m_tail.knows(room.ref.id))
            continue;
        while (m_tail.lastPosition(room.ref.id) < room.reached()) {
            auto entries = storedBehind(m_tail.lastPosition(room.ref.id), room);
            if (!entries)
                return entries.error();
            if (entries->empty())
                break; // They were removed for their age.
            hand({}, std::move(entries).value());
        }
    }
    return {};
}

/// Messages and changes in the order of their positions; of the changes not all that were made to
/// a message that is deleted.
Result<std::vector<EntryPtr>> LocalWriter::storedBehind(qint64 position, const store::RoomRow &room)
{
    auto messages = MessageTable(*m_database)
                        .history(room.ref, position, std::nullopt, room.reached(), catchUpPage);
    if (!messages)
        return messages.error();
    auto changes =
        ChangeTable(*m_database).history(room.ref, position, room.reached(), catchUpPage);
    if (!changes)
        return changes.error();
    Page page {std::move(messages).value(), false, std::move(changes).value()};
    qint64 upTo = room.reached();
    for (const auto *row : {&page.entries, &page.changes})
        if (std::ssize(*row) == catchUpPage)
            upTo = std::min(upTo, row->back()->position);
    std::vector<EntryPtr> entries;
    std::merge(page.entries.begin(), page.entries.end(), page.changes.begin(), page.changes.end(),
               std::back_inserter(entries), [](const EntryPtr &left, const EntryPtr &right) {
                   return left->position < right->position;
               });
    std::erase_if(entries, [upTo](const EntryPtr &entry) { return entry->position > upTo; });
    return entries;
}

Result<LocalWriter::Outcome> LocalWriter::write(const std::vector<LocalAppend> &turn)
{
    auto stored = store(turn);
    std::vector<RoomCreated> rooms;
    for (const LocalAppend &append : turn) {
        if (append.room) {
            m_tail.addRoom(append.room->room, 0);
            rooms.push_back(*append.room);
        }
    }
    if (!stored) {
        // A room stands in the database already; only messages can fail.
        hand(std::move(rooms), {});
        return stored.error();
    }
    hand(std::move(rooms), std::move(stored.value().entries));
    return std::move(stored.value().outcome);
}

void LocalWriter::answer(const std::vector<LocalAppend> &turn, const Result<Outcome> &outcome)
{
    std::size_t number = 0;
    for (const LocalAppend &append : turn) {
        if (append.room) {
            append.roomDone({});
            continue;
        }
        if (!outcome) {
            append.messageDone(outcome.error());
            continue;
        }
        const std::size_t message = number++;
        const auto refused = outcome->refused.constFind(message);
        if (refused == outcome->refused.cend())
            append.messageDone(
                MessageIds::answer(outcome->holders[message], append.message.nickname));
        else
            append.messageDone(*refused);
    }
}

/// Who judges the changes of a turn; nobody where there are none.
std::optional<ChangeJudge> LocalWriter::judgeOf(const std::vector<const NewMessage *> &messages)
{
    std::vector<const NewMessage *> changes;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(changes),
                 [](const NewMessage *message) { return message->change != nullptr; });
    if (changes.empty())
        return std::nullopt;
    ChangeJudge judge(m_tail, [this](const RoomRef &room, const QList<QUuid> &ids) {
        return MessageTable(*m_database).load(room, ids);
    });
    judge.prepare(changes);
    return judge;
}

/// Gives each message that is new a position, and finds who holds the id of each that is not.
Result<LocalWriter::Plan> LocalWriter::plan(const std::vector<LocalAppend> &turn,
                                            MessageIds::Trust trust)
{
    std::vector<const NewMessage *> messages;
    messages.reserve(turn.size());
    for (const LocalAppend &append : turn)
        if (!append.room)
            messages.push_back(&append.message);
    const auto verdicts = m_tail.ids().judge(
        messages, wallClock(),
        [this](const RoomRef &room, const QList<QUuid> &ids, MessageIds::Of of) {
            return of == MessageIds::Of::Changes ? ChangeTable(*m_database).find(room, ids)
                                                 : MessageTable(*m_database).find(room, ids);
        },
        trust);

    auto judge = judgeOf(messages);
    Plan plan;
    auto &holders = plan.outcome.holders;
    holders.reserve(messages.size());
    QHash<MessageIds::Key, MessageIds::Holder> ofThisTurn;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const NewMessage &message = *messages[i];
        const MessageIds::Verdict &verdict = verdicts[i];
        if (verdict.known == MessageIds::Known::Unsure)
            return unavailable();
        if (verdict.known == MessageIds::Known::Held) {
            holders.push_back(verdict.holder);
            continue;
        }
        const MessageIds::Key key = MessageIds::keyOf(message);
        if (const auto first = ofThisTurn.constFind(key); first != ofThisTurn.cend()) {
            holders.push_back(*first);
            holders.back().place.repeat = true;
            continue;
        }
        const qint64 position = m_counter.positionOf(m_counter.next + std::ssize(plan.entries));
        holders.push_back({message.nickname, {position, message.time}});
        if (!message.change) {
            plan.entries.push_back(makeEntry(message, position));
            if (judge)
                judge->take(plan.entries.back());
        } else {
            const auto change = judge->judge(message, position);
            if (change.known == ChangeJudge::Verdict::Known::Unsure)
                return unavailable();
            if (change.known == ChangeJudge::Verdict::Known::Refused) {
                plan.outcome.refused.insert(i, change.why);
                continue;
            }
            plan.entries.push_back(judge->entryOf(message, position, change));
        }
        if (messages.size() > 1)
            ofThisTurn.insert(key, holders.back());
    }
    return plan;
}

Result<LocalWriter::Plan> LocalWriter::store(const std::vector<LocalAppend> &turn)
{
    if (m_onFooting) {
        if (auto stored = storeOnFooting(turn); stored || m_onFooting)
            return stored;
        // Whatever became of it, it is found out now, and a second attempt stores what is missing.
    }
    if (!findFooting())
        return unavailable();
    return storeOnFooting(turn);
}

Result<LocalWriter::Plan> LocalWriter::storeOnFooting(const std::vector<LocalAppend> &turn)
{
    // The second time, should the unique index know an id that memory did not (a clock was set
    // back): ask for each.
    for (const auto trust : {MessageIds::Trust::Memory, MessageIds::Trust::Nobody}) {
        auto planned = plan(turn, trust);
        if (!planned)
            return unavailable();
        const std::vector<EntryPtr> &entries = planned->entries;
        if (entries.empty())
            return planned;
        Transaction transaction(*m_database);
        if (!begin(transaction))
            return unavailable();
        if (m_database->connections() != m_connections) {
            // The lock went with the connection before.
            m_onFooting = false;
            return unavailable();
        }
        const auto stored = store::storeEntries(*m_database, entries);
        if (!stored)
            return unavailable();
        if (stored->messages + stored->changes != std::ssize(entries))
            continue;
        const qint64 next = m_counter.next + std::ssize(entries);
        const auto advanced = PositionTable(*m_database).advance(m_counter, next);
        if (advanced && !*advanced)
            return counterMoved();
        if (!advanced)
            return unavailable();
        if (!transaction.commit()) {
            m_onFooting = false;
            return unavailable();
        }
        m_counter.next = next;
        return planned;
    }
    return unavailable();
}

/// Somebody wrote positions without our lock: a persister that is at home in a Kafka log. Go on
/// from what it left.
Error LocalWriter::counterMoved()
{
    m_onFooting = false;
    qCWarning(store::lcStore) << "Another program stores messages in this database.";
    return unavailable();
}

Result<void> LocalWriter::begin(Transaction &transaction)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto begun = transaction.begin();
        if (begun || m_abandon || std::chrono::steady_clock::now() >= end)
            return begun;
        std::this_thread::sleep_for(10ms); // Should it have failed at once, and not by waiting.
    }
}

void LocalWriter::hand(std::vector<RoomCreated> rooms, std::vector<EntryPtr> entries)
{
    entries = m_tail.append(std::move(entries));
    for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry) {
        const auto next = std::next(entry);
        // Positions grow over all rooms: of a run in one partition the last says it.
        if (next == entries.cend() || (*next)->room.partition != (*entry)->room.partition)
            m_tail.setPersisted((*entry)->room.partition, (*entry)->position);
    }
    Events events(std::make_move_iterator(rooms.begin()), std::make_move_iterator(rooms.end()));
    if (!entries.empty())
        events.push_back(Posted {std::move(entries)});
    if (!events.empty())
        m_deliver(std::move(events));
}

} // namespace samsa::log
