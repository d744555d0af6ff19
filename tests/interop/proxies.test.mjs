// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Real proxies with the files of packaging/proxy, as a browser sees them: TLS, an Origin, HTTP/2, a poll that waits for a minute, and a
// WebSocket on which nobody speaks for longer than the minute that proxies have patience by default.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect as connectHttp2 } from "node:http2";
import { Agent, request } from "node:https";
import { WebSocket } from "ws";
import { isWanted, proxyNames, startProxy } from "./proxies.mjs";
import { startServer } from "./server.mjs";

// 130 takes what is set to two minutes as well.
const silence = Number(process.env.SAMSA_PROXY_SILENCE ?? 65) * 1000;
const claimsPerMinute = 12;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const proxied = (name) => () => {
  let server, proxy, token, room, agent;

  const call = (method, path, { body, headers = {}, ...options } = {}) =>
    new Promise((resolve, reject) => {
      const asked = request(
        { host: "127.0.0.1", port: proxy.port, method, path, agent, ca: proxy.certificate, headers, ...options },
        (answer) => {
          let text = "";
          answer.on("data", (data) => (text += data)).on("end", () => resolve({ status: answer.statusCode, text }));
        },
      );
      asked.once("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const authorized = () => ({ Authorization: `Bearer ${token}` });
  const claim = (nickname, options) => call("POST", "/api/v1/session", { body: { nickname }, ...options });

  // The status that an upgrade with this Origin is answered with.
  const upgrade = (origin) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`wss://127.0.0.1:${proxy.port}/ws`, ["v12.stomp"], { origin, ca: proxy.certificate });
      socket.once("open", () => socket.terminate() ?? resolve(101));
      socket.once("unexpected-response", (_, answer) => answer.destroy() && resolve(answer.statusCode));
      socket.once("error", reject);
    });

  // Follows the room over a WebSocket and says nothing; `beats` is what it offers of heart-beats.
  const follow = (beats) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`wss://127.0.0.1:${proxy.port}/ws`, ["v12.stomp"], { ca: proxy.certificate });
      const messages = [];
      const timer = beats && setInterval(() => socket.send("\n"), beats);
      socket.once("error", reject);
      socket.once("close", (code) => clearInterval(timer) ?? messages.push(`closed ${code}`));
      socket.once("open", () =>
        socket.send(`CONNECT\naccept-version:1.2\nhost:a\nheart-beat:${beats},${beats}\nAuthorization:Bearer ${token}\n\n\0`),
      );
      socket.on("message", (data) => {
        const text = String(data);
        if (text.startsWith("CONNECTED")) socket.send(`SUBSCRIBE\nid:1\ndestination:/topic/rooms/${room}\nreceipt:1\n\n\0`);
        else if (text.startsWith("RECEIPT")) resolve({ socket, messages });
        else if (text.startsWith("MESSAGE")) messages.push(JSON.parse(text.slice(text.indexOf("\n\n"), -1)).text);
      });
    });

  before(async () => {
    server = await startServer("--trusted-proxy", "127.0.0.1", "--limit", `claims-per-minute=${claimsPerMinute}`);
    proxy = await startProxy(name, new URL(server.webSocketUrl).host);
    agent = new Agent({ keepAlive: true });
    while ((await call("GET", "/readyz")).status !== 200) await sleep(50);
    token = JSON.parse((await claim("Ann")).text).token;
    room = JSON.parse((await call("POST", "/api/v1/rooms", { body: { name: "Kitchen" }, headers: authorized() })).text).id;
  });
  after(async () => {
    agent?.destroy();
    await proxy?.stop();
    assert.equal(await server?.stop(), 0, "samsa-server drains and ends well on SIGTERM");
  });

  test("takes a page of its own for a page of its own", async () => {
    assert.equal(await upgrade(`https://127.0.0.1:${proxy.port}`), 101);
    assert.equal(await upgrade("https://elsewhere.example"), 403);
  });

  test("upgrades on connections that have carried requests", async () => {
    for (let i = 0; i < 10; ++i) {
      assert.equal((await call("GET", "/api/v1/rooms", { headers: authorized() })).status, 200);
      assert.equal(await upgrade(`https://127.0.0.1:${proxy.port}`), 101);
    }
  });

  test("speaks HTTP/2, and a request need not say how long it is", async () => {
    const session = connectHttp2(`https://127.0.0.1:${proxy.port}`, { ca: proxy.certificate });
    const stream = session.request({
      ":method": "POST",
      ":path": `/api/v1/rooms/${room}/messages`,
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
    });
    const status = await new Promise((resolve, reject) => {
      stream.once("response", (headers) => resolve(headers[":status"]));
      stream.once("error", reject);
      stream.write('{"text":');
      stream.end('"over HTTP/2"}');
    });
    assert.equal(session.alpnProtocol, "h2");
    session.destroy();
    assert.equal(status, 201);
  });

  test("takes a WebSocket over HTTP/2 where the proxy offers it, after requests on the same connection", async (context) => {
    const session = connectHttp2(`https://127.0.0.1:${proxy.port}`, { ca: proxy.certificate });
    const { enableConnectProtocol } = await new Promise((resolve) => session.once("remoteSettings", resolve));
    const status = (headers) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ...headers, ":path": headers[":path"] ?? "/ws" });
        stream.once("response", (answer) => stream.close() ?? resolve(answer[":status"]));
        stream.once("error", reject);
      });
    for (let i = 0; i < 3; ++i) assert.equal(await status({ ":path": "/healthz" }), 200);
    if (enableConnectProtocol)
      assert.equal(
        await status({
          ":method": "CONNECT",
          ":protocol": "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-protocol": "v12.stomp",
          origin: `https://127.0.0.1:${proxy.port}`,
        }),
        200,
      );
    else context.diagnostic(`${name} does not`);
    session.destroy();
  });

  test("does not pass on what a client says of its address", async () => {
    const from = (localAddress, n) => claim(`${localAddress} ${n}`, { localAddress, agent: undefined, headers: { "X-Forwarded-For": `198.51.100.${n}` } });
    const statuses = [];
    for (let n = 0; n <= claimsPerMinute; ++n) statuses.push((await from("127.0.0.2", n)).status);
    assert.deepEqual(statuses, [...Array(claimsPerMinute).fill(201), 429]);
    assert.equal((await from("127.0.0.3", 0)).status, 201);
  });

  test("keeps the figures from the public", async () => {
    assert.equal((await call("GET", "/metrics")).status, 404);
  });

  test("waits as long as a poll may, and a WebSocket on which nobody speaks stays", async () => {
    // Nobody speaks in this room but at the end.
    room = JSON.parse((await call("POST", "/api/v1/rooms", { body: { name: "Quiet" }, headers: authorized() })).text).id;
    const quiet = room;
    const followers = [await follow(0), await follow(10000)];
    const started = Date.now();
    const poll = await call("GET", `/api/v1/rooms/${quiet}/messages?after=0&wait=60`, { headers: authorized() });
    assert.equal(poll.status, 200, poll.text);
    assert.deepEqual(JSON.parse(poll.text).messages, []);
    assert.ok(Date.now() - started >= 59_000);
    await sleep(silence - (Date.now() - started));
    await call("POST", `/api/v1/rooms/${quiet}/messages`, { body: { text: "still there?" }, headers: authorized() });
    for (const { socket, messages } of followers) {
      for (let i = 0; i < 100 && messages.length === 0; ++i) await sleep(50);
      assert.deepEqual(messages, ["still there?"]);
      socket.terminate();
    }
  });
};

// All at once: they mostly wait.
describe("proxies", { concurrency: true }, () => {
  for (const name of proxyNames) describe(name, { skip: !isWanted(name), concurrency: true }, proxied(name));
});
