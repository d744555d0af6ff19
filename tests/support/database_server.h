// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace samsa::test {

/// A real PostgreSQL or MariaDB on a free port of 127.0.0.1, with its data in a folder of its own.
/// It ends with this object, and on Linux with the thread that started it, however that ends.
/// Started by root it runs as the user that the distribution made for it.
class DatabaseServer
{
public:
    enum class Kind { PostgreSql, MariaDb };

    /// Whether tests are to run with it: its programs and Qt's plugin are installed, or
    /// SAMSA_ALL_DATABASES says that they have to be. Never under ThreadSanitizer.
    static bool wanted(Kind kind);

    explicit DatabaseServer(Kind kind);
    ~DatabaseServer();

    /// The one of its kind that a test program shares; started when it is first asked for, ended
    /// with the program.
    static DatabaseServer &shared(Kind kind);

    /// Makes the data folder, starts the server and waits until it answers. When that fails,
    /// error() says why.
    bool start();
    void stop(); ///< As the system's service manager does it; waits. Data and port stay.
    void kill(); ///< As kill -9 does it; waits. Data and port stay.
    bool restart();
    /// Stops all its processes where they are (SIGSTOP), and lets them go on.
    void suspend();
    void resume();

    bool running() const;
    QString error() const { return m_error; }
    /// Makes an empty database, and says the URL that --database takes.
    QString newDatabase();
    /// Runs a statement as its administrator; with none, only connects.
    bool administer(const QString &statement);

private:
    bool prepare();
    bool launch();
    bool waitUntilReady();
    bool runTool(const QString &program, const QStringList &arguments);
    void runAsItsUser(QProcess &process) const;
    QList<qint64> processes() const;
    void signalAll(int number) const;

    const Kind m_kind;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    std::unique_ptr<QProcess> m_process;
    QString m_error;
};

} // namespace samsa::test
