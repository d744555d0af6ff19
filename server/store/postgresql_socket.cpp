// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/postgresql_socket.h"

#include "server/store/database.h"

#include <QLibrary>
#include <QSqlDriver>
#include <QVariant>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

namespace {

using SocketOf = int (*)(const void *connection);

void warnOfWaiting(const char *why)
{
    qCWarning(lcStore) << "A PostgreSQL that hangs is waited for:" << why;
}

/// Of the library that Qt's plugin has loaded already: this program is not linked with it, and runs
/// where there is none.
SocketOf findSocketOf()
{
    QFunctionPointer found = QLibrary::resolve(u"pq"_s, 5, "PQsocket");
    if (!found)
        found = QLibrary::resolve(u"libpq"_s, "PQsocket"); // Windows
    if (!found)
        warnOfWaiting("libpq is not found.");
    return reinterpret_cast<SocketOf>(found);
}

} // namespace

qintptr postgreSqlSocket(const QSqlDatabase &connection)
{
    // QSqlDriver::handle() is a PGconn *, which Qt 6 calls by the name of its struct.
    const QVariant handle = connection.driver()->handle();
    const QByteArrayView type(handle.typeName());
    if (type != "PGconn*" && type != "pg_conn*") {
        warnOfWaiting("Qt's plugin does not give its connection.");
        return -1;
    }
    const void *pgConnection = *static_cast<void *const *>(handle.constData());
    static const SocketOf socketOf = findSocketOf();
    return socketOf && pgConnection ? socketOf(pgConnection) : -1;
}

} // namespace samsa::store
