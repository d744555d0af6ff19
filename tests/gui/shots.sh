#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: tests/gui/shots.sh SAMSA-SHOTS FOLDER
# Writes the screenshots of the documentation into FOLDER. Needs no display.
set -euo pipefail
QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 exec "$1" "$2"
