// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"

#include <optional>

namespace samsa::app {

/// Up to where a person has read each room, as the archive keeps it. Thread: the archive's; nothing
/// blocks. To be used once the archive is started.
class ReadMarks
{
public:
    using Mark = ReadMark;

    explicit ReadMarks(Archive &archive)
        : m_archive(archive)
    {
    }

    /// Nothing was ever kept, or what was is lost: what is there now counts as read.
    bool isNew() const { return !m_archive.hasMarks(); }
    std::optional<Mark> of(const QUuid &room) const;
    /// Only ever forward. True when something changed.
    bool set(const QUuid &room, const Mark &mark);
    /// From now on a room without a mark was never read.
    void begin() { m_archive.beginMarks(); }

private:
    Archive &m_archive;
};

} // namespace samsa::app
