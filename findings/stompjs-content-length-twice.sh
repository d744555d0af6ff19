#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: @stomp/stompjs 7.5.0 with ws 8.18.0
# guess:    A content-length that the application gives takes the place of the one that the client would write.
# seen:     The frame has both, one after the other. STOMP says that of a repeated header the first counts; a server that takes two
#           lengths for an attack refuses everything that such a program sends.
source "$(dirname "$0")/support/common.bash"
node_packages @stomp/stompjs@7.5.0 ws@8.18.0
cat >look.mjs <<'END'
import { Client } from "@stomp/stompjs";
import { WebSocket, WebSocketServer } from "ws";
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
await new Promise((resolve) => server.once("listening", resolve));
server.on("connection", (socket) =>
  socket.on("message", (data) => {
    if (/^CONNECT/.test(data)) return socket.send("CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0");
    console.log(JSON.stringify(String(data)));
    process.exit();
  }),
);
const client = new Client({ webSocketFactory: () => new WebSocket(`ws://127.0.0.1:${server.address().port}`) });
client.onConnect = () => client.publish({ destination: "/a", body: "Tea", headers: { "content-length": "3" } });
client.activate();
END
expect "the frame" '"SEND\ndestination:/a\ncontent-length:3\ncontent-length:3\n\nTea\u0000"' "$(node look.mjs)"
