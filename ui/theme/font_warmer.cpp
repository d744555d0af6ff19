// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/font_warmer.h"

#include <QTextLayout>
#include <QTimerEvent>

#include <array>

namespace samsa::ui {

namespace {

constexpr int pauseBefore = 300; // milliseconds
constexpr int pauseBetween = 20; // milliseconds

/// A letter or two for each font that a desktop has of its own for a script.
constexpr std::array<QStringView, 10> scripts {u"Aa",
                                               u"\ud55c\uae00",
                                               u"\U0001f600\U0001f44d\u2764\ufe0f",
                                               u"\u6f22\u5b57\u304b\u30ca",
                                               u"\u0416\u03a9",
                                               u"\u0645\u0627",
                                               u"\u05e9\u05dc",
                                               u"\u0e2a\u0e27",
                                               u"\u0928\u092e",
                                               u"\u2192\u2713"};

} // namespace

void FontWarmer::warm(const QList<QFont> &fonts)
{
    m_fonts = fonts;
    m_next = 0;
    m_step.start(pauseBefore, this);
}

void FontWarmer::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_step.timerId())
        return;
    if (m_next == m_fonts.size() * qsizetype(scripts.size())) {
        m_step.stop();
        Q_EMIT done();
        return;
    }
    QTextLayout layout(scripts[m_next % scripts.size()].toString(),
                       m_fonts.at(m_next / qsizetype(scripts.size())));
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    ++m_next;
    m_step.start(pauseBetween, this);
}

} // namespace samsa::ui
