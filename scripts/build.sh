# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Leaves samsa and samsa-server, optimised, in build/bin.
targets=(samsa samsa-server)
need "${packages_build[@]}"
build release "${targets[@]}"
echo "Built build/bin/samsa and build/bin/samsa-server"
