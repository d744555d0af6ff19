// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/client_library.h"

#include "server/store/database.h"

#include <QLibrary>
#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

using NoticeProcessor = void (*)(void *argument, const char *message);
using SetNoticeProcessor = NoticeProcessor (*)(void *connection, NoticeProcessor, void *argument);

/// Of the library that Qt's plugin has loaded already.
QFunctionPointer ofPostgreSql(const char *function)
{
    QFunctionPointer found = QLibrary::resolve(u"pq"_s, 5, function);
    if (!found)
        found = QLibrary::resolve(u"libpq"_s, function); // Windows
    if (!found)
        qCWarning(lcStore) << "libpq is not found, or has no function" << function;
    return found;
}

QFunctionPointer ofMariaDb(const char *function)
{
    QFunctionPointer found = QLibrary::resolve(u"mariadb"_s, 3, function);
    if (!found)
        found = QLibrary::resolve(u"libmariadb"_s, function); // Windows
    if (!found)
        qCWarning(lcStore) << "libmariadb is not found, or has no function" << function;
    return found;
}

/// QSqlDriver::handle(), if it is a pointer to one of these types.
void *handleOf(const QSqlDatabase &connection, std::initializer_list<QByteArrayView> types)
{
    const QVariant handle = connection.driver()->handle();
    const QByteArrayView type(handle.typeName());
    if (std::find(types.begin(), types.end(), type) != types.end())
        return *static_cast<void *const *>(handle.constData());
    qCWarning(lcStore) << "Qt's plugin does not give its connection but" << type;
    return nullptr;
}

/// Qt 6 calls it by the name of its struct.
void *postgreSqlHandle(const QSqlDatabase &connection)
{
    return handleOf(connection, {"PGconn*", "pg_conn*"});
}

void *mariaDbHandle(const QSqlDatabase &connection)
{
    return handleOf(connection, {"MYSQL*", "st_mysql*"});
}

/// "WARNING:  there is no transaction in progress\n", in the thread of the connection.
void writeNotice(void *, const char *message)
{
    const QString text = QString::fromUtf8(message).simplified();
    if (text.startsWith(u"WARNING"_s))
        qCWarning(lcStore).noquote() << "PostgreSQL says:" << text;
    else
        qCDebug(lcStore).noquote() << "PostgreSQL says:" << text;
}

/// What it costs that the end of the attempt, which only its own thread knows, is looked for.
constexpr auto betweenLooks = 10ms;

struct Attempt
{
    QString name;
    QString driver;
    QString host;
    int port = -1;
    QString user;
    QString password;
    QString database;
    QString options;
    std::atomic<bool> ended = false;
    QString error; // Once it has ended.

    void run()
    {
        {
            QSqlDatabase connection = QSqlDatabase::addDatabase(driver, name);
            connection.setHostName(host);
            connection.setPort(port);
            connection.setUserName(user);
            connection.setPassword(password);
            connection.setDatabaseName(database);
            connection.setConnectOptions(options);
            if (!connection.open())
                error = connection.lastError().text().simplified();
        }
        QSqlDatabase::removeDatabase(name);
        ended = true;
    }
};

} // namespace

qintptr postgreSqlSocket(const QSqlDatabase &connection)
{
    static const auto socketOf = reinterpret_cast<int (*)(const void *)>(ofPostgreSql("PQsocket"));
    const void *handle = postgreSqlHandle(connection);
    return socketOf && handle ? socketOf(handle) : -1;
}

qintptr mariaDbSocket(const QSqlDatabase &connection)
{
    // Its type is that of the system's sockets.
    static const auto socketOf =
        reinterpret_cast<qintptr (*)(void *)>(ofMariaDb("mysql_get_socket"));
    void *handle = mariaDbHandle(connection);
    return socketOf && handle ? static_cast<int>(socketOf(handle)) : -1;
}

void takePostgreSqlNotices(const QSqlDatabase &connection)
{
    static const auto set =
        reinterpret_cast<SetNoticeProcessor>(ofPostgreSql("PQsetNoticeProcessor"));
    if (void *handle = postgreSqlHandle(connection); set && handle)
        set(handle, writeNotice, nullptr);
}

int postgreSqlProcess(const QSqlDatabase &connection)
{
    static const auto processOf =
        reinterpret_cast<int (*)(const void *)>(ofPostgreSql("PQbackendPID"));
    const void *handle = postgreSqlHandle(connection);
    return processOf && handle ? processOf(handle) : 0;
}

QString whyNoConnection(const QSqlDatabase &pattern, const Abandonment &abandonment)
{
    static std::atomic<int> number = 0;
    const auto attempt = std::make_shared<Attempt>();
    attempt->name = u"samsa-probe-%1"_s.arg(++number);
    attempt->driver = pattern.driverName();
    attempt->host = pattern.hostName();
    attempt->port = pattern.port();
    attempt->user = pattern.userName();
    attempt->password = pattern.password();
    attempt->database = pattern.databaseName();
    attempt->options = pattern.connectOptions();
    std::thread([attempt] { attempt->run(); }).detach();
    while (!attempt->ended)
        if (abandonment.waitFor(betweenLooks))
            return u"nobody waits for it any more"_s;
    return attempt->error;
}

} // namespace samsa::store
