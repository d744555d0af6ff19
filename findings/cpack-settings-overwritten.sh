#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: CMake and CPack 4.4.5 (from PyPI), dpkg of Debian 12
# guess:    What a .deb puts into /etc is a conffile: an upgrade keeps what the administrator has written there, as with Debian's own
#           packages.
# seen:     Only debhelper does that. CPack names no conffiles by itself, and the upgrade overwrites the file without a question.
source "$(dirname "$0")/support/common.bash"
python cmake==4.4.5
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(finding-demo VERSION ${RELEASE} LANGUAGES NONE)
file(WRITE ${CMAKE_BINARY_DIR}/demo.ini "port=${RELEASE}\n")
install(FILES ${CMAKE_BINARY_DIR}/demo.ini DESTINATION /etc/finding-demo)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "demo <demo@example.org>")
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
include(CPack)
END
mkdir -p root/var/lib/dpkg/{info,updates}
touch root/var/lib/dpkg/status
install_release() {
    venv/bin/cmake -S . -B "$1" "-DRELEASE=$1" >/dev/null
    (cd "$1" && ../venv/bin/cpack >/dev/null)
    dpkg --root="$work/root" --force-not-root --log=/dev/null -i "$1"/*.deb >/dev/null 2>&1 </dev/null
}
install_release 1
echo "port=4711" >root/etc/finding-demo/demo.ini
install_release 2
expect "the file in /etc after an edit and an upgrade" "port=2" "$(cat root/etc/finding-demo/demo.ini)"
expect "members of the package's control archive" "./control ./md5sums" "$(dpkg-deb --ctrl-tarfile 2/*.deb | tar t | sort | grep -v '/$' | xargs)"
