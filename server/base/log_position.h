// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QUuid>

#include <optional>

namespace samsa {

/// Up to where the database holds a partition of the log, and how its offsets become positions.
struct LogPosition
{
    int partition = 0;
    qint64 next = 0; ///< The offset that is needed next.
    qint64 base = 0;

    /// A position is 1 or more, and goes on growing when a topic was made anew.
    qint64 positionOf(qint64 offset) const { return offset + 1 + base; }
    /// The position up to which the database holds everything.
    qint64 persisted() const { return next + base; }

    friend bool operator==(const LogPosition &, const LogPosition &) = default;
};

/// A record of the topic, and what it is known by.
struct RecordMark
{
    qint64 offset = 0;
    QUuid fingerprint;

    friend bool operator==(const RecordMark &, const RecordMark &) = default;
};

/// What a partition of the topic holds now.
struct Watermarks
{
    qint64 low = 0;
    /// The offset that the next record will get. A leader that has just taken over may say less
    /// until its replicas have told it how far they are.
    qint64 high = 0;
    /// Whether a read at the offset that is needed has failed, because it is not there: only then
    /// does a high that is below it mean that the topic was made anew.
    bool offsetIsGone = false;
    /// The topic does not have this record, which was read of it: it was made anew as well.
    std::optional<RecordMark> notThere {};
};

} // namespace samsa
