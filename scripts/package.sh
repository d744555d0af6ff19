# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
need "${packages_build[@]}" dpkg-dev file
source scripts/build.sh
rm -rf build/packages
step "Packaging" cmake --build build/release --target package
ls build/packages/*.deb
