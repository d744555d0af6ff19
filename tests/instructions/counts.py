# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what callgrind wrote and the table of ceilings, and comparing them."""

import dataclasses

INDEXING = "samsa::persist::SearchIndexer::run()"


def total(lines):
    """All instructions of a callgrind.out file."""
    for line in lines:
        if line.startswith(("summary:", "totals:")):
            return int(line.split()[1])
    raise ValueError("callgrind wrote no total")


@dataclasses.dataclass
class Counted:
    path: int  # Of all threads that serve clients.
    index: int  # Of the thread that keeps the search index.


def of_threads(names):
    """What callgrind wrote for each thread, a file each."""
    counted = Counted(0, 0)
    for name in names:
        with open(name, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if INDEXING in text:
            counted.index += total(text.splitlines())
        else:
            counted.path += total(text.splitlines())
    if counted.path == 0 or counted.index == 0:
        raise ValueError("callgrind wrote no file of the thread that indexes, or of no other")
    return counted


def ceilings(lines):
    """name and number a line; # begins a comment."""
    rows = (line.split("#", 1)[0].split() for line in lines)
    return {row[0]: int(row[1].replace(",", "")) for row in rows if row}


def table(counts, limits):
    """The lines to print, and whether all is well."""
    lines = [f"{'instructions per':<18} {'counted':>9} {'ceiling':>9}"]
    for name, limit in limits.items():
        above = "   above its ceiling" if counts[name] > limit else ""
        lines.append(f"{name:<18} {counts[name]:>9,.0f} {limit:>9,}{above}")
    return lines, all(counts[name] <= limit for name, limit in limits.items())
