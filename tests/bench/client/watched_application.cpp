// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/client/watched_application.h"

#include <QDeadlineTimer>
#include <QEvent>
#include <QTimer>

#include <ctime>

namespace samsa::bench {

namespace {

constexpr std::chrono::seconds patience {20};

} // namespace

double threadMilliseconds()
{
    timespec used {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return double(used.tv_sec) * 1e3 + double(used.tv_nsec) / 1e6;
}

bool runUntil(const std::function<bool()> &isTrue)
{
    const QDeadlineTimer deadline(patience);
    // Wakes the event loop when nothing else does.
    QTimer look;
    look.start(std::chrono::milliseconds(100));
    while (!isTrue()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void WatchedApplication::expect(std::function<bool()> isThere)
{
    m_isThere = std::move(isThere);
    m_seenAt.reset();
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (event->type() != QEvent::Paint || !m_widget || receiver != m_widget())
        return QApplication::notify(receiver, event);
    const bool isThere = m_isThere && !m_seenAt && m_isThere();
    const double begun = threadMilliseconds();
    const bool known = QApplication::notify(receiver, event);
    m_paints.push_back(threadMilliseconds() - begun);
    if (isThere)
        m_seenAt = Clock::now();
    return known;
}

} // namespace samsa::bench
