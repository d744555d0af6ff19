#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What clang-format does not decide: string literals are u"…"_s, tests are called TestX, and no include is optional.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
status=0
refuse() { # refuse <sentence> <pattern> <pathspec…>
    local sentence=$1 pattern=$2
    shift 2
    if git grep -nE "$pattern" -- "$@"; then
        echo "$sentence" >&2
        status=1
    fi
}
refuse 'Write u"…"_s; QStringLiteral is for headers and for macros.' 'QStringLiteral\("' '*.cpp'
refuse 'A test is called TestX.' 'class \w+Test : public QObject' 'tests/*tst_*.cpp'
refuse 'A missing file is an error.' 'include\(.*OPTIONAL' '*CMakeLists.txt' '*.cmake'
exit $status
