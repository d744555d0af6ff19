#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Includes a header against the arrows, from a folder that must not see it, and is content when that does not compile;
# and one along the arrows, which must. By the include paths that CMake gives to the folders.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/common.sh
commands=build/checked/compile_commands.json
[ -f "$commands" ] || cmake --preset checked >/dev/null

# sees <folder> <header>: whether a source of that folder can include it.
sees() {
    python3 - "$commands" "$1" "$2" <<'END'
import json, pathlib, shlex, subprocess, sys, tempfile
commands, folder, header = sys.argv[1:]
build = pathlib.Path(commands).resolve().parent
target = f"CMakeFiles/samsa_{folder.replace('/', '_')}.dir/"
entry = next(e for e in json.load(open(commands)) if target in e["command"])
paths = [w for w in shlex.split(entry["command"]) if w.startswith(f"-I{build}/include/")]
source = f'#if !__has_include("{header}")\n#error unseen\n#endif\n'
# Elsewhere, since the current folder is where includes of standard input are looked for first.
with tempfile.TemporaryDirectory() as empty:
    sys.exit(subprocess.run(["c++", "-fsyntax-only", "-x", "c++", *paths, "-"], input=source, text=True, cwd=empty,
                            stderr=subprocess.DEVNULL).returncode)
END
}
must_see() { sees "$1" "$2" || { echo "$1 does not see $2, which it uses" >&2; exit 1; }; }
must_not_see() { ! sees "$1" "$2" || { echo "$1 sees $2, against the arrows" >&2; exit 1; }; }

must_see server/log server/store/store.h
must_see server/gateway server/stomp/fanout.h
must_see app/program ui/window/main_window.h
must_not_see server/store server/log/tail.h
must_not_see server/net server/http/routes.h
must_not_see server/net server/stomp/fanout.h
must_not_see server/http server/stomp/fanout.h
must_not_see server/stomp server/http/routes.h
must_not_see server/log server/log/kafka/kafka_log.h
must_not_see ui/timeline ui/window/main_window.h
must_not_see ui/window protocol/shapes.h
must_not_see app/outbox app/conversation/conversation.h
