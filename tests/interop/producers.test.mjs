// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Kafka producers that the project did not write, each with its own choice of partitions: what they say is heard in the room, once.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { promisify } from "node:util";
import { startBroker } from "./kafka.mjs";
import { startServer } from "./server.mjs";

const run = promisify(execFile);
const { SAMSA_INTEROP_SOURCE: source, SAMSA_INTEROP_PYTHON: python, SAMSA_INTEROP_GO: go, SAMSA_INTEROP_JAVA: java } = process.env;
const withGo = go ? ["franz-go", "sarama", "kafka-go"].map((library) => [library, [join(go, "produce"), library]]) : [];
const producers = {
  Java: ["java", "-Xmx128m", "-cp", `${java}/classes:${java}/lib/*`, "Produce"],
  "confluent-kafka": [python, join(source, "clients/produce.py")],
  ...Object.fromEntries(withGo),
};
if (!go) test("franz-go, sarama and kafka-go", { skip: "the Go here is older than go.mod wants, or not there" }, () => {});
const roomCount = 4;

describe("Kafka producers", () => {
  let broker, server, token;
  const rooms = [];

  before(async () => {
    broker = await startBroker();
    server = await startServer("--kafka", broker.address);
    token = await server.claim("Ann");
    for (let n = 1; n <= roomCount; ++n) rooms.push((await server.makeRoom(token, `Room ${n}`)).id);
    for (const [program, ...args] of Object.values(producers)) await run(program, [...args, broker.address, ...rooms]);
  });
  after(async () => {
    const status = await server?.stop();
    await broker?.stop();
    assert.equal(status, 0, "samsa-server drains and ends well on SIGTERM");
  });

  const speakers = async (room) => (await server.call("GET", `/rooms/${room}/messages`, { token })).body.messages.map(({ nickname }) => nickname);

  for (const name of Object.keys(producers))
    test(`${name} is heard in every room`, { timeout: 60_000 }, async () => {
      for (const room of rooms) while (!(await speakers(room)).includes(name)) await new Promise((resolve) => setTimeout(resolve, 50));
    });

  test("nobody is heard twice, and what lay elsewhere says where it comes from", { timeout: 60_000 }, async () => {
    for (const room of rooms) assert.deepEqual((await speakers(room)).sort(), Object.keys(producers).sort());
    const headers = await broker.kcat(["-t", "Chatting", "-C", "-o", "beginning", "-e", "-f", "%h\\n"]);
    assert.ok(headers.split("\n").filter((line) => line.includes("source-partition=")).length > 0, headers);
  });
});
