// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/seen_timer.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

namespace samsa::ui {

SeenTimer::SeenTimer(std::chrono::milliseconds interval, QWidget *widget)
    : QObject(widget)
    , m_widget(widget)
    , m_timer(new QTimer(this))
{
    m_timer->setInterval(interval);
    connect(m_timer, &QTimer::timeout, this, &SeenTimer::tick);
    m_widget->installEventFilter(this);
}

bool SeenTimer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_widget && event->type() == QEvent::Show) {
        if (QWidget *window = m_widget->window(); m_window != window) {
            if (m_window != nullptr && m_window != m_widget)
                m_window->removeEventFilter(this);
            m_window = window;
            m_window->installEventFilter(this);
        }
        run(!m_window->isMinimized());
    } else if (watched == m_widget && event->type() == QEvent::Hide) {
        run(false);
    } else if (watched == m_window && event->type() == QEvent::WindowStateChange) {
        run(m_widget->isVisible() && !m_window->isMinimized());
    }
    return false;
}

void SeenTimer::run(bool seen)
{
    if (seen == m_timer->isActive())
        return;
    if (!seen) {
        m_timer->stop();
        return;
    }
    m_timer->start();
    Q_EMIT tick();
}

} // namespace samsa::ui
