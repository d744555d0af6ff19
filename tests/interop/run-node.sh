#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs one Node test against a samsa-server. What it needs from npm is installed below the build folder.
# usage: run-node.sh FOLDER_TO_WORK_IN PATH_OF_SAMSA_SERVER TEST
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
export SAMSA_SERVER=$2
mkdir -p "$1"
cd "$1"
if ! cmp -s "$source/package-lock.json" installed.json; then
    cp "$source/package.json" "$source/package-lock.json" .
    npm ci --no-audit --no-fund
    cp package-lock.json installed.json
fi
cp "$source"/*.mjs .
exec node --test --test-reporter=tap "$3"
