#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: @stomp/stompjs 7.5.0 with splitLargeFrames, webstomp-client 1.2.6 as it is; ws 8.18.0 on Node
# guess:    A long text that the client cuts into several WebSocket messages arrives as it was.
# seen:     Both cut after a number of UTF-16 units (8,192; 16,384), also through the middle of an emoji. WebSocket text is UTF-8, so
#           each half becomes U+FFFD on the way: one emoji is lost at each cut, and two bytes more come than content-length says.
source "$(dirname "$0")/support/common.bash"
node_packages @stomp/stompjs@7.5.0 webstomp-client@1.2.6 ws@8.18.0
cat >look.mjs <<'END'
import { Client } from "@stomp/stompjs";
import webstomp from "webstomp-client";
import { WebSocket, WebSocketServer } from "ws";

globalThis.WebSocket = WebSocket;
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
await new Promise((resolve) => server.once("listening", resolve));
const url = `ws://127.0.0.1:${server.address().port}`;
let arrived;
server.on("connection", (socket) => {
  let text = "", messages = 0;
  socket.on("message", (data) => {
    if (text === "" && /^CONNECT/.test(data)) return socket.send("CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0");
    text += data;
    messages++;
    if (text.endsWith("\0")) arrived({ text, messages });
  });
});
const count = (text, sign) => text.split(sign).length - 1;
async function say(name, send) {
  const text = "x" + "🍵".repeat(9000);
  const got = await new Promise((resolve) => { arrived = resolve; send(text); });
  console.log(name, `messages ${got.messages}, emoji ${count(got.text, "🍵")} of 9000, U+FFFD ${count(got.text, "\ufffd")}`);
}
for (const splitLargeFrames of [false, true])
  await say(`stompjs split=${splitLargeFrames}:`, (body) => {
    const client = new Client({ webSocketFactory: () => new WebSocket(url), splitLargeFrames, heartbeatOutgoing: 0 });
    client.onConnect = () => client.publish({ destination: "/a", body });
    client.activate();
  });
await say("webstomp-client:", (body) => {
  const client = webstomp.over(new WebSocket(url, "v12.stomp"), { debug: false, heartbeat: false });
  client.connect({}, () => client.send("/a", body));
});
process.exit();
END
expect "one sign and 9,000 emoji" \
"stompjs split=false: messages 1, emoji 9000 of 9000, U+FFFD 0
stompjs split=true: messages 3, emoji 8998 of 9000, U+FFFD 4
webstomp-client: messages 2, emoji 8999 of 9000, U+FFFD 2" "$(node look.mjs)"
