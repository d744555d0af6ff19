#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every #include of ours against the folders' CMakeLists.txt: usage: check_folders.py [ROOT]

An include may go to a folder that the including one USES, or that those use; no folder may reach itself again; no
folder has more than 25 units (a source with its header is one); the root of server/ has at most six files; each folder
has a README that names its units and is at most ten lines long, tables apart. Ends with 1 and a line for each fault.
"""

import re
import sys
from pathlib import Path

TOP = ("protocol", "server", "ui", "app")
MOST_UNITS = 25
MOST_LOOSE_IN_SERVER = 6
MOST_README_LINES = 10


def folders_of(root):
    """Each folder that has sources, with what its samsa_folder() USES."""
    uses = {}
    for top in TOP:
        for lists in sorted((root / top).rglob("CMakeLists.txt")):
            folder = lists.parent.relative_to(root).as_posix()
            call = re.search(r"samsa_folder\((\S+)\s(.*?)\n?\)", lists.read_text(), re.S)
            if not call:
                continue
            named = re.search(r"\bUSES\s+(.*?)(?:\bLINK\b|$)", call[2], re.S)
            assert call[1] == folder, f"{lists} names its folder {call[1]}"
            uses[folder] = named[1].split() if named else []
    return uses


def reached(folder, arrows, path=()):
    """All that a folder may see; a circle is a ValueError."""
    if folder in path:
        raise ValueError(" -> ".join((*path[path.index(folder):], folder)))
    seen = set()
    for used in arrows.get(folder, ()):
        seen |= {used} | reached(used, arrows, (*path, folder))
    return seen


def sources(folder):
    return sorted(path for path in folder.iterdir() if path.suffix in (".h", ".cpp"))


def wrong_includes(root, uses):
    known = set(uses)
    for folder in sorted(known):
        try:
            allowed = reached(folder, uses) | {folder}
        except ValueError as circle:
            yield f"{folder}: a circle: {circle}"
            continue
        for path in sources(root / folder):
            # A program is made of its folder, and of what that is made of.
            for number, line in enumerate(path.read_text().splitlines(), 1):
                include = re.match(r'#include "([^"]+)/[^/"]+"', line)
                if include and include[1] in known and include[1] not in allowed:
                    yield f"{path.relative_to(root)}:{number}: includes from {include[1]}, which {folder} does not use"


def units(folder):
    return sorted({path.stem for path in sources(folder) if path.name != "main.cpp"})


def wrong_rooms(root, uses):
    for folder in sorted(uses):
        here = units(root / folder)
        no_moc = f"samsa_folder({folder} NO_MOC" in (root / folder / "CMakeLists.txt").read_text()
        objects = [path.name for path in sources(root / folder) if re.search(r"^ *Q_(OBJECT|GADGET)\b", path.read_text(), re.M)]
        if no_moc and objects:
            yield f"{folder}: is built without moc, which {objects[0]} needs"
        if len(here) > MOST_UNITS:
            yield f"{folder}: {len(here)} units, at most {MOST_UNITS} make a folder"
        readme = root / folder / "README.md"
        if not readme.exists():
            yield f"{folder}: has no README.md"
            continue
        text = readme.read_text()
        if len([line for line in text.splitlines() if line.strip() and not line.startswith("|")]) > MOST_README_LINES:
            yield f"{folder}/README.md: more than {MOST_README_LINES} lines"
        missing = [unit for unit in here if not re.search(rf"`{unit}`", text)]
        if missing:
            yield f"{folder}/README.md: does not name {', '.join(missing)}"
    loose = [path.name for path in (root / "server").iterdir() if path.is_file()]
    if len(loose) > MOST_LOOSE_IN_SERVER:
        yield f"server: {len(loose)} files at its root, at most {MOST_LOOSE_IN_SERVER}: {', '.join(sorted(loose))}"


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    uses = folders_of(root)
    faults = [*wrong_includes(root, uses), *wrong_rooms(root, uses)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
