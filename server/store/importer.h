// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "server/store/export_format.h"

#include <QHash>
#include <QIODevice>

#include <functional>
#include <vector>

namespace samsa::store {

/// Reads an export into a database that is migrated and empty, all of it or nothing: one
/// transaction, committed after the export's last line, which says how much there should be. Memory
/// is bounded however much there is; rooms alone are held all at once.
///
/// Thread: the connection's.
class Importer
{
public:
    /// Told how many messages were read, now and then.
    using Progress = std::function<void(qint64 messages)>;

    Importer(Database &database, QIODevice &in, Progress progress);

    /// BodyInvalid with the number of the line that is wrong, or when the export is cut off;
    /// StartFailed when the database holds something already; DatabaseUnavailable.
    Result<ExportCounts> run();

private:
    Result<void> refuseUnlessEmpty();
    Result<void> readLines();
    Result<void> take(ExportLine line);
    Result<void> takeHeader(const ExportHeader &header);
    Result<void> takeSession(const SessionRow &row);
    Result<void> takeRoom(RoomRow row);
    Result<void> takeMessage(ExportedMessage message);
    Result<void> takePosition(const LogPosition &position);
    Result<void> takeEnd(const ExportCounts &counts);
    Result<void> storeMessages();
    Result<void> restoreSummaries();

    Database &m_database;
    QIODevice &m_in;
    const Progress m_progress;
    qint64 m_line = 0;
    bool m_begun = false; // The header was read.
    bool m_ended = false; // The end was read.
    ExportCounts m_counts;
    QHash<QUuid, RoomRow> m_rooms;
    std::vector<log::EntryPtr> m_entries; // Not stored yet.
};

} // namespace samsa::store
