# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is run: each mode with its variants and cases, in an order in which what is compared runs side by side."""

import json
import os
import subprocess
import sys
import tempfile

from .client import Client
from .programs import DidNotStart

MODES = ("fanout", "latency", "idle", "poll", "send", "stalled", "mixed", "persist", "search", "client")
LOGS = ("local", "kafka")
DATABASES = ("sqlite", "postgresql", "mariadb")


class Plan:
    def __init__(self, programs, results, repetitions, seconds):
        self.programs = programs
        self.results = results
        self.repetitions = repetitions
        self.seconds = seconds
        self.quick = repetitions == 1
        self.payload = 500  # Bytes of a delivery; what Samsa was seen to send, once it was.

    def run(self, modes, after_each):
        for mode in MODES:
            if mode in modes:
                getattr(self, mode)()
                after_each()

    def measure(self, key, mode, target, *flags, seconds=None):
        """Runs samsa-bench once and keeps what it reports. A failure is told and leaves a gap."""
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report.json")
            command = [os.path.join(self.programs.bin, "samsa-bench"), mode, *target, "--json", report]
            if "--seconds" not in flags:
                command += ["--seconds", str(seconds or self.seconds)]
            done = subprocess.run(command + [str(flag) for flag in flags], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True, timeout=600)
            if done.returncode != 0 or not os.path.exists(report):
                print(f"  {key}: {done.stderr.strip() or 'incomplete'}", flush=True)
                return None
            with open(report) as file:
                values = json.load(file)
        self.results.add(key, values)
        shown = [f"{name} {values[name]:,.4g}" for name in
                 ("deliveries_per_s", "server_cpu_per_million", "delivery_p50_ms", "p50_ms", "kib_per_connection",
                  "connects_per_s", "answers_per_server_cpu_s", "receipts_per_s", "delivery_p99_ratio",
                  "server_cpu_percent") if name in values]
        print(f"  {key}: {', '.join(shown)}", flush=True)
        return values

    def try_rabbitmq(self):
        try:
            return self.programs.rabbitmq()
        except DidNotStart as error:
            print(f"  RabbitMQ is left out: {error}", file=sys.stderr)
            return None

    def fanout(self):
        servers = {log: self.programs.samsa(log) for log in LOGS}
        counts = (100, 1000) if self.quick else (10, 100, 1000, 5000, 10000)
        for count in counts:
            for _ in range(self.repetitions):
                for log in LOGS:
                    seen = self.measure(f"fanout/{log}/{count}", "fanout", servers[log]["flags"], "--subscribers", count)
                    if seen:
                        self.payload = round(seen["bytes_per_delivery"])
                self.with_raw(lambda raw, n=count: self.measure(f"fanout/raw/{n}", "fanout", raw, "--subscribers", n))
                if count == 1000:
                    self.with_raw(lambda raw: self.measure("fanout/raw-every/1000", "fanout", raw,
                                                           "--subscribers", 1000), every_delivery=True)
        for server in servers.values():
            self.programs.end(server)
        if rabbitmq := self.try_rabbitmq():
            for count in (100, 1000) if self.quick else (10, 100, 1000):
                for _ in range(self.repetitions):
                    self.measure(f"fanout/rabbitmq/{count}", "fanout", rabbitmq["flags"], "--subscribers", count)
            self.programs.end(rabbitmq)

    def with_raw(self, work, every_delivery=False):
        raw = self.programs.raw_epoll(self.payload, every_delivery)
        work(raw["flags"])
        self.programs.end(raw)

    def latency(self):
        kafka = ["--kafka", self.programs.kafka_broker()]
        servers = {log: self.programs.samsa(log) for log in LOGS}
        file = os.path.join(self.programs.new_folder("fsync"), "raw")
        for _ in range(self.repetitions):
            self.measure("latency/raw-kafka/100", "raw-kafka", kafka, "--bytes", 330)
            self.measure("latency/kafka/100", "latency", servers["kafka"]["flags"])
            self.measure("latency/raw-fsync/100", "raw-fsync", [], "--file", file, "--bytes", 330)
            self.measure("latency/local/100", "latency", servers["local"]["flags"])
            self.with_raw(lambda raw: self.measure("latency/raw/100", "latency", raw))
        for rate in () if self.quick else (10, 1000, 5000):
            for log in LOGS:
                self.measure(f"latency/{log}/{rate}", "latency", servers[log]["flags"], "--rate", rate)
            self.with_raw(lambda raw, r=rate: self.measure(f"latency/raw/{r}", "latency", raw, "--rate", r))
            self.measure(f"latency/raw-kafka/{rate}", "raw-kafka", kafka, "--bytes", 330, "--rate", rate)
        for server in servers.values():
            self.programs.end(server)
        if rabbitmq := self.try_rabbitmq():
            for _ in range(self.repetitions):
                self.measure("latency/rabbitmq/100", "latency", rabbitmq["flags"])
            for rate in () if self.quick else (10, 1000):
                self.measure(f"latency/rabbitmq/{rate}", "latency", rabbitmq["flags"], "--rate", rate)
            self.programs.end(rabbitmq)

    def idle(self):
        """A new server for each, or memory that was used before would be used again and not be seen."""
        counts = [10000] * self.repetitions if self.quick else [1000, 2500, 5000] + [10000] * self.repetitions
        for count in counts:
            server = self.programs.samsa("local")
            # The open-file limit holds for the generator as well; the probes need some.
            self.measure(f"idle/local/{count}", "idle", server["flags"], "--connections", count, seconds=4)
            self.programs.end(server)
        for count in [1000] if self.quick else [500, 1000]:
            if rabbitmq := self.try_rabbitmq():
                self.measure(f"idle/rabbitmq/{count}", "idle", rabbitmq["flags"], "--connections", count, seconds=4)
                self.programs.end(rabbitmq)

    def poll(self):
        for log in LOGS:
            server = self.programs.samsa(log)
            rooms = {}
            for history in (0, 1000) if self.quick else (0, 1000, 100000):
                first = self.measure(f"poll/{log}/new-{history}", "poll", server["flags"], "--history", history)
                if first:
                    rooms[history] = first["room"]
            for repetition in range(self.repetitions):
                for history, room in rooms.items():
                    flags = [*server["flags"], "--room", room]
                    if repetition > 0:
                        self.measure(f"poll/{log}/new-{history}", "poll", flags)
                    self.measure(f"poll/{log}/newest-{history}", "poll", flags, "--kind", "newest")
                if rooms:
                    longest, room = max(rooms.items())
                    flags = [*server["flags"], "--room", room]
                    self.measure(f"poll/{log}/unchanged-{longest}", "poll", flags, "--kind", "unchanged")
                    self.measure(f"poll/{log}/paced", "poll", flags, "--paced", "--pollers", 2000)
            self.programs.end(server)

    def send(self):
        for _ in range(self.repetitions):
            for log in LOGS:
                # A new one each time: the one before would still be moving its log into its database.
                server = self.programs.samsa(log)
                self.measure(f"send/{log}/200", "send", server["flags"])
                self.programs.end(server)
        if rabbitmq := self.try_rabbitmq():
            self.measure("send/rabbitmq/200", "send", rabbitmq["flags"])
            self.programs.end(rabbitmq)

    def stalled(self):
        for _ in range(self.repetitions):
            server = self.programs.samsa("local")
            # So much that the bound is reached: 4 MiB at the server and what the system takes.
            self.measure("stalled/local/1000", "stalled", server["flags"], "--bytes", 4000, "--rate", 100,
                         seconds=25)
            self.programs.end(server)

    def mixed(self):
        for _ in range(self.repetitions):
            for log in LOGS:
                server = self.programs.samsa(log)
                self.measure(f"mixed/{log}/500", "mixed", server["flags"])
                self.programs.end(server)

    def persist(self):
        """Each run with new databases; what is compared is one after the other in the same run."""
        rows = 20000 if self.quick else 100000
        for _ in range(self.repetitions):
            for database in DATABASES:
                key = f"persist/{database}/{rows}"
                done = subprocess.run([os.path.join(self.programs.bin, "samsa-bench-persist"), database, str(rows)],
                                      capture_output=True, text=True, timeout=600)
                if done.returncode != 0:
                    print(f"  {key}: {done.stderr.strip()}", flush=True)
                    continue
                values = json.loads(done.stdout)
                self.results.add(key, values)
                print(f"  {key}: " + ", ".join(f"{name} {value:,.0f}" for name, value in values.items()), flush=True)

    def search(self):
        """Once: each kind of question is asked 200 times."""
        messages = 50000 if self.quick else 1000000
        for database in DATABASES[:2]:
            key = f"search/{database}/{messages}"
            done = subprocess.run([os.path.join(self.programs.bin, "samsa-bench-search"), database, str(messages)],
                                  capture_output=True, text=True, timeout=3600)
            if done.returncode != 0:
                print(f"  {key}: {done.stderr.strip()}", flush=True)
                continue
            values = json.loads(done.stdout)
            self.results.add(key, values)
            print(f"  {key}: " + ", ".join(f"{name} {value:,.4g}" for name, value in values.items()
                                           if name.endswith("p99_ms") or not name.endswith("_ms")), flush=True)

    def client(self):
        messages = 50000 if self.quick else 1000000
        key = f"client/{messages}"
        client = Client(self.programs, messages)
        client.starts()  # The first one claims the nickname and reads what nobody has read before.
        for _ in range(1 if self.quick else 10):
            self.note_client(key, client.starts())
        self.note_client(key, client.walks())
        for _ in range(self.repetitions):
            self.note_client(key, client.lives(8 if self.quick else 20))

    def note_client(self, key, values):
        self.results.add(key, values)
        print(f"  {key}: " + ", ".join(f"{name} {value:,.4g}" for name, value in values.items()), flush=True)
