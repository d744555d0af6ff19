#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the instructions that samsa-server spends on a poll, a send, a delivery and putting a message into the search
index, and fails where that is above its ceiling.

The server runs four times under callgrind and is driven by one client that has one thing under way. Three of the runs do
three times as much of one thing as the first; what they count more is what that thing costs, without start, connections and end.

    count_instructions.py samsa-server [--keep FOLDER]
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import glob
import os
import subprocess
import sys
import tempfile
import time

import client
import counts

HERE = os.path.dirname(os.path.abspath(__file__))
WARM_UP = 20
DELIVERED = 600  # Messages to each subscriber.
TEXT = "See you there at eight, and bring the others."


@dataclasses.dataclass
class Work:
    polls: int = 400
    sends: int = 400
    subscribers: int = 100


BASE = Work()
RUNS = {"poll": Work(polls=3 * BASE.polls), "send": Work(sends=3 * BASE.sends),
        "delivery": Work(subscribers=3 * BASE.subscribers)}
TIMES = {"poll": 2 * BASE.polls, "send": 2 * BASE.sends, "delivery": 2 * BASE.subscribers * DELIVERED}


class Server:
    def __init__(self, program, folder):
        self.counted = os.path.join(folder, "callgrind.out")
        self.log = os.path.join(folder, "samsa-server.log")
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + self.counted, "--separate-threads=yes",
                   "--fair-sched=try", program,
                   "--listen", "127.0.0.1:0", "--data-dir", os.path.join(folder, "data"), "--workers", "1"]
        for limit in ("messages-per-second", "claims-per-minute", "rooms-per-minute"):
            command += ["--limit", limit + "=0"]
        # The order within Qt's hashes is part of the count.
        environment = dict(os.environ, QT_HASH_SEED="0", LC_ALL="C.UTF-8")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self.port = self.wait_for_port()

    def wait_for_port(self):
        deadline = time.monotonic() + 2 * client.PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            with open(self.log, errors="replace") as log:
                for line in log:
                    if line.startswith("listening on ") and line.endswith("\n"):
                        return int(line.rsplit(":", 1)[1])
            # The pause between two looks, which an end of the server cuts short.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        self.kill()
        with open(self.log, errors="replace") as log:
            raise SystemExit("samsa-server did not start under valgrind:\n" + log.read()[-2000:])

    def end(self):
        """It drains, and callgrind writes its file."""
        self.process.terminate()
        status = self.process.wait(client.PATIENCE)
        if status != 0:
            with open(self.log, errors="replace") as log:
                raise SystemExit(f"samsa-server ended with {status}:\n" + log.read()[-2000:])
        return counts.of_threads(glob.glob(self.counted + "-*"))

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def drive(port, work):
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        http = client.Http(port)
        stack.callback(http.bytes.close)
        http.token = http.ask("POST", "/api/v1/session", {"nickname": "Ann"})["token"]
        quiet, busy = (http.ask("POST", "/api/v1/rooms", {"name": name})["id"] for name in ("Attic", "Kitchen"))
        sender = client.Stomp(port, http.token)
        # As many connections in each run; those that are too many follow a room where nothing is said.
        readers = [client.Stomp(port, http.token) for _ in range(RUNS["delivery"].subscribers)]
        for stomp in (sender, *readers):
            stack.callback(stomp.close)
        # The server trusts its memory for ids made 5 s after its start, and ours come from 4.5 s ahead. So many
        # connections take longer than the rest.
        if time.monotonic() - begun < 0.6:
            raise SystemExit("The server is too young: it would look up the first ids, and the count would vary.")

        for _ in range(WARM_UP + work.sends):
            sender.say(busy, TEXT)
        last = http.ask("GET", f"/api/v1/rooms/{busy}/messages?limit=1")["messages"][0]["position"]
        for _ in range(WARM_UP + work.polls):
            page = http.ask("GET", f"/api/v1/rooms/{busy}/messages?after={last}")
            if page["messages"]:
                raise SystemExit("There was something new, which this does not count.")
        for number, reader in enumerate(readers):
            reader.follow(busy if number < work.subscribers else quiet)
        for _ in range(DELIVERED):
            sender.say(busy, TEXT)
            for reader in readers[:work.subscribers]:
                reader.expect("MESSAGE")


def count(program, folder, work):
    os.makedirs(folder)
    server = Server(program, folder)
    try:
        drive(server.port, work)
        return server.end()
    finally:
        server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("server", type=os.path.abspath)
    parser.add_argument("--keep", metavar="FOLDER", help="a new folder for callgrind's files, for callgrind_annotate")
    arguments = parser.parse_args()
    with open(os.path.join(HERE, "ceilings.txt"), encoding="utf-8") as file:
        limits = counts.ceilings(file)
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = arguments.keep or stack.enter_context(tempfile.TemporaryDirectory())
        # Two at a time: what is counted does not depend on who else runs.
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(2))
        totals = {name: pool.submit(count, arguments.server, os.path.join(folder, name), work)
                  for name, work in {"base": BASE, **RUNS}.items()}
        totals = {name: future.result() for name, future in totals.items()}
    counted = {name: (totals[name].path - totals["base"].path) / TIMES[name] for name in RUNS}
    counted["index"] = (totals["send"].index - totals["base"].index) / TIMES["send"]
    lines, well = counts.table(counted, limits)
    print("\n".join(lines))
    print(f"counted in {time.monotonic() - started:.0f} s")
    if not well:
        print("If that is what the change is worth, raise the ceiling in", os.path.join("tests", "instructions", "ceilings.txt"))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
