# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# With a display: the desktop program. Without one: two desktop programs on a virtual screen, one polling and one
# live, talk over the first one's embedded server; the exit status says whether each saw the other's message.
need "${packages_build[@]}"
build release samsa
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
    exec build/bin/samsa "$@"
fi
need "${packages_screen[@]}"
exec tests/gui/two_people.sh build/bin/samsa
