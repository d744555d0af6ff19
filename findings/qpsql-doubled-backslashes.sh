#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: Qt 6.8.3 (PySide6 6.8.3), PostgreSQL 15 of Debian 12
# guess:    A session that says SET standard_conforming_strings = on first of all, because its server's default may be off, stores texts as
#           they are from then on; bound values are no literals anyhow.
# seen:     QPSQL asks once, at connecting, how the server reads a backslash, and writes bound values as literals by that. After the SET it
#           goes on doubling backslashes for a server that takes them as they are: C:\new is stored as C:\\new, without an error.
#           The same with 6.4.2 and 6.6.3; with 6.10.1 and 6.12.0 it is stored as it is.
source "$(dirname "$0")/support/common.bash"
with libgl1 libegl1 libpq5 postgresql
python PySide6-Essentials==6.8.3
chmod 755 "$work"
bin=$(pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
owner=(runuser -u postgres --)
[ "$(id -u)" = 0 ] || owner=()
mkdir database
[ "$(id -u)" != 0 ] || chown postgres database
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${owner[@]}" "$bin/initdb" -D "$work/database" -A trust -U demo -E UTF8 --locale=C >/dev/null
"${owner[@]}" "$bin/postgres" -D "$work/database" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c standard_conforming_strings=off -c escape_string_warning=off >postgres.log 2>&1 &
started+=($!)
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
    kill -0 "${started[-1]}" || { tail postgres.log; exit 1; }
    sleep 0.2
done
cat >look.py <<'END'
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtSql import QSqlDatabase, QSqlQuery

app = QCoreApplication()
text = r"C:\new"


def stored(name, *first, options=""):
    database = QSqlDatabase.addDatabase("QPSQL", name)
    database.setHostName("127.0.0.1")
    database.setPort(int(sys.argv[1]))
    database.setUserName("demo")
    database.setDatabaseName("postgres")
    database.setConnectOptions(options)
    if not database.open():
        sys.exit(database.lastError().text())
    query = QSqlQuery(database)
    for statement in first:
        query.exec(statement)
    query.prepare("SELECT CAST(? AS text), length(CAST(? AS text))")
    query.addBindValue(text)
    query.addBindValue(text)
    if not query.exec() or not query.next():
        sys.exit(query.lastError().text())
    print(f"{name}: {query.value(0)} of {query.value(1)} characters")


stored("as the server is set up")
stored("set after connecting", "SET standard_conforming_strings = on")
stored("set by the connection", options="options='-c standard_conforming_strings=on'")
END
expect "C:\\new, of 6 characters, bound to a prepared query" \
'as the server is set up: C:\new of 6 characters
set after connecting: C:\\new of 7 characters
set by the connection: C:\new of 6 characters' "$("$python" look.py "$port" 2>/dev/null)"
