// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

namespace samsa::app {

/// Something about what this computer keeps that a person should be told.
struct Trouble
{
    enum class Code {
        ArchiveUnreadable, ///< The archive is no database or damaged; it was put aside.
        ArchiveNewer, ///< A newer program has written it; it was left alone, nothing is kept.
        ArchiveUnavailable, ///< It cannot be opened or made; nothing is kept.
        OutboxUnreadable, ///< A former program's file of unsent messages was put aside.
        OutboxNewer, ///< That file is a newer program's; it was left alone.
        MarksUnreadable, ///< What was read is not known; the file was put aside.
        WriteFailed, ///< The disk did not take something; it is tried again.
    };
    Code code = Code::WriteFailed;
    QString sentence; ///< For a person, in their language.

    friend bool operator==(const Trouble &, const Trouble &) = default;
};

/// \a file: the one that it is about. What SQLite or the system say is for the log alone: it is
/// English, and nobody can act on it. Thread: any.
Trouble makeTrouble(Trouble::Code code, const QString &file = {});

} // namespace samsa::app
Q_DECLARE_METATYPE(samsa::app::Trouble)
