# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs samsa-bench against samsa-server, the bare limits and RabbitMQ, and holds the server against what it must reach; with `client` the desktop program too.

./dev bench [--quick] [--page] [MODE…]. Standard library only. Exit status 1: the desktop program misses a limit by more than half.
"""

import argparse
import json
import os
import resource
import signal
import sys
import time

from driver.page import write
from driver.plan import MODES, Plan
from driver.programs import Programs
from driver.verdicts import Results, as_text, far_off, table

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "build", "bench")


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("modes", nargs="*", metavar="MODE", help=f"of {', '.join(MODES)}; all of them if none is named")
    parser.add_argument("--quick", action="store_true", help="each once and short, to look at, not to publish")
    parser.add_argument("--page", action="store_true",
                        help="write docs/performance.md with the last results of every mode, and run only those named")
    given = parser.parse_args()
    for mode in given.modes:
        if mode not in MODES:
            parser.error(f"there is no mode {mode}")
    return given


def kept_results():
    try:
        with open(os.path.join(FOLDER, "results.json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def merged(results):
    """These results, and of modes that were not run those of the run before."""
    kept = {key: runs for key, runs in kept_results().items() if key.split("/")[0] not in results.modes()}
    return Results({**kept, **results.runs})


def keep(results):
    everything = merged(results)
    with open(os.path.join(FOLDER, "results.json"), "w") as file:
        json.dump(everything.runs, file, indent=1)


def main():
    given = arguments()
    # A SIGTERM ends what was started, as Ctrl+C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.makedirs(FOLDER, exist_ok=True)
    # Ten thousand connections; what is started inherits it.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    modes = given.modes or ([] if given.page else MODES)
    started = time.monotonic()
    results = Results()
    try:
        if modes:
            with Programs(ROOT, os.path.join(FOLDER, f"run-{os.getpid()}")) as programs:
                Plan(programs, results, *((1, 2) if given.quick else (3, 4))).run(
                    modes, (lambda: None) if given.quick else (lambda: keep(results)))
    except KeyboardInterrupt:
        print("stopped; everything that was started is ended", file=sys.stderr)
        return 130
    if modes:
        print(as_text(table(results)))
        print(f"\n{(time.monotonic() - started) / 60:.1f} minutes")
    wrong = far_off(results, "client") if modes else []
    for row in wrong:
        print(f"missed by more than half: {row.what}: {row.measured()}", file=sys.stderr)
    if given.quick:
        return 1 if wrong else 0
    if given.page or not given.modes:
        for name in write(ROOT, merged(results), "./dev bench"):
            print("wrote " + os.path.relpath(name, ROOT))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
