// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/program/program.h"
#include "tests/bench/client/watched_application.h"

#include <QJsonObject>

#include <random>

namespace samsa::bench {

/// One person's walk through the program: starts it, changes rooms, jumps to dates, scrolls through
/// the mixed room, and reports what each took. In this process, since only here it is known when
/// something has been painted. Thread: the windows' one. False: something did not happen in time.
class Walk
{
public:
    Walk(WatchedApplication &application, app::ProgramOptions options);

    /// \a begun: when the process was to start.
    bool start(WatchedApplication::Clock::time_point begun);
    bool changeRooms();
    bool jumpToDates();
    bool scroll();
    void noteMemory();

    const QJsonObject &report() const { return m_report; }

private:
    bool isShown(const QString &room);
    /// Milliseconds until the room's rows are painted.
    std::optional<double> open(const QString &room);
    std::optional<double> jump(const QDateTime &date);
    void note(const QString &name, std::vector<double> values);

    WatchedApplication &m_application;
    app::Program m_program;
    std::mt19937 m_engine {20261128};
    QJsonObject m_report;
};

} // namespace samsa::bench
