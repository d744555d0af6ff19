#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in a verbose CTest log, or shows the output of those that failed.

A Qt Test program counts with each of its functions (its "Totals:" line), a Node test file with
each of its tests ("# pass"); a program that prints neither counts as one. A program that CTest calls failed counts as at least one failure.
"""

import re
import sys

TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped")
LINE = re.compile(r"^(\d+): ?(.*)$")
SANITIZER = re.compile(r"(WARNING|ERROR): \w+Sanitizer|runtime error:")
NODE = re.compile(r"^# (pass|fail) (\d+)")
END = re.compile(r"^\s*\d+/\d+ Test\s+#(\d+): (\S+) \.*\s*(\*\*\*)?(Passed|Failed|Timeout|Not Run|Exception|Skipped|\S+)")


def read(path):
    tests = {}
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            if found := LINE.match(line):
                test = tests.setdefault(int(found[1]), {"lines": []})
                test["lines"].append(found[2])
                if totals := TOTALS.match(found[2]):
                    test["passed"] = test.get("passed", 0) + int(totals[1])
                    test["failed"] = test.get("failed", 0) + int(totals[2]) + int(totals[3])
                elif node := NODE.match(found[2]):
                    kind = {"pass": "passed", "fail": "failed"}[node[1]]
                    test[kind] = test.get(kind, 0) + int(node[2])
            elif found := END.match(line):
                test = tests.setdefault(int(found[1]), {"lines": []})
                test["name"] = found[2]
                test["ok"] = found[4] == "Passed"
    return tests


def telling(lines):
    """What says why a test failed: each failure, the first report of a sanitizer, and how it ended."""
    keep = []
    for number, line in enumerate(lines):
        if line.startswith(("FAIL!", "XPASS", "QFATAL", "not ok")):
            keep += lines[number:number + 4]
        elif SANITIZER.search(line) and not any(SANITIZER.search(kept) for kept in keep):
            keep += lines[number:number + 24]
    return keep + [line for line in lines[-8:] if line not in keep]


def main():
    failures = sys.argv[1] == "--failures"
    tests = read(sys.argv[-1])
    passed = failed = 0
    for test in tests.values():
        ok = test.get("ok", False)
        test_failed = test.get("failed", 0)
        if not ok:
            test_failed = max(1, test_failed)
        passed += test.get("passed", 1 if ok else 0)
        failed += test_failed
        if failures and test_failed:
            print(f"--- {test.get('name', 'a test that did not end')}")
            print("\n".join(telling(test["lines"])))
    if not failures:
        print(passed, failed)


main()
