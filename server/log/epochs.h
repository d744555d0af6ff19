// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/log_epoch.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <shared_mutex>

namespace samsa::log {

/// The epochs of the log, as the database has them (docs/decisions/0022). The log writes them when
/// one begins, everybody asks them. Thread: any; waits for nothing.
class Epochs
{
public:
    /// All there are.
    void set(const QList<LogEpoch> &epochs);

    /// The one that lasts where a room lives, as clients are told it; empty if there is none yet.
    QByteArray textOf(int partition) const;
    /// The same, or null.
    QUuid idOf(int partition) const;
    /// Where an epoch ended; nothing if it lasts, or is not known.
    std::optional<qint64> endOf(const QUuid &epoch) const;
    /// Whether that one is this one.
    bool isCurrent(const QUuid &epoch, int partition) const { return idOf(partition) == epoch; }

    enum class Verdict {
        Good, ///< What somebody knows by this cursor stands here as well.
        Ended, ///< The epoch had ended before this position.
        Unknown, ///< Nobody here knows the epoch.
    };
    /// Of one that says its epoch.
    Verdict judge(const Cursor &cursor) const;

private:
    struct Current
    {
        QUuid id;
        QByteArray text;
    };
    const Current *currentOf(int partition) const;

    mutable std::shared_mutex m_mutex; // Guards what follows.
    QHash<QUuid, std::optional<qint64>> m_ends;
    QHash<int, Current> m_current; // By partition.
};

/// What somebody is told whose positions are of another epoch; \a last is the room's end, and
/// \a epoch the one that lasts there.
protocol::Error epochChanged(qint64 last, const QByteArray &epoch);
/// The same for one who is further than the room.
protocol::Error cursorAhead(qint64 last, const QByteArray &epoch);

} // namespace samsa::log
