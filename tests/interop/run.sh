#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the Node tests against a samsa-server. usage: run.sh FOLDER_TO_WORK_IN PATH_OF_SAMSA_SERVER
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
work=$1
export SAMSA_SERVER=$2
mkdir -p "$work"
cd "$work"
if ! cmp -s "$source/package-lock.json" installed.json; then
    cp "$source/package.json" "$source/package-lock.json" .
    npm ci --no-audit --no-fund
    cp package-lock.json installed.json
fi
cp "$source"/*.mjs .
exec node --test --test-reporter=tap .
