// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive_database.h"
#include "app/archive/former_files.h"
#include "app/archive/kept.h"

#include <memory>

namespace samsa::app {

/// An archive that was opened, or why nothing can be kept.
struct OpenedArchive
{
    std::unique_ptr<ArchiveDatabase> database; ///< Null: nothing is kept, and why says why.
    Kept kept; ///< With what is to be told.
    protocol::Error why;
};

/// The archive's file: opened, made, migrated, put aside. For its owner only (mode 0600), with a
/// write-ahead log.
///
/// A file that is no database or is damaged is renamed to "….unreadable-1", or the next number that
/// is free, together with its -wal and -shm; what can be read of it, messages apart, is written
/// into a new one. A file of a newer program is not touched. Thread: any; it waits for the disk.
class ArchiveFile
{
public:
    ArchiveFile(QString path, FormerFiles former)
        : m_path(std::move(path))
        , m_former(std::move(former))
    {
    }

    OpenedArchive open() const;
    /// Puts \a damaged aside, which must be of this file, and opens a new one.
    OpenedArchive replace(std::unique_ptr<ArchiveDatabase> damaged) const;

private:
    struct Tried;

    Tried tryToOpen() const;
    /// \a why: for the log.
    OpenedArchive refused(Trouble::Code code, const QString &why) const;
    /// Where it is then; empty when the system does not rename it.
    QString putAside() const;

    QString m_path;
    FormerFiles m_former;
};

} // namespace samsa::app
