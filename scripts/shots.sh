# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
need "${packages_build[@]}" "${packages_screen[@]}"
build dev samsa-shots
step "Taking the screenshots" tests/gui/shots.sh build/dev/tests/samsa-shots docs/images
ls docs/images
