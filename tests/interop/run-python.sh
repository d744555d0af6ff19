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
source "$source/prepare.sh"
prepare_python
exec "$SAMSA_INTEROP_PYTHON" "$source/stomppy_test.py"
