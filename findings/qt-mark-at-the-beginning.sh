#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: Qt 6.12.0 (PySide6 6.12.0)
# guess:    Text goes through JSON, CBOR, SQLite and a WebSocket as it was: U+FEFF in it is a character like others.
# seen:     At the very beginning it is taken for a byte order mark and dropped, in each of them: a string of a JSON document (unless it is
#           written as the escape \ufeff), of CBOR, a value bound to a query of QSQLITE, a text message of QWebSocket. Elsewhere in
#           the string it stays. Who compares lengths, hashes or signatures of such texts finds two that were one.
source "$(dirname "$0")/support/common.bash"
with libgl1 libegl1
python PySide6-Essentials==6.12.0 PySide6-Addons==6.12.0
cat >look.py <<'END'
from PySide6.QtCore import QByteArray, QCborValue, QCoreApplication, QJsonDocument, QUrl
from PySide6.QtNetwork import QHostAddress
from PySide6.QtSql import QSqlDatabase, QSqlQuery
from PySide6.QtWebSockets import QWebSocket, QWebSocketServer

app = QCoreApplication()
texts = {"first": "\ufeffTea", "inside": "T\ufeffea"}


def kept(name, through):
    print(name, *(f"{place}: {'kept' if through(text) == text else 'dropped'}" for place, text in texts.items()))


def json(string):
    return QJsonDocument.fromJson(QByteArray(f'{{"text":"{string}"}}'.encode())).object()["text"]


def sqlite(text):
    query = QSqlQuery(database)
    query.prepare("SELECT ?")
    query.addBindValue(text)
    query.exec()
    query.next()
    return query.value(0)


def websocket(text):
    client.sendTextMessage(text)
    app.exec()
    return received.pop()


kept("JSON", json)
kept("JSON, escaped", lambda text: json(text.replace("\ufeff", "\\ufeff")))
kept("CBOR", lambda text: QCborValue.fromCbor(QCborValue(text).toCbor()).toString())
database = QSqlDatabase.addDatabase("QSQLITE")
database.setDatabaseName(":memory:")
database.open()
kept("QSQLITE", sqlite)
received, sockets = [], []
server = QWebSocketServer("finding", QWebSocketServer.SslMode.NonSecureMode)
server.listen(QHostAddress.SpecialAddress.LocalHost)


def come():
    sockets.append(server.nextPendingConnection())
    sockets[0].textMessageReceived.connect(lambda text: (received.append(text), app.quit()))


server.newConnection.connect(come)
client = QWebSocket()
client.connected.connect(app.quit)
client.open(QUrl(f"ws://127.0.0.1:{server.serverPort()}"))
app.exec()
kept("QWebSocket", websocket)
END
expect "U+FEFF" \
"JSON first: dropped inside: kept
JSON, escaped first: kept inside: kept
CBOR first: dropped inside: kept
QSQLITE first: dropped inside: kept
QWebSocket first: dropped inside: kept" "$("$python" look.py)"
