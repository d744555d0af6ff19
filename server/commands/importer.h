// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/commands/export_format.h"
#include "server/store/database.h"

#include <QHash>
#include <QIODevice>

#include <functional>
#include <vector>

namespace samsa::commands {

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

    Importer(store::Database &database, QIODevice &in, Progress progress);

    /// BodyInvalid with the number of the line that is wrong, or when the export is cut off;
    /// StartFailed when the database holds something already; DatabaseUnavailable.
    protocol::Result<ExportCounts> run();

private:
    protocol::Result<void> refuseUnlessEmpty();
    protocol::Result<void> readLines();
    protocol::Result<void> take(ExportLine line);
    protocol::Result<void> takeHeader(const ExportHeader &header);
    protocol::Result<void> takeSession(const store::SessionRow &row);
    protocol::Result<void> takeRoom(store::RoomRow row);
    protocol::Result<void> takeMessage(ExportedMessage message);
    protocol::Result<void> takeChange(ExportedChange change);
    protocol::Result<void> takePosition(const LogPosition &position);
    protocol::Result<void> takeEnd(const ExportCounts &counts);
    protocol::Result<void> storeMessages();
    protocol::Result<void> storeFates();
    protocol::Result<void> restoreSummaries();

    store::Database &m_database;
    QIODevice &m_in;
    const Progress m_progress;
    qint64 m_line = 0;
    bool m_begun = false; // The header was read.
    bool m_ended = false; // The end was read.
    ExportCounts m_counts;
    QHash<QUuid, store::RoomRow> m_rooms;
    std::vector<EntryPtr> m_entries; // Not stored yet.
};

} // namespace samsa::commands
