// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/position_ranges.h"

#include <algorithm>

namespace samsa::app {

void PositionRanges::add(Span span)
{
    if (span.isEmpty())
        return;
    m_spans.removeIf([&span](const Span &other) {
        if (other.first > span.last + 1 || other.last < span.first - 1)
            return false;
        span = {std::min(span.first, other.first), std::max(span.last, other.last)};
        return true;
    });
    const auto place = std::find_if(m_spans.cbegin(), m_spans.cend(), [&span](const Span &other) {
        return other.first > span.first;
    });
    m_spans.insert(place, span);
}

void PositionRanges::remove(const Span &span)
{
    QList<Span> left;
    for (const Span &other : std::as_const(m_spans)) {
        const Span before {other.first, std::min(other.last, span.first - 1)};
        const Span behind {std::max(other.first, span.last + 1), other.last};
        for (const Span &part : {before, behind})
            if (!part.isEmpty())
                left.append(part);
    }
    m_spans = left;
}

QList<Span> PositionRanges::missing(const Span &span) const
{
    QList<Span> missing;
    qint64 from = span.first;
    for (const Span &known : m_spans) {
        if (const Span gap {from, std::min(known.first - 1, span.last)}; !gap.isEmpty())
            missing.append(gap);
        from = std::max(from, known.last + 1);
    }
    if (const Span gap {from, span.last}; !gap.isEmpty())
        missing.append(gap);
    return missing;
}

} // namespace samsa::app
