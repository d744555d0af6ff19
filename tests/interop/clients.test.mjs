// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// STOMP clients that the project did not write, all at one samsa-server at once: they follow a room, talk in Korean, get their receipts, stay
// through a silence by their heart-beats, are there when the server is killed, and come back for what they missed.
//
// Each is a program below clients, go or java that is told by lines what to do (`say TEXT`, `resume POSITION`, `end`) and tells what happens
// (`following`, `sent [POSITION]`, `message POSITION BODY`, `lost`).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { startServer } from "./server.mjs";

const { SAMSA_INTEROP_SOURCE: source, SAMSA_INTEROP_PYTHON: python, SAMSA_INTEROP_GO: go, SAMSA_INTEROP_JAVA: java } = process.env;
const node = (library) => [process.execPath, "client.mjs", library];
const clients = {
  stompjs: node("stompjs"),
  "rx-stomp": node("rx-stomp"),
  "webstomp-client": node("webstomp-client"),
  "stompjs 2": node("stompjs 2"),
  stompit: node("stompit"),
  "stomp.py": [python, join(source, "clients/client.py"), "stomp.py"],
  stompman: [python, join(source, "clients/client.py"), "stompman"],
  ...(go ? { "go-stomp": [join(go, "client")] } : {}),
  Spring: ["java", "-Xmx128m", "-XX:+UseSerialGC", "-cp", `${java}/classes:${java}/lib/*`, "SpringClient"],
};
if (!go) test("go-stomp", { skip: "the Go here is older than go.mod wants, or not there" }, () => {});
// Longer than twice the heart-beats of 10 s that all of them agree on: who does not beat is thrown out, who hears nothing goes.
const silence = 25_000;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function start(command, ...args) {
  const child = spawn(command[0], [...command.slice(1), ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = [];
  let waiting = [];
  let ended = false;
  const look = () => waiting.splice(0).forEach((check) => check());
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line) && look());
  const exited = new Promise((resolve) => child.once("exit", resolve)).then((code) => ((ended = true), look(), code));
  return {
    lines,
    tell: (line) => child.stdin.write(`${line}\n`),
    // The rest of the next line that begins with this word; the lines before it stay.
    next: (word) =>
      new Promise((resolve, reject) => {
        // One that does not come holds nobody else up.
        const late = setTimeout(() => reject(new Error(`It did not say ${word} within a minute: ${lines.join(", ")}`)), 60_000);
        const check = () => {
          const found = lines.findIndex((line) => line === word || line.startsWith(`${word} `));
          if (found >= 0) clearTimeout(late) ?? resolve(lines.splice(found, 1)[0].slice(word.length + 1));
          else if (ended) reject(new Error(`It ended without saying ${word}: ${lines.join(", ")}`));
          else waiting.push(check);
        };
        check();
      }),
    exited,
    kill: () => child.kill("SIGKILL"),
  };
}

describe("STOMP clients", { concurrency: true }, () => {
  let server, restarted;
  const names = Object.keys(clients);
  // What all of them have come to: the server is killed when every one has, or has failed.
  let still = names.length;
  let everybody;
  const readyForTheEnd = new Promise((resolve) => (everybody = resolve));

  before(async () => {
    server = await startServer();
    restarted = readyForTheEnd.then(async () => {
      await server.kill();
      await server.restart();
    });
  });
  after(async () => {
    assert.equal(await server.stop(), 0, "samsa-server drains and ends well on SIGTERM");
  });

  for (const name of names)
    test(`${name} talks, stays through a silence, and comes back when the server was killed`, { timeout: 240_000 }, async (context) => {
      const arrive = () => --still === 0 && everybody();
      let client;
      context.after(() => client?.kill());
      let position;
      // Says it, and hears it: once, with the receipt's position where the library shows it.
      const say = async (text) => {
        client.tell(`say ${text}`);
        const [sent, message] = await Promise.all([client.next("sent"), client.next("message")]);
        hear(message, text, name);
        if (sent) assert.equal(sent, String(position));
      };
      const hear = (message, text, nickname) => {
        const [at, ...body] = message.split(" ");
        const said = JSON.parse(body.join(" "));
        assert.deepEqual([said.nickname, said.text, String(said.position)], [nickname, text, at]);
        position = at;
      };
      const unexpected = () => client.lines.filter((line) => !line.startsWith("version"));
      let room;
      try {
        const token = await server.claim(name);
        room = await server.makeRoom(token, `Of ${name}`);
        client = start(clients[name], server.address, name, token, room.id);
        await client.next("following");
        await say("안녕하세요, 차 한 잔 어때요? 🍵");
        await sleep(silence);
        await say("아직 있어요");
        assert.deepEqual(unexpected(), []);
      } finally {
        arrive();
      }
      await client.next("lost");
      await restarted;
      const other = await server.claim(`Not ${name}`);
      const missed = await server.call("POST", `/rooms/${room.id}/messages`, { token: other, body: { text: "못 들은 말" } });
      assert.equal(missed.status, 201);
      client.tell(`resume ${position}`);
      await client.next("following");
      hear(await client.next("message"), "못 들은 말", `Not ${name}`);
      await say("다시 왔어요");
      client.tell("end");
      assert.equal(await client.exited, 0);
      // Some call that lost, too.
      assert.deepEqual(unexpected().filter((line) => line !== "lost"), []);
    });
});
