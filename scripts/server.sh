# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
need "${packages_build[@]}"
build release samsa-server >&2
exec build/bin/samsa-server "$@"
