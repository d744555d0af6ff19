#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds everything with warnings as errors and runs the unit tests: what a new version of a compiler or of Qt is met with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/common.sh
need "${packages_build[@]}"
# Nobody debugs here, and folders are built in less time as one source each.
step "Configuring units" cmake --preset dev -B build/units \
    -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 "$@"
step "Building everything, warnings as errors" cmake --build build/units -j "$jobs" -- -k 0
step "Unit tests" ctest --test-dir build/units -L unit -j "$jobs" --output-on-failure
grep 'tests passed' "$logs/Unit-tests.log"
