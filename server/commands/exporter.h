// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/commands/export_format.h"
#include "server/store/database.h"

#include <QIODevice>

#include <functional>

namespace samsa::commands {

/// Writes all that a database holds as the lines of export_format.h, as it was at one moment:
/// everything is read in one transaction, while servers go on writing. Memory is bounded however
/// much there is; rooms alone are held all at once, as every server does.
///
/// Thread: the connection's.
class Exporter
{
public:
    /// Told how many messages were written, now and then.
    using Progress = std::function<void(qint64 messages)>;

    Exporter(store::Database &database, QIODevice &out, Progress progress);

    /// DatabaseUnavailable; StartFailed when \a out does not take what is written.
    protocol::Result<ExportCounts> run();

private:
    protocol::Result<void> sessions();
    protocol::Result<void> rooms();
    protocol::Result<void> messages(const RoomRef &room);
    protocol::Result<void> changes(const RoomRef &room);
    protocol::Result<void> positions();
    protocol::Result<void> flush();

    store::Database &m_database;
    QIODevice &m_out;
    const Progress m_progress;
    QByteArray m_lines; // Not written yet.
    ExportCounts m_counts;
};

} // namespace samsa::commands
