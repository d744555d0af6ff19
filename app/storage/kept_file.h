// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace samsa::app {

/// A small file of JSON that a program keeps for its next start, as it was found.
struct KeptFile
{
    enum class State {
        Read,
        Missing, ///< Nothing was kept: there is no file, or it is empty.
        Unreadable, ///< Something is there, and the system does not give it.
        NotJson, ///< It holds something else than a JSON object.
    };
    State state = State::Missing;
    QByteArray bytes; ///< As they stand in the file; empty when it could not be read.
    QJsonObject json; ///< Empty unless state is Read.
    QString why; ///< A sentence for the log, when state is Unreadable or NotJson.

    bool isSpoilt() const { return state == State::Unreadable || state == State::NotJson; }
};

/// Reads the whole file at once. Thread: any; it waits for the disk.
KeptFile readKeptFile(const QString &path);

/// Puts \a bytes in the file's place, whole or not at all, readable by its owner only; makes the
/// folder. Thread: any; it waits for the disk. Errors: Internal, with a sentence for the log.
protocol::Result<void> writeKeptFile(const QString &path, const QByteArray &bytes);

} // namespace samsa::app
