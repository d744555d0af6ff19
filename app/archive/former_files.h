// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/kept.h"
#include "protocol/result.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace samsa::app {

class ArchiveDatabase;
class PersonTables;

/// The two JSON files in which programs before there was an archive kept the outbox and the read
/// marks. What is in them is written into the archive in one transaction, once; then each is
/// renamed to "….taken-over". A file that cannot be understood is put aside as "….unreadable-1" or
/// the next number, one of a newer version is left alone. Thread: any; it waits for the disk.
class FormerFiles
{
public:
    FormerFiles(QString outbox, QString readMarks)
        : m_outbox(std::move(outbox))
        , m_readMarks(std::move(readMarks))
    {
    }

    /// What is to be told. Errors: those of the database; nothing is renamed then, and the next
    /// start tries again.
    protocol::Result<QList<Trouble>> takeOver(ArchiveDatabase &database,
                                              PersonTables &tables) const;

private:
    QString m_outbox;
    QString m_readMarks;
};

/// The outbox as a former program's file had it; nothing when it is none of the version known.
std::optional<QList<OutboxEntry>> parseFormerOutbox(const QJsonObject &file);

} // namespace samsa::app
