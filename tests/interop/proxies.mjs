// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// nginx, Apache, Caddy and HAProxy with the files of packaging/proxy, only with other ports and paths, in front of a samsa-server.

import { execFile, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const shipped = (name) => readFile(join(process.env.SAMSA_SOURCE, "packaging/proxy", name), "utf8");

function replaced(text, pairs) {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`The file has no ${from} any more.`);
    text = text.replaceAll(from, to);
  }
  return text;
}

// Modules that Debian's Apache has switched on, and those that the file's first lines name.
const apacheModules =
  "access_compat alias auth_basic authn_core authn_file authz_core authz_host authz_user autoindex deflate dir env filter mime mpm_event " +
  "negotiation reqtimeout setenvif status ssl socache_shmcb http2 headers proxy proxy_http";

const kinds = {
  nginx: {
    program: "nginx",
    async start(folder, { address, port, certificate, key }) {
      const site = replaced(await shipped("nginx.conf"), [
        ["127.0.0.1:8642", address],
        ["listen 443 ", `listen 127.0.0.1:${port} `],
        ["/etc/nginx/samsa.pem", certificate],
        ["/etc/nginx/samsa.key", key],
      ]);
      await writeFile(join(folder, "samsa.conf"), site);
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder}/${of};`).join(" ");
      await writeFile(
        join(folder, "nginx.conf"),
        `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; events { }
http { access_log off; ${temporary} include ${folder}/samsa.conf; }`,
      );
      return ["-e", "stderr", "-c", join(folder, "nginx.conf")];
    },
  },
  Apache: {
    program: "apache2",
    async start(folder, { address, port, certificate, key }) {
      const site = replaced(await shipped("apache.conf"), [
        ["127.0.0.1:8642", address],
        ["*:443", `127.0.0.1:${port}`],
        ["/etc/apache2/samsa.pem", certificate],
        ["/etc/apache2/samsa.key", key],
      ]);
      const modules = apacheModules.split(" ").map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
      await writeFile(
        join(folder, "apache2.conf"),
        `ServerRoot ${folder}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
User nobody
Group nogroup
ErrorLog ${folder}/error.log
ServerName chat.example.org
LogLevel warn
Listen 127.0.0.1:${port}
TypesConfig /dev/null
${modules.join("\n")}
RequestReadTimeout header=20-40,minrate=500
RequestReadTimeout body=10,minrate=500
${site}`,
      );
      return ["-D", "FOREGROUND", "-f", join(folder, "apache2.conf")];
    },
  },
  Caddy: {
    program: "caddy",
    async start(folder, { address, port, certificate, key }) {
      const site = replaced(await shipped("Caddyfile"), [
        ["127.0.0.1:8642", address],
        ["https://chat.example.org:443", `https://127.0.0.1:${port}`],
        ["/etc/caddy/samsa.pem", certificate],
        ["/etc/caddy/samsa.key", key],
      ]);
      await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
      return ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")];
    },
  },
  HAProxy: {
    program: "haproxy",
    environment: ({ address, port, pem }) => ({
      SAMSA_PROXY_BIND: `127.0.0.1:${port} ssl crt ${pem} alpn h2,http/1.1`,
      SAMSA_GATEWAY_1: address,
      SAMSA_GATEWAY_2: address,
      SAMSA_GATEWAY_3: address,
    }),
    start: async () => ["-db", "-f", join(process.env.SAMSA_SOURCE, "packaging/proxy/haproxy.cfg")],
  },
};

export const proxyNames = Object.keys(kinds);

// Distributions keep them where the PATH of a person does not look.
const path = ["/usr/sbin", ...process.env.PATH.split(delimiter)];

function find(program) {
  for (const folder of path)
    try {
      accessSync(join(folder, program), constants.X_OK);
      return join(folder, program);
    } catch {}
}

// Whether it is installed, or SAMSA_ALL_DATABASES says that it has to be.
export const isWanted = (name) => Boolean(find(kinds[name].program) || process.env.SAMSA_ALL_DATABASES);

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.destroy() && resolve(true));
    socket.once("error", () => resolve(false));
  });

export async function startProxy(name, address) {
  const kind = kinds[name];
  const folder = await mkdtemp(join(tmpdir(), "samsa-proxy-"));
  const [certificate, key, pem] = ["cert.pem", "key.pem", "both.pem"].map((file) => join(folder, file));
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const self = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...subject];
  await promisify(execFile)("openssl", self);
  await writeFile(pem, (await readFile(certificate, "utf8")) + (await readFile(key, "utf8")));
  const port = await freePort();
  const place = { address, port, certificate, key, pem };
  const child = spawn(find(kind.program), await kind.start(folder, place), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, HOME: folder, ...kind.environment?.(place) },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (log += data));
  let ended = false;
  const exited = new Promise((resolve) => child.once("exit", resolve)).then(() => (ended = true));
  while (!(await answers(port))) if (ended) throw new Error(`${name} ended:\n${log}`);
  return {
    port,
    certificate: await readFile(certificate),
    log: () => log,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
