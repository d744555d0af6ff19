// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// @stomp/stompjs with promises for what a test waits for.

import { randomUUID } from "node:crypto";
import { Client, Versions } from "@stomp/stompjs";
import { WebSocket } from "ws";

export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

export function connect(url, connectHeaders, options = {}) {
  const versions = options.versions ?? Versions.default;
  return new Promise((resolve, reject) => {
    const client = new Client({
      webSocketFactory: () => new WebSocket(url, versions.protocolVersions()),
      stompVersions: versions,
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
      onWebSocketClose: (event) => reject(new Error(`closed: ${event.code} ${event.reason}`)),
    });
    client.activate();
  });
}

// Does what `act` does with the header `receipt`, and waits for that receipt.
export function receipt(client, act) {
  return new Promise((resolve) => {
    const id = randomUUID();
    client.watchForReceipt(id, resolve);
    act({ receipt: id });
  });
}

export function subscribe(client, destination, headers = {}) {
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

// Subscribes and waits until the server has.
export async function follow(client, destination, headers = {}) {
  let following;
  await receipt(client, (ask) => {
    following = subscribe(client, destination, { ...headers, ...ask });
  });
  return following;
}

export const send = (client, room, text, id = randomUUID()) =>
  receipt(client, (ask) =>
    client.publish({
      destination: `/app/rooms/${room}`,
      headers: { ...ask, "content-type": "application/json" },
      body: JSON.stringify({ id, text }),
    }),
  );
