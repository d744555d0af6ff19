// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An Apache Kafka of the test's own (one node, broker and controller, on free ports), and kcat to look into it.

import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function startBroker() {
  const folder = await mkdtemp(join(tmpdir(), "samsa-kafka-"));
  const [port, controller] = [await freePort(), await freePort()];
  const properties = join(folder, "server.properties");
  await writeFile(
    properties,
    `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(folder, "log")}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
`,
  );
  const jars = join(process.env.SAMSA_KAFKA_HOME, "lib", "*");
  const format = ["-cp", jars, "kafka.tools.StorageTool", "format", "-t", randomBytes(16).toString("base64url"), "-c", properties];
  await run("java", format).catch((error) => {
    throw new Error(`Kafka does not start; ./dev test fetches what it needs.\n${error.stderr}`);
  });

  const child = spawn("java", ["-Xmx512m", "-cp", jars, "kafka.Kafka", properties], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const last = [];
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      last.push(line);
      if (last.length > 30) last.shift();
      if (line.includes("Kafka Server started")) resolve();
    });
    exited.then((code) => reject(new Error(`Kafka ended with ${code}:\n${last.join("\n")}`)));
  });

  const address = `127.0.0.1:${port}`;
  return {
    address,
    // kcat with these arguments, `input` on its standard input; its standard output.
    kcat: async (args, input = "") => {
      const promise = run("kcat", ["-q", "-b", address, ...args]);
      promise.child.stdin.end(input);
      return (await promise).stdout;
    },
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
