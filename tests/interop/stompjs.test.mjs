// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// @stomp/stompjs, the STOMP client most web pages use, against a samsa-server as it is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomUUID } from "node:crypto";
import { Versions } from "@stomp/stompjs";
import { startServer } from "./server.mjs";
import { bearer, connect, follow, receipt, send, subscribe } from "./stomp.mjs";

let server;
before(async () => {
  server = await startServer("--limit", "heart-beat-ms=1000");
});
after(async () => {
  assert.equal(await server?.stop(), 0, "samsa-server drains and ends well on SIGTERM");
});

test("subscribes, sends, gets its receipt and its message", async () => {
  const token = await server.claim("Ann");
  const room = await server.makeRoom(token, "Interop");
  const { client, connected } = await connect(server.webSocketUrl, bearer(token));
  assert.equal(connected.headers.version, "1.2");

  const destination = `/topic/rooms/${room.id}`;
  const live = await follow(client, destination);
  const id = randomUUID();
  const accepted = await send(client, room.id, '안녕, world: \\ " \n second line', id);
  const [message] = await live.first(1);

  assert.equal(accepted.headers["message-id"], id);
  assert.equal(message.headers.destination, destination);
  assert.equal(message.body.id, id);
  assert.equal(message.body.nickname, "Ann");
  assert.equal(message.body.text, '안녕, world: \\ " \n second line');
  assert.equal(String(message.body.position), accepted.headers.position);
  await client.deactivate();
});

for (const [version, versions] of [
  ["1.2", new Versions([Versions.V1_2])],
  ["1.1", new Versions([Versions.V1_1])],
  ["1.0", new Versions([Versions.V1_0])],
]) {
  test(`speaks STOMP ${version} with plain text bodies`, async () => {
    const token = await server.claim(`v${version}`);
    const room = await server.makeRoom(token, `Room of ${version}`);
    const { client, connected } = await connect(server.webSocketUrl, bearer(token), { versions });
    assert.equal(connected.headers.version ?? "1.0", version);
    const live = subscribe(client, `/topic/rooms/${room.id}`);
    await receipt(client, (ask) =>
      client.publish({
        destination: `/app/rooms/${room.id}`,
        headers: { ...ask, "content-type": "text/plain" },
        body: "as it is",
      }),
    );
    const [message] = await live.first(1);
    assert.equal(message.body.text, "as it is");
    await client.deactivate();
  });
}

test("claims a nickname by login for the life of the connection", async () => {
  const { client } = await connect(server.webSocketUrl, { login: "Visitor" });
  const taken = await server.call("POST", "/session", { body: { nickname: "visitor" } });
  assert.equal(taken.status, 409);
  assert.equal(taken.body.code, "nickname_taken");
  await client.deactivate();
});

test("refuses a connection without a nickname, and says why", async () => {
  await assert.rejects(connect(server.webSocketUrl, {}), (error) => error.frame?.headers.code === "unauthorized");
});

test("says why it refuses a message, and the connection goes on", async () => {
  const token = await server.claim("Blank");
  const room = await server.makeRoom(token, "Refusals");
  const { client } = await connect(server.webSocketUrl, bearer(token));
  const refusals = await follow(client, "/user/queue/errors");
  const id = randomUUID();
  client.publish({ destination: `/app/rooms/${room.id}`, body: JSON.stringify({ id, text: "  " }) });
  const [refusal] = await refusals.first(1);
  assert.equal(refusal.body.code, "text_invalid");
  assert.equal(refusal.headers["message-id"], id);
  await send(client, room.id, "not blank");
  await client.deactivate();
});

test("sends heart-beats as agreed", async () => {
  const token = await server.claim("Quiet");
  let beats = 0;
  let enough;
  const three = new Promise((resolve) => (enough = resolve));
  const { client, connected } = await connect(server.webSocketUrl, bearer(token), {
    heartBeat: 1000,
    debug: (line) => line === "<<< PONG" && ++beats === 3 && enough(),
  });
  const [sends] = connected.headers["heart-beat"].split(",").map(Number);
  assert.ok(sends > 0, "the server offers heart-beats");
  await three;
  assert.ok(client.connected, "a connection that only beats stays");
  await client.deactivate();
});

test("resumes after a position without gap or repeat", async () => {
  const token = await server.claim("Resumer");
  const room = await server.makeRoom(token, "Resume");
  const positions = [];
  for (let n = 1; n <= 30; ++n) {
    const sent = await server.call("POST", `/rooms/${room.id}/messages`, { token, body: { text: `message ${n}` } });
    assert.equal(sent.status, 201);
    positions.push(sent.body.position);
  }
  const { client } = await connect(server.webSocketUrl, bearer(token));
  const live = subscribe(client, `/topic/rooms/${room.id}`, { after: String(positions[9]) });
  await send(client, room.id, "message 31");
  const messages = await live.first(21);
  assert.deepEqual(
    messages.map((message) => message.body.text),
    Array.from({ length: 21 }, (_, index) => `message ${index + 11}`),
  );
  await client.deactivate();
});

test("hears of rooms that others make", async () => {
  const token = await server.claim("Listener");
  const { client } = await connect(server.webSocketUrl, bearer(token));
  const rooms = await follow(client, "/topic/rooms");
  const made = await server.makeRoom(token, "Made by another");
  const [event] = await rooms.first(1);
  assert.equal(event.body.event, "created");
  assert.equal(event.body.room.id, made.id);
  await client.deactivate();
});

test("takes a content-length of the application's own, which the library sends beside its own", async () => {
  const token = await server.claim("Measured");
  const room = await server.makeRoom(token, "Lengths");
  const { client } = await connect(server.webSocketUrl, bearer(token));
  const live = await follow(client, `/topic/rooms/${room.id}`);
  const body = "차 한 잔?";
  const length = String(Buffer.byteLength(body));
  await receipt(client, (ask) =>
    client.publish({
      destination: `/app/rooms/${room.id}`,
      headers: { ...ask, "content-type": "text/plain", "content-length": length },
      body,
    }),
  );
  const [message] = await live.first(1);
  assert.equal(message.body.text, body);
  await client.deactivate();
});

test("takes a transaction whole, and nothing of one that is aborted", async () => {
  const token = await server.claim("Careful");
  const room = await server.makeRoom(token, "Transactions");
  const { client } = await connect(server.webSocketUrl, bearer(token));
  const live = await follow(client, `/topic/rooms/${room.id}`);
  const say = (text, transaction) =>
    client.publish({ destination: `/app/rooms/${room.id}`, headers: { "content-type": "text/plain", transaction }, body: text });
  const aborted = client.begin();
  say("not said", aborted.id);
  aborted.abort();
  const committed = client.begin();
  say("one", committed.id);
  say("two", committed.id);
  assert.equal(live.messages.length, 0);
  committed.commit();
  await live.first(2);
  await send(client, room.id, "three");
  const messages = await live.first(3);
  assert.deepEqual(
    messages.map((message) => message.body.text),
    ["one", "two", "three"],
  );
  await client.deactivate();
});
