#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clean `./dev run` and `./dev test` cost in CPU seconds (user and system, no ccache), beside an older commit's.

./dev bench build [--against COMMIT] [run] [test]; without either word: run. Both trees are checked out below build/, one
is built after the other, and the ratio is printed. `test` takes an hour and more for each tree.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "bench-build"


def checked_out(commit, name):
    """A clean checkout of the commit, with the jars of Kafka that are here already."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet", "--detach", commit], check=True)
    kafka = ROOT / "build" / "tools"
    if kafka.is_dir():
        shutil.copytree(kafka, folder / "build" / "tools")
    return folder


def cpu_seconds(folder, command):
    environment = {**os.environ, "CCACHE_DISABLE": "1"}
    environment.pop("DISPLAY", None)
    environment.pop("WAYLAND_DISPLAY", None)
    with open(FOLDER / f"{folder.name}-{command}.log", "wb") as log:
        process = subprocess.Popen(["./dev", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        print(f"./dev {command} of the tree {folder.name} failed; see {log.name}", file=sys.stderr)
        sys.exit(1)
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(prog="./dev bench build", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("commands", nargs="*", metavar="run|test", help="what is measured; run if neither is named")
    parser.add_argument("--against", default="e377dc8", metavar="COMMIT", help="the older tree (%(default)s)")
    given = parser.parse_args()
    if wrong := [word for word in given.commands if word not in ("run", "test")]:
        parser.error(f"there is no measure {wrong[0]}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    trees = {"before": checked_out(given.against, "before"), "now": checked_out("HEAD", "now")}
    for command in given.commands or ["run"]:
        before, now = (cpu_seconds(trees[name], command) for name in ("before", "now"))
        print(f"./dev {command}: {before:.0f} CPU seconds at {given.against}, {now:.0f} now: {now / before:.2f} of it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
