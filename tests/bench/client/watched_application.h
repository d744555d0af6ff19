// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QApplication>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace samsa::bench {

/// An application that notes what one widget's paint events cost. Thread: the windows' one.
class WatchedApplication : public QApplication
{
    Q_OBJECT
public:
    using Clock = std::chrono::steady_clock;

    WatchedApplication(int &argc, char **argv)
        : QApplication(argc, argv)
    {
    }

    /// Asked for each paint event; it may be null as long as there is none.
    void watch(std::function<const QObject *()> widget) { m_widget = std::move(widget); }

    /// From now on waits for the first paint event that begins while \a isThere.
    void expect(std::function<bool()> isThere);
    /// When that had been painted; nothing until then.
    std::optional<Clock::time_point> seenAt() const { return m_seenAt; }

    /// Milliseconds of this thread, of each paint event since the last call.
    std::vector<double> takePaints() { return std::exchange(m_paints, {}); }
    bool hasPainted() const { return !m_paints.empty(); }

    bool notify(QObject *receiver, QEvent *event) override;

private:
    std::function<const QObject *()> m_widget;
    std::function<bool()> m_isThere;
    std::optional<Clock::time_point> m_seenAt;
    std::vector<double> m_paints;
};

/// What this thread has used of a processor, in milliseconds.
double threadMilliseconds();

/// Lets the event loop run until \a isTrue, for 20 seconds at most: then false.
bool runUntil(const std::function<bool()> &isTrue);

} // namespace samsa::bench
