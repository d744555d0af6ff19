# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the desktop program costs, with many messages in the archive of the person who uses it. On a virtual screen with
a window manager; what is painted a hundred thousand times, without one."""

import contextlib
import http.client
import json
import os
import subprocess
import threading
import time

from .programs import NO_LIMITS, DidNotStart, Program, free_ports

NICKNAME = "ann"
OPENED = "long"  # The room that samsa-bench-client fills with most messages, and another.
OTHER = "mixed"
RATE = 50  # Messages a second, every second one in the open room.


class Talker:
    """Somebody else, who says so much a second in two rooms by turns, for as long as it is open."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {"Content-Type": "application/json"}
        session = self.ask("POST", "/session", {"nickname": "talker"})
        self.headers["Authorization"] = "Bearer " + session["token"]
        rooms = {room["name"]: room["id"] for room in self.ask("GET", "/rooms")["rooms"]}
        self.rooms = [rooms[OPENED], rooms[OTHER]]
        self.said = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.talk)

    def ask(self, method, path, body=None):
        self.connection.request(method, "/api/v1" + path, json.dumps(body) if body else None, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise DidNotStart(f"{method} {path}: {answer.status} {content.decode(errors='replace')}")
        return json.loads(content)

    def talk(self):
        begun = time.monotonic()
        while not self.stopped.wait(max(0.0, begun + self.said / RATE - time.monotonic())):
            self.ask("POST", f"/rooms/{self.rooms[self.said % 2]}/messages",
                     {"text": f"What was said as number {self.said}, in a line that is as long as most of them."})
            self.said += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()
        with contextlib.suppress(DidNotStart, OSError):
            self.connection.request("DELETE", "/api/v1/session", None, self.headers)
            self.connection.getresponse().read()
        self.connection.close()


def cpu_seconds(pid):
    """By thread, as the scheduler counts them."""
    used = {}
    for thread in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/schedstat") as file:
            used[thread] = int(file.read().split()[0]) / 1e9
    return used


def waits(pid):
    """By thread: how often it has gone to sleep."""
    counts = {}
    for thread in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/status") as file:
            counts[thread] = int(next(line for line in file if line.startswith("voluntary_ctxt")).split()[1])
    return counts


def grown(before, after):
    return {thread: value - before.get(thread, 0) for thread, value in after.items()}


def memory_mib(pid):
    """All that is resident, and what is this process's alone."""
    sizes = {"Rss": 0, "Private": 0}
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            name = line.split(":")[0].split("_")[0]
            if name in sizes:
                sizes[name] += int(line.split()[1]) / 1024
    return sizes["Rss"], sizes["Private"]


class Client:
    """A server, a person with an archive and a screen, all of which end with \a programs."""

    def __init__(self, programs, messages):
        self.programs = programs
        self.program = os.path.join(programs.bin, "samsa-bench-client")
        self.folder = programs.new_folder("client")
        os.chmod(self.folder, 0o700)  # XDG_RUNTIME_DIR wants that.
        self.person = os.path.join(self.folder, "person")
        self.port, = free_ports(1)
        server = os.path.join(self.folder, "server")
        subprocess.run([self.program, "fill", server, self.person, f"127.0.0.1:{self.port}", NICKNAME, str(messages)],
                       check=True, timeout=600)
        command = [os.path.join(programs.bin, "samsa-server"), "--listen", f"127.0.0.1:{self.port}", "--data-dir", server]
        for limit in NO_LIMITS:
            command += ["--limit", limit]
        self.server = programs.keep(Program(self.folder, "samsa-server", command))
        self.server.wait_for("samsa-server", self.server.announced_port)
        self.screen = self.start_screen()
        self.options = ["--data-dir", self.person, "--server", f"127.0.0.1:{self.port}", "--nickname", NICKNAME,
                        "--transport", "live", "--room", OPENED, "--geometry", "1000x700+0+0", "--language", "en",
                        "--theme", "light"]

    def start_screen(self):
        self.display_file = os.path.join(self.folder, "display")
        command = ["sh", "-c", f"exec Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>'{self.display_file}'"]
        screen = self.programs.keep(Program(self.folder, "xvfb", command))
        display = screen.wait_for("Xvfb", self.display)
        environment = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb", XDG_RUNTIME_DIR=self.folder,
                           XDG_CONFIG_HOME=self.folder, XDG_CACHE_HOME=self.folder)
        environment.pop("WAYLAND_DISPLAY", None)
        ready = os.path.join(self.folder, "ready")
        manager = self.programs.keep(Program(self.folder, "openbox", ["openbox", "--startup", f"touch '{ready}'"],
                                             environment))
        manager.wait_for("openbox", lambda: os.path.exists(ready))
        return environment

    def display(self):
        with contextlib.suppress(FileNotFoundError), open(self.display_file) as file:
            number = file.readline()
            return ":" + number.strip() if number.endswith("\n") else None
        return None

    def walk(self, mode, environment):
        """Of samsa-bench-client; \a mode: start, or walk."""
        done = subprocess.run([self.program, mode, str(time.monotonic_ns()), *self.options], env=environment,
                              capture_output=True, text=True, timeout=1200)
        if done.returncode != 0:
            raise DidNotStart(f"samsa-bench-client {mode}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def starts(self):
        return self.walk("start", self.screen)

    def walks(self):
        return self.walk("walk", dict(self.screen, QT_QPA_PLATFORM="offscreen"))

    def lives(self, seconds):
        """The real program: at rest, while people talk, and minimised."""
        program = self.programs.keep(Program(self.folder, "samsa", [os.path.join(self.programs.bin, "samsa"),
                                                                    *self.options], self.screen))
        window = program.wait_for("samsa", self.window)
        values = {}
        time.sleep(3)
        values["rss_mib"], values["private_mib"] = memory_mib(program.pid)
        before = cpu_seconds(program.pid)
        time.sleep(5)
        values["shown_cpu_percent"] = 100 * sum(grown(before, cpu_seconds(program.pid)).values()) / 5
        with Talker(self.port) as talker:
            time.sleep(3)
            begun, before, said = time.monotonic(), cpu_seconds(program.pid), talker.said
            time.sleep(seconds)
            passed = time.monotonic() - begun
            used = grown(before, cpu_seconds(program.pid))
            values["messages_per_s"] = (talker.said - said) / passed
        values["live_cpu_percent"] = 100 * sum(used.values()) / passed
        values["live_main_cpu_percent"] = 100 * used[str(program.pid)] / passed
        values["live_private_mib"] = memory_mib(program.pid)[1]
        subprocess.run(["xdotool", "windowminimize", window], env=self.screen, check=True, timeout=20)
        time.sleep(3)
        before = waits(program.pid)
        time.sleep(10)
        woken = grown(before, waits(program.pid))
        values["hidden_wakes_per_s"] = woken[str(program.pid)] / 10
        values["hidden_wakes_of_all_threads_per_s"] = sum(woken.values()) / 10
        self.programs.end({"programs": [program]})
        return values

    def window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^.?{OPENED}.? – "], env=self.screen,
                               capture_output=True, text=True, timeout=20)
        return found.stdout.split()[0] if found.stdout else None
