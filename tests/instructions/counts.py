# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading what callgrind wrote and the table of ceilings, and comparing them."""


def total(lines):
    """All instructions of a callgrind.out file."""
    for line in lines:
        if line.startswith(("summary:", "totals:")):
            return int(line.split()[1])
    raise ValueError("callgrind wrote no total")


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
