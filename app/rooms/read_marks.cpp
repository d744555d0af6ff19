// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/read_marks.h"

#include <algorithm>

namespace samsa::app {

std::optional<ReadMarks::Mark> ReadMarks::of(const QUuid &room) const
{
    const auto place = m_archive.marks().constFind(room);
    return place == m_archive.marks().constEnd() ? std::nullopt : std::optional<Mark>(*place);
}

bool ReadMarks::set(const QUuid &room, const Mark &mark)
{
    const Mark kept = of(room).value_or(Mark());
    const Mark moved {std::max(kept.position, mark.position), std::max(kept.count, mark.count)};
    if (moved == kept)
        return false;
    m_archive.setMark(room, moved);
    return true;
}

} // namespace samsa::app
