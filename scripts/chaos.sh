# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Kills and stops what Samsa consists of while people talk, and looks whether anything was lost.
# ./dev chaos [--minutes N] [--seed S] [--configuration local|cluster|both] [--database postgresql|mariadb] [--open-transactions] [--page docs/reliability.md]
[ "$(uname -s)" = Linux ] || { echo "./dev chaos: it stops processes and mounts a disk, so this needs Linux." >&2; exit 1; }
need "${packages_build[@]}" "${packages_test[@]}"
fetch_kafka
export SAMSA_KAFKA_HOME=${SAMSA_KAFKA_HOME:-$PWD/build/tools/kafka}
build dev samsa-server samsa-chaos
exec build/dev/bin/samsa-chaos "$@"
