// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/database_server.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QHostAddress>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTcpServer>
#include <QThread>
#include <QUuid>

#include <algorithm>
#include <csignal>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#ifdef Q_OS_UNIX
#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#endif

namespace samsa::test {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int launches = 3;
constexpr std::chrono::seconds readyWithin {60};
constexpr int toolTimeMs = 120'000;
const QString owner = u"samsa"_s;

/// Distributions keep a server's programs where PATH does not look.
QString programNamed(const QString &name)
{
    QStringList folders;
    const QDir versions(u"/usr/lib/postgresql"_s);
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        folders.prepend(versions.filePath(version + u"/bin"_s));
    folders += u"/usr/sbin"_s;
    const QString found = QStandardPaths::findExecutable(name, folders);
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

#ifdef Q_OS_UNIX
struct User
{
    uid_t user = 0;
    gid_t group = 0;
};

/// Whom the server runs as, when it is root who starts it: PostgreSQL refuses to run as root.
std::optional<User> serverUser(const char *name)
{
    if (::geteuid() != 0)
        return std::nullopt;
    const passwd *entry = ::getpwnam(name);
    if (!entry)
        entry = ::getpwnam("nobody");
    if (!entry)
        return std::nullopt;
    return User {entry->pw_uid, entry->pw_gid};
}
#endif

const char *userName(DatabaseServer::Kind kind)
{
    return kind == DatabaseServer::Kind::PostgreSql ? "postgres" : "mysql";
}

} // namespace

bool DatabaseServer::wanted(Kind kind)
{
#ifdef __SANITIZE_THREAD__
    // It cannot see into the drivers' libraries, which lock in ways of their own.
    Q_UNUSED(kind)
    return false;
#endif
    if (qEnvironmentVariableIsSet("SAMSA_ALL_DATABASES"))
        return true;
    const bool postgreSql = kind == Kind::PostgreSql;
    return QSqlDatabase::isDriverAvailable(postgreSql ? u"QPSQL"_s : u"QMYSQL"_s)
        && !programNamed(postgreSql ? u"postgres"_s : u"mariadbd"_s).isEmpty();
}

DatabaseServer::DatabaseServer(Kind kind)
    : m_kind(kind)
{
}

DatabaseServer::~DatabaseServer()
{
    kill();
}

DatabaseServer &DatabaseServer::shared(Kind kind)
{
    static DatabaseServer postgreSql(Kind::PostgreSql);
    static DatabaseServer mariaDb(Kind::MariaDb);
    DatabaseServer &server = kind == Kind::PostgreSql ? postgreSql : mariaDb;
    if (!server.running() && !server.restart())
        qFatal("No database server for this test: %s", qPrintable(server.error()));
    return server;
}

bool DatabaseServer::start()
{
#ifdef Q_OS_UNIX
    if (const auto user = serverUser(userName(m_kind))) {
        if (::chown(QFile::encodeName(m_folder.path()).constData(), user->user, user->group) != 0) {
            m_error = u"its folder cannot be given to it"_s;
            return false;
        }
    }
#endif
    if (!prepare())
        return false;
    // A port that was free a moment ago may be taken by somebody else's test: then another.
    for (int i = 0; i < launches; ++i) {
        QTcpServer free;
        if (!free.listen(QHostAddress::LocalHost)) {
            m_error = free.errorString();
            return false;
        }
        m_port = free.serverPort();
        free.close();
        if (launch())
            return true;
    }
    m_port = 0;
    return false;
}

/// Makes the data folder.
bool DatabaseServer::prepare()
{
    const QString data = m_folder.filePath(u"data"_s);
    if (QDir(data).exists())
        return true;
    if (m_kind == Kind::PostgreSql) {
        return runTool(u"initdb"_s,
                       {u"--pgdata="_s + data, u"--username="_s + owner, u"--auth=trust"_s,
                        u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s, u"--no-sync"_s});
    }
    QFile firstStatements(m_folder.filePath(u"init.sql"_s));
    if (!firstStatements.open(QIODevice::WriteOnly)) {
        m_error = firstStatements.errorString();
        return false;
    }
    firstStatements.write("CREATE USER IF NOT EXISTS 'samsa'@'%' IDENTIFIED BY '';\n"
                          "GRANT ALL ON *.* TO 'samsa'@'%';\n");
    firstStatements.setPermissions(firstStatements.permissions() | QFile::ReadGroup
                                   | QFile::ReadOther);
    return runTool(u"mariadb-install-db"_s,
                   {u"--no-defaults"_s, u"--datadir="_s + data, u"--skip-test-db"_s,
                    u"--auth-root-authentication-method=normal"_s, u"--skip-log-bin"_s});
}

void DatabaseServer::runAsItsUser(QProcess &process) const
{
    process.setWorkingDirectory(m_folder.path());
#ifdef Q_OS_UNIX
    const auto user = serverUser(userName(m_kind));
    process.setChildProcessModifier([user] {
        if (user
            && (::setgroups(0, nullptr) != 0 || ::setgid(user->group) != 0
                || ::setuid(user->user) != 0))
            ::_exit(127);
#ifdef Q_OS_LINUX
        // Also when the test crashes; after the change of user, which takes it back.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    });
#endif
}

bool DatabaseServer::runTool(const QString &program, const QStringList &arguments)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    runAsItsUser(tool);
    tool.start(programNamed(program), arguments);
    if (tool.waitForFinished(toolTimeMs) && tool.exitCode() == 0)
        return true;
    m_error = u"%1 failed: %2 %3"_s.arg(program, tool.errorString(),
                                        QString::fromUtf8(tool.readAll().right(2000)));
    return false;
}

bool DatabaseServer::launch()
{
    const QString data = m_folder.filePath(u"data"_s);
    const QString output = m_folder.filePath(u"server.log"_s);
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(output);
    runAsItsUser(*m_process);
    const QString port = QString::number(m_port);
    if (m_kind == Kind::PostgreSql) {
        m_process->start(programNamed(u"postgres"_s),
                         {u"-D"_s, data, u"-p"_s, port, u"-c"_s, u"listen_addresses=127.0.0.1"_s,
                          u"-c"_s, u"unix_socket_directories="_s, u"-c"_s, u"max_connections=60"_s,
                          u"-c"_s, u"shared_buffers=64MB"_s});
    } else {
        m_process->start(programNamed(u"mariadbd"_s),
                         {u"--no-defaults"_s, u"--datadir="_s + data, u"--port="_s + port,
                          u"--bind-address=127.0.0.1"_s,
                          u"--socket="_s + m_folder.filePath(u"socket"_s),
                          u"--pid-file="_s + m_folder.filePath(u"pid"_s),
                          u"--init-file="_s + m_folder.filePath(u"init.sql"_s),
                          u"--skip-name-resolve"_s, u"--character-set-server=utf8mb4"_s,
                          u"--innodb-buffer-pool-size=64M"_s, u"--local-infile=1"_s});
    }
    if (waitUntilReady())
        return true;
    QFile log(output);
    if (log.open(QIODevice::ReadOnly))
        m_error += u" Its output: "_s + QString::fromUtf8(log.readAll().right(2000));
    kill();
    return false;
}

bool DatabaseServer::waitUntilReady()
{
    const QDeadlineTimer deadline(readyWithin);
    while (!deadline.hasExpired()) {
        // waitForFinished() is the pause between two attempts, and notices when it gives up.
        if (m_process->waitForFinished(50) || m_process->state() == QProcess::NotRunning)
            return false;
        if (administer({}))
            return true;
    }
    return false;
}

bool DatabaseServer::administer(const QString &statement)
{
    const QString name = u"administrator-%1"_s.arg(QUuid::createUuid().toString(QUuid::Id128));
    bool done = false;
    {
        QSqlDatabase connection =
            QSqlDatabase::addDatabase(m_kind == Kind::PostgreSql ? u"QPSQL"_s : u"QMYSQL"_s, name);
        connection.setHostName(u"127.0.0.1"_s);
        connection.setPort(m_port);
        connection.setUserName(owner);
        connection.setDatabaseName(m_kind == Kind::PostgreSql ? u"postgres"_s : u"mysql"_s);
        done = connection.open();
        m_error = connection.lastError().text();
        if (done && !statement.isEmpty()) {
            QSqlQuery query(connection);
            done = query.exec(statement);
            m_error = query.lastError().text();
        }
    }
    QSqlDatabase::removeDatabase(name);
    return done;
}

QString DatabaseServer::newDatabase()
{
    const QString name = u"samsa_"_s + QUuid::createUuid().toString(QUuid::Id128).left(12);
    if (!administer(u"CREATE DATABASE "_s + name))
        qFatal("A database could not be made: %s", qPrintable(m_error));
    return (m_kind == Kind::PostgreSql ? u"postgresql://%1@127.0.0.1:%2/%3"_s
                                       : u"mysql://%1@127.0.0.1:%2/%3"_s)
        .arg(owner)
        .arg(m_port)
        .arg(name);
}

namespace {

/// Also when nobody has taken notice of its end. True where the system does not say.
[[maybe_unused]] bool hasEnded(qint64 process)
{
    QFile status(u"/proc/%1/stat"_s.arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return true;
    // After the name, which may hold anything, in parentheses.
    const QByteArray line = status.readAll();
    return line.mid(line.lastIndexOf(')') + 2).startsWith('Z');
}

} // namespace

/// Its own and, with PostgreSQL, one for each connection.
QList<qint64> DatabaseServer::processes() const
{
    // One that has ended has the number 0, which to kill() is whoever started the test.
    if (!m_process || m_process->processId() == 0)
        return {};
    QList<qint64> all {m_process->processId()};
    QFile children(u"/proc/%1/task/%1/children"_s.arg(all.first()));
    if (children.open(QIODevice::ReadOnly)) {
        for (const QByteArray &child : children.readAll().simplified().split(' '))
            if (!child.isEmpty())
                all.append(child.toLongLong());
    }
    return all;
}

void DatabaseServer::signalAll([[maybe_unused]] int number) const
{
#ifdef Q_OS_UNIX
    for (const qint64 process : processes())
        ::kill(static_cast<pid_t>(process), number);
#endif
}

void DatabaseServer::stop()
{
    if (!m_process)
        return;
#ifdef Q_OS_UNIX
    // PostgreSQL's fast shutdown: clients are cut off. MariaDB's is SIGTERM.
    ::kill(static_cast<pid_t>(m_process->processId()),
           m_kind == Kind::PostgreSql ? SIGINT : SIGTERM);
#endif
    m_process->waitForFinished(30'000);
    kill();
}

void DatabaseServer::kill()
{
    if (!m_process)
        return;
#ifdef Q_OS_UNIX
    signalAll(SIGSTOP); // so that none is forked while they are counted
    const QList<qint64> all = processes();
    signalAll(SIGKILL);
#endif
    m_process->kill();
    m_process->waitForFinished(10'000);
    m_process.reset();
#ifdef Q_OS_UNIX
    // PostgreSQL does not start again beside a process that still has its shared memory.
    const QDeadlineTimer deadline(std::chrono::seconds(10));
    for (const qint64 process : all)
        while (!hasEnded(process) && !deadline.hasExpired())
            QThread::msleep(5);
#endif
}

bool DatabaseServer::restart()
{
    kill();
    return m_port == 0 ? start() : launch();
}

namespace {

/// Whether each of its threads stands still, which is a moment after the signal. True where the
/// system does not say.
bool standsStill(qint64 process)
{
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return std::all_of(threads.begin(), threads.end(), [&](const QString &thread) {
        QFile status(tasks.filePath(thread + u"/stat"_s));
        if (!status.open(QIODevice::ReadOnly))
            return true;
        // After the name, which may hold anything, in parentheses.
        const QByteArray line = status.readAll();
        return line.mid(line.lastIndexOf(')') + 2).startsWith('T');
    });
}

} // namespace

void DatabaseServer::suspend()
{
#ifdef Q_OS_UNIX
    signalAll(SIGSTOP);
    const QDeadlineTimer deadline(std::chrono::seconds(10));
    const QList<qint64> all = processes();
    while (!std::all_of(all.begin(), all.end(), standsStill) && !deadline.hasExpired())
        QThread::yieldCurrentThread();
#endif
}

void DatabaseServer::resume()
{
#ifdef Q_OS_UNIX
    signalAll(SIGCONT);
#endif
}

bool DatabaseServer::running() const
{
    return m_process && m_process->state() == QProcess::Running;
}

} // namespace samsa::test
