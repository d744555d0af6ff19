// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/schedule.h"
#include "tests/support/server_program.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace samsa::chaos {

/// What can be done to a testbed, and undone. Each says false when it did not work.
struct Fault
{
    FaultKind kind;
    std::function<bool(int target)> begin;
    std::function<bool(int target)> end;
};

/// The servers, and all that they need, as programs of their own that can be ended and stopped. In
/// the main thread.
class Testbed
{
public:
    virtual ~Testbed() = default;

    virtual bool start() = 0;
    /// Ports, which stay the same over restarts.
    virtual QList<quint16> gateways() const = 0;
    virtual QString databaseUrl() const = 0;
    /// What the programs said, each in a file.
    virtual void keepLogs(const QString &folder) = 0;

    const std::vector<Fault> &faults() const { return m_faults; }
    const QString &error() const { return m_error; }
    /// Kinds of fault that this machine does not allow, and why.
    const QStringList &leftOut() const { return m_leftOut; }

protected:
    static quint16 freePort();
    /// What every server is told, so that the suite is not held up by what is meant for people.
    static QStringList commonArguments();
    /// Starts it again, if need be several times: what it needs may still be coming back.
    bool restart(test::ServerProgram &program, const QStringList &arguments, bool persister);
    static void keepLog(test::ServerProgram &program, const QString &file);
    /// kill -9 and another start; and a sleep.
    void addFaultsOf(const QString &name, int targets,
                     const std::function<test::ServerProgram &(int)> &program,
                     const std::function<bool(int)> &startAgain, double longestSleep);

    std::vector<Fault> m_faults;
    QString m_error;
    QStringList m_leftOut;
};

} // namespace samsa::chaos
