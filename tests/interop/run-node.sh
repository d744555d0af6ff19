#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs one Node test against a samsa-server. What it needs from the registries is installed below the build folder.
# usage: run-node.sh FOLDER_TO_WORK_IN PATH_OF_SAMSA_SERVER TEST [python|java|go]…
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
export SAMSA_SERVER=$2 SAMSA_INTEROP_SOURCE=$source
SAMSA_SOURCE=$(cd "$source/../.." && pwd)
export SAMSA_SOURCE
mkdir -p "$1"
cd "$1"
source "$source/prepare.sh"
for kind in node "${@:4}"; do
    "prepare_$kind"
done
cd node
exec node --test --test-reporter=tap "$3"
