// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QString>
#include <QUrl>

namespace samsa::bench {

// Of the two rooms that are made: nine of ten messages are in the first, of one language each and
// short; all kinds of texts in the second.
QString longRoom();
QString mixedRoom();

struct FillPlace
{
    QString serverFolder; ///< Of samsa-server (--data-dir).
    QString personFolder; ///< Of samsa (--data-dir).
    QUrl server; ///< Where it will listen.
    QString nickname; ///< Whose archive it is.
};

/// Writes so many messages, the same, into the database of a server and into the archive of one
/// person on it, both new. Waits for the disk. Errors: those of the databases.
protocol::Result<void> fill(const FillPlace &place, int messages);

} // namespace samsa::bench
