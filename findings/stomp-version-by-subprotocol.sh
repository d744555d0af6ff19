#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: webstomp-client 1.2.6 (ws 8.18.0), QWebSocketServer of Qt 6.12.0 (PySide6)
# guess:    A client and a server that both know STOMP 1.2, 1.1 and 1.0 agree on 1.2.
# seen:     1.0. QWebSocketServer answers the first of the client's list that it knows, whatever the order given to
#           setSupportedSubprotocols; webstomp-client offers v10.stomp first, and then asks for the one version of the subprotocol
#           that was chosen, so STOMP's own choice by accept-version has nothing left to choose from.
source "$(dirname "$0")/support/common.bash"
with libgl1 libegl1
python PySide6-Essentials==6.12.0 PySide6-Addons==6.12.0
node_packages webstomp-client@1.2.6 ws@8.18.0
cat >server.py <<'END'
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QHostAddress
from PySide6.QtWebSockets import QWebSocketServer

app = QCoreApplication()
server = QWebSocketServer("finding", QWebSocketServer.SslMode.NonSecureMode)
server.setSupportedSubprotocols(["v12.stomp", "v11.stomp", "v10.stomp"])
server.listen(QHostAddress.SpecialAddress.LocalHost)
sockets = []


def come():
    socket = server.nextPendingConnection()
    sockets.append(socket)
    socket.textMessageReceived.connect(
        lambda text: (print(socket.subprotocol(), *text.splitlines()[1:2], flush=True), app.quit()))


server.newConnection.connect(come)
print(server.serverPort(), flush=True)
app.exec()
END
cat >client.mjs <<'END'
import webstomp from "webstomp-client";
import { WebSocket } from "ws";
globalThis.WebSocket = WebSocket;
webstomp.client(`ws://127.0.0.1:${process.argv[2]}`, { debug: false }).connect({}, () => {}, () => process.exit());
END
"$python" server.py >seen &
started+=($!)
until [ -s seen ]; do sleep 0.1; done
node client.mjs "$(head -1 seen)"
expect "what was chosen, and what CONNECT asks for" "v10.stomp accept-version:1.0" "$(tail -n +2 seen)"
