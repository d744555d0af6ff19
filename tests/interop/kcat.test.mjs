// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// kcat, which knows nothing of Samsa, at the same topic as a samsa-server: it reads what people say, and speaks.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBroker } from "./kafka.mjs";
import { startServer } from "./server.mjs";
import { bearer, connect, follow, send } from "./stomp.mjs";

let broker, server, token, room, client, live;

before(async () => {
  broker = await startBroker();
  server = await startServer("--kafka", broker.address);
  token = await server.claim("Ann");
  room = await server.makeRoom(token, "Kitchen");
  ({ client } = await connect(server.webSocketUrl, bearer(token)));
  live = await follow(client, `/topic/rooms/${room.id}`);
});

after(async () => {
  await client?.deactivate();
  const status = await server?.stop();
  await broker?.stop();
  assert.equal(status, 0, "samsa-server drains and ends well on SIGTERM");
});

const produce = (value) =>
  // As docs/protocol.md has it.
  broker.kcat(
    ["-t", "Chatting", "-P", "-k", room.id, "-H", "schema=samsa.event.v1", "-H", "type=message", "-X", "topic.partitioner=murmur2_random"],
    value,
  );

test("kcat reads in topic Chatting what a client said", async () => {
  const accepted = await send(client, room.id, "Tea?");
  const records = await broker.kcat(["-t", "Chatting", "-C", "-o", "beginning", "-e", "-f", "%k|%h|%s\\n"]);
  const found = records.split("\n").filter((line) => line.includes('"Tea?"'));
  assert.equal(found.length, 1, records);
  const [key, headers, ...rest] = found[0].split("|");
  const value = JSON.parse(rest.join("|"));
  assert.equal(key, room.id);
  assert.match(headers, /schema=samsa\.event\.v1/);
  assert.match(headers, /type=message/);
  assert.equal(value.id, accepted.headers["message-id"]);
  assert.equal(value.room, room.id);
  assert.equal(value.nickname, "Ann");
});

test("what kcat writes reaches those who are there, and the history", async () => {
  await produce(JSON.stringify({ room: room.id, nickname: "kcat", text: "Milk?" }));
  const [, message] = await live.first(2);
  assert.equal(message.body.nickname, "kcat");
  assert.equal(message.body.text, "Milk?");
  const { body } = await server.call("GET", `/rooms/${room.id}/messages`, { token });
  assert.deepEqual(
    body.messages.map(({ nickname, text }) => [nickname, text]),
    [
      ["Ann", "Tea?"],
      ["kcat", "Milk?"],
    ],
  );
});

test("what is not in the form goes to the topic Chatting.dead and holds nothing up", async () => {
  await produce("this is not JSON");
  await send(client, room.id, "Sugar?");
  const [, , message] = await live.first(3);
  assert.equal(message.body.text, "Sugar?");
  let dead = "";
  while (!dead.includes("this is not JSON"))
    dead = await broker.kcat(["-t", "Chatting.dead", "-C", "-o", "beginning", "-e", "-f", "%h|%s\\n"]).catch(() => "");
  const [headers] = dead.split("\n").find((line) => line.includes("this is not JSON")).split("|");
  assert.match(headers, /reason=./);
});
