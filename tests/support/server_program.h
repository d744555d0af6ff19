// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace samsa::test {

/// The program samsa-server as a process of its own, with nothing in its environment that this test
/// did not put there. It ends with this object, and on Linux with the thread that started it,
/// however that ends.
class ServerProgram
{
public:
    explicit ServerProgram(QString program);
    ~ServerProgram(); ///< Kills it.

    QProcessEnvironment environment;

    /// Starts it on a port of its own, unless the arguments say where; true when it says that it
    /// listens.
    bool start(const QStringList &arguments);
    /// The same for one with `--role persister`, which has no port.
    bool startPersister(const QStringList &arguments);
    /// Runs it to its end; its exit code, or -1.
    int run(const QStringList &arguments);
    void signal(int number);
    void kill(); ///< SIGKILL, and waits.
    bool waitForFinished();

    quint16 port() const { return m_port; }
    int exitCode() const { return m_process.exitCode(); }
    QProcess::ExitStatus exitStatus() const { return m_process.exitStatus(); }
    QByteArray output(); ///< Standard output so far.
    QByteArray errors(); ///< Standard error so far.
    bool isRunning() const { return m_process.state() == QProcess::Running; }

private:
    std::optional<QString> startAndAwait(const QStringList &arguments,
                                         const QRegularExpression &line);

    QString m_program;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
    quint16 m_port = 0;
};

} // namespace samsa::test
