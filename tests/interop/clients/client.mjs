// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One of the STOMP clients for Node, told by lines what to do; clients.test.mjs says which.
// usage: node client.mjs LIBRARY ADDRESS NICKNAME TOKEN ROOM

import { createInterface } from "node:readline";
import { Client } from "@stomp/stompjs";
import { RxStomp } from "@stomp/rx-stomp";
import { firstValueFrom } from "rxjs";
import stompit from "stompit";
import former from "stompjs";
import webstomp from "webstomp-client";
import { createWebSocketStream, WebSocket } from "ws";

globalThis.WebSocket = WebSocket;
const [, , library, address, login, passcode, room] = process.argv;
const url = `ws://${address}/ws`;
const [following, into] = [`/topic/rooms/${room}`, `/app/rooms/${room}`];
const plain = { "content-type": "text/plain" };

const tell = (...words) => console.log(words.join(" "));
const lost = () => tell("lost");
const message = (headers, body) => tell("message", headers.position, body);

// What each library does to connect and follow the room with these headers: gives `say` and `end`.
const libraries = {
  // Both send and expect beats every 10 s unless told otherwise.
  stompjs: (headers) =>
    new Promise((resolve) => {
      const client = new Client({
        webSocketFactory: () => new WebSocket(url, ["v12.stomp"]),
        connectHeaders: { login, passcode },
        reconnectDelay: 0,
        onConnect: () => {
          client.watchForReceipt("follow", () => resolve({ say, end }));
          client.subscribe(following, (frame) => message(frame.headers, frame.body), { ...headers, receipt: "follow" });
        },
        onWebSocketClose: lost,
      });
      const say = (text, receipt) => {
        client.watchForReceipt(receipt, (frame) => tell("sent", frame.headers.position));
        client.publish({ destination: into, headers: { ...plain, receipt }, body: text });
      };
      const end = () => (client.onWebSocketClose = () => {}) && client.deactivate();
      client.activate();
    }),
  "rx-stomp": async (headers) => {
    const client = new RxStomp();
    client.configure({
      webSocketFactory: () => new WebSocket(url, ["v12.stomp"]),
      connectHeaders: { login, passcode },
      reconnectDelay: 0,
      debug: () => {},
    });
    client.activate();
    await firstValueFrom(client.connected$);
    client.webSocketErrors$.subscribe(() => {});
    const ended = client.stompErrors$.subscribe(() => {});
    client.connectionState$.subscribe((state) => state === 3 && lost());
    const followed = client.asyncReceipt("follow");
    client
      .watch({ destination: following, subHeaders: { ...headers, receipt: "follow" } })
      .subscribe((frame) => message(frame.headers, frame.body));
    await followed;
    return {
      say: async (text, receipt) => {
        const sent = client.asyncReceipt(receipt);
        client.publish({ destination: into, headers: { ...plain, receipt }, body: text });
        tell("sent", (await sent).headers.position);
      },
      end: () => ended.unsubscribe() ?? client.deactivate(),
    };
  },
  "webstomp-client": (headers) =>
    new Promise((resolve) => {
      // As it is: it offers v10.stomp first, and speaks the version of the subprotocol that is chosen.
      const client = webstomp.client(url, { debug: false });
      const receipts = {};
      client.onreceipt = (frame) => receipts[frame.headers["receipt-id"]]?.(frame);
      const say = (text, receipt) => {
        receipts[receipt] = (frame) => tell("sent", frame.headers.position);
        client.send(into, text, { ...plain, receipt });
      };
      client.connect(
        { login, passcode },
        () => {
          tell("version", client.version ?? client.ws.protocol);
          receipts.follow = () => resolve({ say, end: () => client.disconnect() });
          client.subscribe(following, (frame) => message(frame.headers, frame.body), { ...headers, receipt: "follow" });
        },
        lost,
      );
    }),
  "stompjs 2": (headers) =>
    new Promise((resolve) => {
      const client = former.over(new WebSocket(url, ["v12.stomp"]));
      client.debug = () => {};
      const receipts = {};
      client.onreceipt = (frame) => receipts[frame.headers["receipt-id"]]?.(frame);
      const say = (text, receipt) => {
        receipts[receipt] = (frame) => tell("sent", frame.headers.position);
        client.send(into, { ...plain, receipt }, text);
      };
      client.connect(
        { login, passcode },
        () => {
          receipts.follow = () => resolve({ say, end: () => client.disconnect(() => process.exit(0)) });
          client.subscribe(following, (frame) => message(frame.headers, frame.body), { ...headers, receipt: "follow" });
        },
        lost,
      );
    }),
  stompit: (headers) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, ["v12.stomp"]);
      socket.once("open", () => {
        const client = new stompit.Client(createWebSocketStream(socket));
        let ending = false;
        client.once("error", () => ending || lost());
        // It beats where it is told to; without, it offers 0,0.
        client.connect({ login, passcode, host: "chat", "heart-beat": "10000,10000" }, () => {
          // Not with a receipt: one that it did not ask for by its own means ends the connection.
          client.subscribe({ ...headers, destination: following, ack: "auto" }, (error, frame) => {
            if (error) return;
            const position = frame.headers.position;
            frame.readString("utf-8", (_, body) => message({ position }, body));
          });
          // It shows no headers of receipts, so the position is left out.
          const say = (text, receipt) => {
            const frame = client.send({ ...plain, destination: into }, { onReceipt: () => tell("sent") });
            frame.end(text);
          };
          resolve({ say, end: () => (ending = true) && client.disconnect(() => process.exit(0)) });
        });
      });
      socket.once("error", () => {});
    }),
};

let connection;
let said = 0;
const follow = async (headers) => {
  connection = await libraries[library](headers);
  tell("following");
};
createInterface({ input: process.stdin }).on("line", async (line) => {
  const [word, ...rest] = line.split(" ");
  if (word === "say") connection.say(rest.join(" "), `said-${++said}`);
  else if (word === "resume") await follow({ after: rest[0] });
  else {
    await connection.end();
    process.exit(0);
  }
});
await follow({});
