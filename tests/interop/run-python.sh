#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the Python test against a samsa-server, in a virtual environment of its own below the build folder.
# usage: run-python.sh FOLDER_TO_WORK_IN PATH_OF_SAMSA_SERVER
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
export SAMSA_SERVER=$2
mkdir -p "$1"
cd "$1"
if ! cmp -s "$source/requirements.txt" installed.txt; then
    rm -rf venv
    python3 -m venv venv
    venv/bin/pip install --quiet --no-deps --require-hashes -r "$source/requirements.txt"
    cp "$source/requirements.txt" installed.txt
fi
exec venv/bin/python "$source/stomppy_test.py"
