// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/log_questions.h"

#include "server/store/change_table.h"
#include "server/store/database_thread.h"
#include "server/store/epoch_table.h"
#include "server/store/message_table.h"
#include "server/store/position_table.h"
#include "server/store/room_table.h"

namespace samsa::store {

namespace {

/// Each is a thread that waits; what was given up does not count.
constexpr std::size_t questionsWaitingMost = 32;
constexpr std::chrono::milliseconds whileAway {1000};
constexpr std::chrono::milliseconds atStart {60'000};

using PersistedPositions = QList<std::pair<int, qint64>>;

Result<PersistedPositions> persistedPositionsOf(Database &database)
{
    const auto rows = PositionTable(database).all();
    if (!rows)
        return rows.error();
    PersistedPositions positions;
    for (const LogPosition &row : *rows)
        positions.append({row.partition, row.persisted()});
    return positions;
}

} // namespace

LogQuestions::LogQuestions(QString databaseUrl, Abandonment *abandonment)
    : m_thread(
        std::make_unique<DatabaseThread>(std::move(databaseUrl), questionsWaitingMost, abandonment))
{
}

LogQuestions::~LogQuestions()
{
    close();
}

Result<void> LogQuestions::open()
{
    return m_thread->open([this](Database &database) -> Result<void> {
        auto positions = persistedPositionsOf(database);
        if (!positions)
            return positions.error();
        m_positionsAtOpen = std::move(positions).value();
        return {};
    });
}

void LogQuestions::close()
{
    m_thread->close();
}

bool LogQuestions::healthy() const
{
    return m_thread->healthy();
}

qint64 LogQuestions::waiting() const
{
    return m_thread->waiting();
}

qint64 LogQuestions::refused() const
{
    return m_thread->refused();
}

std::chrono::milliseconds LogQuestions::patience() const
{
    return m_thread->healthy() ? DatabaseThread::answerWithin : whileAway;
}

template <typename T>
Result<T> LogQuestions::ask(std::function<Result<T>(Database &)> job,
                            std::chrono::milliseconds within)
{
    // The answer may be given by one thread while the other still looks whether it may.
    const auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    m_thread->ask<T>(
        std::move(job), [promise](Result<T> result) { promise->set_value(std::move(result)); },
        within);
    return future.get();
}

Result<QList<RoomRow>> LogQuestions::loadRooms()
{
    return ask<QList<RoomRow>>([](Database &database) { return RoomTable(database).all(); },
                               atStart);
}

Result<std::optional<RoomRow>> LogQuestions::findRoom(const QUuid &id)
{
    return ask<std::optional<RoomRow>>(
        [id](Database &database) { return RoomTable(database).find(id); }, patience());
}

Result<QHash<QUuid, StoredMessage>> LogQuestions::findMessages(const RoomRef &room,
                                                               const QList<QUuid> &ids)
{
    return ask<QHash<QUuid, StoredMessage>>(
        [room, ids](Database &database) { return MessageTable(database).find(room, ids); },
        patience());
}

Result<QHash<QUuid, StoredMessage>> LogQuestions::findChanges(const RoomRef &room,
                                                              const QList<QUuid> &ids)
{
    return ask<QHash<QUuid, StoredMessage>>(
        [room, ids](Database &database) { return ChangeTable(database).find(room, ids); },
        patience());
}

Result<QHash<QUuid, EntryPtr>> LogQuestions::loadMessages(const RoomRef &room,
                                                          const QList<QUuid> &ids)
{
    return ask<QHash<QUuid, EntryPtr>>(
        [room, ids](Database &database) { return MessageTable(database).load(room, ids); },
        patience());
}

Result<PersistedPositions> LogQuestions::persistedPositions()
{
    return ask<PersistedPositions>(persistedPositionsOf, patience());
}

Result<QList<LogPosition>> LogQuestions::positions()
{
    return ask<QList<LogPosition>>([](Database &database) { return PositionTable(database).all(); },
                                   patience());
}

Result<QList<LogEpoch>> LogQuestions::epochs()
{
    return ask<QList<LogEpoch>>([](Database &database) { return EpochTable(database).all(); },
                                patience());
}

Result<std::optional<RecordMark>> LogQuestions::newestRecord(int partition)
{
    return ask<std::optional<RecordMark>>(
        [partition](Database &database) { return PositionTable(database).newestRecord(partition); },
        patience());
}

Result<LogPosition> LogQuestions::settlePartition(int partition, const Watermarks &watermarks)
{
    return ask<LogPosition>(
        [partition, watermarks](Database &database) {
            return PositionTable(database).settle(partition, watermarks);
        },
        patience());
}

} // namespace samsa::store
