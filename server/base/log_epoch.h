// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QUuid>

#include <optional>

namespace samsa {

/// A stretch of the log in which no position is given twice (docs/decisions/0022). Of a partition;
/// the local log's are of partition 0, and hold for all rooms.
struct LogEpoch
{
    int partition = 0;
    QUuid id;
    /// The last position that is good for whoever knows it from this epoch; nothing while it lasts.
    std::optional<qint64> ended {};

    friend bool operator==(const LogEpoch &, const LogEpoch &) = default;
};

/// Where somebody stands in a room, as he was told it.
struct Cursor
{
    qint64 position = 0;
    QUuid epoch {}; ///< Null: he does not say.
};

} // namespace samsa
