// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// @stomp/stompjs, the STOMP client most web pages use, against a samsa-server as it is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomUUID } from "node:crypto";
import { Client, Versions } from "@stomp/stompjs";
import { WebSocket } from "ws";
import { startServer } from "./server.mjs";

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  assert.equal(await server.stop(), 0, "samsa-server drains and ends well on SIGTERM");
});

function connect(connectHeaders, options = {}) {
  return new Promise((resolve, reject) => {
    const client = new Client({
      webSocketFactory: () => new WebSocket(server.webSocketUrl, (options.versions ?? Versions.default).protocolVersions()),
      stompVersions: options.versions ?? Versions.default,
      connectHeaders,
      heartbeatIncoming: options.heartBeat ?? 10000,
      heartbeatOutgoing: options.heartBeat ?? 10000,
      reconnectDelay: 0,
      debug: options.debug ?? (() => {}),
      onConnect: (frame) => resolve({ client, connected: frame }),
      onStompError: (frame) => {
        client.deactivate();
        reject(Object.assign(new Error(frame.headers.message), { frame }));
      },
      onWebSocketError: (event) => reject(new Error(event.message)),
    });
    client.activate();
  });
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

function receipt(client, act) {
  return new Promise((resolve) => {
    const id = randomUUID();
    client.watchForReceipt(id, resolve);
    act({ receipt: id });
  });
}

function subscribe(client, destination, headers = {}) {
  const messages = [];
  const waiting = [];
  const subscription = client.subscribe(
    destination,
    (frame) => {
      messages.push({ headers: frame.headers, body: JSON.parse(frame.body) });
      waiting.splice(0).forEach((check) => check());
    },
    headers,
  );
  const first = (count) =>
    new Promise((resolve) => {
      const check = () => (messages.length >= count ? resolve(messages.slice(0, count)) : waiting.push(check));
      check();
    });
  return { subscription, messages, first };
}

const send = (client, room, text, id = randomUUID()) =>
  receipt(client, (headers) =>
    client.publish({
      destination: `/app/rooms/${room}`,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ id, text }),
    }),
  );

test("subscribes, sends, gets its receipt and its message", async () => {
  const token = await server.claim("Ann");
  const room = await server.makeRoom(token, "Interop");
  const { client, connected } = await connect(bearer(token));
  assert.equal(connected.headers.version, "1.2");

  const destination = `/topic/rooms/${room.id}`;
  let live;
  await receipt(client, (headers) => {
    live = subscribe(client, destination, headers);
  });
  const id = randomUUID();
  const accepted = await send(client, room.id, "안녕, world: \\ \" \n second line", id);
  const [message] = await live.first(1);

  assert.equal(accepted.headers["message-id"], id);
  assert.equal(message.headers.destination, destination);
  assert.equal(message.body.id, id);
  assert.equal(message.body.nickname, "Ann");
  assert.equal(message.body.text, "안녕, world: \\ \" \n second line");
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
    const { client, connected } = await connect(bearer(token), { versions });
    assert.equal(connected.headers.version ?? "1.0", version);
    const live = subscribe(client, `/topic/rooms/${room.id}`);
    await receipt(client, (headers) =>
      client.publish({
        destination: `/app/rooms/${room.id}`,
        headers: { ...headers, "content-type": "text/plain" },
        body: "as it is",
      }),
    );
    const [message] = await live.first(1);
    assert.equal(message.body.text, "as it is");
    await client.deactivate();
  });
}

test("claims a nickname by login for the life of the connection", async () => {
  const { client } = await connect({ login: "Visitor" });
  const taken = await server.call("POST", "/session", { body: { nickname: "visitor" } });
  assert.equal(taken.status, 409);
  assert.equal(taken.body.code, "nickname_taken");
  await client.deactivate();
});

test("refuses a connection without a nickname, and says why", async () => {
  await assert.rejects(connect({}), (error) => error.frame.headers.code === "unauthorized");
});

test("sends heart-beats as agreed", async () => {
  const token = await server.claim("Quiet");
  let beats = 0;
  let enough;
  const three = new Promise((resolve) => (enough = resolve));
  const { client, connected } = await connect(bearer(token), {
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
    positions.push(sent.body.position);
  }
  const { client } = await connect(bearer(token));
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
  const { client } = await connect(bearer(token));
  let rooms;
  await receipt(client, (headers) => {
    rooms = subscribe(client, "/topic/rooms", headers);
  });
  const made = await server.makeRoom(token, "Made by another");
  const [event] = await rooms.first(1);
  assert.equal(event.body.event, "created");
  assert.equal(event.body.room.id, made.id);
  await client.deactivate();
});
