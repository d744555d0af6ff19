# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The programs that are measured, each started with a folder and ports of its own on 127.0.0.1 and ended by its pid."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import urllib.request

NO_LIMITS = ["messages-per-second=0", "claims-per-minute=0", "rooms-per-minute=0", "connections=20000"]


class DidNotStart(Exception):
    pass


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def kafka_brokers(port):
    """How many brokers the one there knows, itself with them: its port is open before it has registered. Metadata
    request of version 0 (Kafka protocol guide), with an empty client id and no topic."""
    request = struct.pack(">hhihi", 3, 0, 1, 0, 0)
    with contextlib.suppress(OSError, struct.error), socket.create_connection(("127.0.0.1", port), 1) as broker:
        broker.sendall(struct.pack(">i", len(request)) + request)
        with broker.makefile("rb") as answer:
            return struct.unpack(">iii", answer.read(12))[2]  # Size, correlation id, number of brokers.
    return 0


def metric(port, name):
    """A number of samsa-server's /metrics that has no labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
    raise DidNotStart(f"samsa-server has no {name}")


def die_with_parent():
    """Also when the driver is killed in a way that it cannot notice (Linux's PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Program:
    """A child process, its output in a file. ended() first asks and after 10 s insists."""

    def __init__(self, folder, name, command, environment=None):
        os.makedirs(folder, exist_ok=True)
        self.log = os.path.join(folder, name + ".log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
                                            env=environment, preexec_fn=die_with_parent,
                                            start_new_session=True)  # Ctrl+C reaches the driver alone.
        self.pid = self.process.pid

    def wait_for(self, what, ready, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            result = ready()
            if result:
                return result
            # The pause between two looks, which an end of the program cuts short.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        self.end()
        with open(self.log, errors="replace") as log:
            raise DidNotStart(f"{what} did not start:\n{log.read()[-2000:]}")

    def announced_port(self):
        with open(self.log, errors="replace") as log:
            for line in log:
                if line.startswith("listening on ") and line.endswith("\n"):
                    return int(line.rsplit(":", 1)[1])
        return None

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Programs:
    """Everything that runs now. A context: leaving it ends them all, the last started first, and removes their files."""

    def __init__(self, root, folder):
        self.root = root
        self.folder = folder
        # Another build may be measured as well, to compare.
        self.bin = os.environ.get("SAMSA_BENCH_BIN", os.path.join(root, "build", "bin"))
        self.running = []
        self.kafka = None
        self.number = 0
        os.makedirs(folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in reversed(self.running):
            program.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, program):
        self.running.append(program)
        return program

    def end(self, target):
        for program in target["programs"]:
            program.end()
            self.running.remove(program)

    def new_folder(self, name):
        self.number += 1
        folder = os.path.join(self.folder, f"{self.number}-{name}")
        os.makedirs(folder)
        return folder

    def kafka_broker(self):
        """host:port of one broker that stays for the whole run."""
        if self.kafka:
            return self.kafka
        folder = self.new_folder("kafka")
        broker, controller = free_ports(2)
        settings = os.path.join(folder, "server.properties")
        with open(settings, "w") as file:
            file.write(f"""process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={folder}/data
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
""")
        home = os.environ.get("SAMSA_KAFKA_HOME", os.path.join(self.root, "build", "tools", "kafka"))
        java = ["java", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", os.path.join(home, "lib", "*")]
        subprocess.run(java + ["kafka.tools.StorageTool", "format", "-t", "c2Ftc2EtdGVzdC1jbHVzdA", "-c", settings],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        program = self.keep(Program(folder, "kafka", java + ["kafka.Kafka", settings]))
        program.wait_for("Apache Kafka", lambda: kafka_brokers(broker) > 0)
        self.kafka = f"127.0.0.1:{broker}"
        return self.kafka

    def samsa(self, log, limits=()):
        """samsa-server with an empty database and, for the log "Kafka", a topic of its own."""
        folder = self.new_folder("samsa-" + log)
        command = [os.path.join(self.bin, "samsa-server"), "--listen", "127.0.0.1:0", "--data-dir", folder]
        for limit in (*NO_LIMITS, *limits):
            command += ["--limit", limit]
        if log == "kafka":
            command += ["--kafka", self.kafka_broker(), "--topic", f"bench-{self.number}"]
        program = self.keep(Program(folder, "samsa-server", command))
        port = program.wait_for("samsa-server", program.announced_port)
        # Until then it is young and looks up each message id in its database (docs/decisions/0004).
        program.wait_for("samsa-server", lambda: metric(port, "samsa_new_ids_known") == 1)
        return {"programs": [program], "flags": ["--port", str(port), "--server-pid", str(program.pid), "--tokens",
                                                 os.path.join(folder, "tokens")]}

    def raw_epoll(self, payload, every_delivery=False):
        command = [os.path.join(self.bin, "samsa-bench"), "raw-epoll", "--payload", str(payload)]
        program = self.keep(Program(self.new_folder("raw"), "raw", command + ["--every-delivery"] * every_delivery))
        port = program.wait_for("the bare broadcaster", program.announced_port)
        return {"programs": [program],
                "flags": ["--server", "raw", "--port", str(port), "--server-pid", str(program.pid)]}

    def rabbitmq(self):
        """RabbitMQ with its Web STOMP plugin, as Debian packages it."""
        script = "/usr/lib/rabbitmq/bin/rabbitmq-server"
        if not os.path.exists(script):
            raise DidNotStart("there is no " + script)
        folder = self.new_folder("rabbitmq")
        amqp, stomp, web, distribution, epmd_port = free_ports(5)
        with open(os.path.join(folder, "rabbitmq.conf"), "w") as file:
            file.write(f"listeners.tcp.default = 127.0.0.1:{amqp}\nstomp.listeners.tcp.1 = 127.0.0.1:{stomp}\n"
                       f"web_stomp.tcp.ip = 127.0.0.1\nweb_stomp.tcp.port = {web}\nlog.console = true\n")
        with open(os.path.join(folder, "enabled_plugins"), "w") as file:
            file.write("[rabbitmq_web_stomp].\n")
        environment = dict(
            os.environ, HOME=folder, ERL_EPMD_PORT=str(epmd_port), ERL_EPMD_ADDRESS="127.0.0.1",
            RABBITMQ_NODENAME=f"bench{amqp}@localhost", RABBITMQ_DIST_PORT=str(distribution),
            RABBITMQ_MNESIA_BASE=os.path.join(folder, "data"), RABBITMQ_LOG_BASE=folder,
            RABBITMQ_CONFIG_FILE=os.path.join(folder, "rabbitmq.conf"),
            RABBITMQ_ENABLED_PLUGINS_FILE=os.path.join(folder, "enabled_plugins"),
            RABBITMQ_PID_FILE=os.path.join(folder, "pid"),
            RABBITMQ_CONF_ENV_FILE=os.path.join(folder, "none"),
            RUNNING_UNDER_SYSTEMD="1")  # Makes the script become the Erlang machine, so that its pid is ours.
        # Erlang would start its port mapper as a daemon that outlives us; one that is there already it uses.
        mapper = self.keep(Program(folder, "epmd", ["epmd"], environment))
        mapper.wait_for("epmd", lambda: answers(epmd_port))
        program = self.keep(Program(folder, "rabbitmq", [script], environment))
        program.wait_for("RabbitMQ", lambda: answers(web), 120)
        return {"programs": [program, mapper],
                "flags": ["--server", "rabbitmq", "--port", str(web), "--server-pid", str(program.pid),
                          "--login", "guest", "--passcode", "guest"]}
