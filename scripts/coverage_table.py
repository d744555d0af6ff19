#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints gcovr's JSON summary as lines covered per folder, with the floor beside the total."""

import collections
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        summary = json.load(file)
    folders = collections.defaultdict(lambda: [0, 0])
    for entry in summary["files"]:
        parts = entry["filename"].split("/")
        folder = "/".join(parts[:2]) if parts[0] == "server" and len(parts) > 2 else parts[0]
        folders[folder][0] += entry["line_covered"]
        folders[folder][1] += entry["line_total"]
    print(f"{'Coverage':<20}{'lines':>8}{'covered':>10}")
    for folder, (covered, total) in sorted(folders.items()):
        print(f"  {folder:<18}{total:>8}{100 * covered / max(total, 1):>9.1f} %")
    print(f"  {'all':<18}{summary['line_total']:>8}{summary['line_percent']:>9.1f} %"
          f"   (at least {sys.argv[2]} %)")


main()
