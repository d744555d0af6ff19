// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/message_slice.h"

#include <QList>

namespace samsa::app {

/// A set of a room's positions, as spans that do not touch. Values. Cost: linear in the spans.
class PositionRanges
{
public:
    void clear() { m_spans.clear(); }
    void add(Span span);
    void remove(const Span &span);
    /// What of \a span is not in it, in order.
    QList<Span> missing(const Span &span) const;

private:
    QList<Span> m_spans; // in order
};

} // namespace samsa::app
