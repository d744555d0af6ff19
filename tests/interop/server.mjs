// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A samsa-server of the test's own, on a port the system chose, and the HTTP calls a test needs.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export async function startServer(...options) {
  const data = await mkdtemp(join(tmpdir(), "samsa-interop-"));
  let child, exited;
  const launch = (listen) => {
    child = spawn(process.env.SAMSA_SERVER, ["--listen", listen, "--data-dir", data, ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    exited = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    return new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const found = line.match(/^listening on (\S+)$/);
        if (found) resolve(found[1]);
      });
      exited.then((code) => reject(new Error(`samsa-server ended with ${code} before it listened`)), reject);
    });
  };
  const address = await launch("127.0.0.1:0");

  const call = async (method, path, { token, body } = {}) => {
    const response = await fetch(`http://${address}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body ? { "Content-Type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  };

  return {
    address,
    webSocketUrl: `ws://${address}/ws`,
    call,
    claim: async (nickname) => (await call("POST", "/session", { body: { nickname } })).body.token,
    makeRoom: async (token, name) => (await call("POST", "/rooms", { token, body: { name } })).body,
    // As a power cut would, and again where it was.
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    restart: () => launch(address),
    stop: async () => {
      child.kill("SIGTERM");
      const code = await exited;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}
