#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: CMake and CPack 4.4.5 (from PyPI), dpkg-deb of Debian 12
# guess:    A package's folders are 0755 whoever builds it, as its files are 0644.
# seen:     The folders have the builder's umask: with 077 /usr and /usr/share are 0700 in the .deb, and so they become where it is
#           installed. Files are 0644. Neither CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS nor the setting of the same name with CPACK_
#           changes that; umask 022 while cpack runs does.
source "$(dirname "$0")/support/common.bash"
python cmake==4.4.5
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(demo VERSION 1 LANGUAGES NONE)
install(FILES CMakeLists.txt DESTINATION share/demo)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "demo <demo@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
END
modes() {
    venv/bin/cmake -S . -B "$1" "${@:2}" >/dev/null
    (cd "$1" && ../venv/bin/cpack >/dev/null)
    dpkg-deb -c "$1"/*.deb | awk '{ print $1, $NF }'
}
permissions="OWNER_READ;OWNER_WRITE;OWNER_EXECUTE;GROUP_READ;GROUP_EXECUTE;WORLD_READ;WORLD_EXECUTE"
private="drwx------ ./usr/
drwx------ ./usr/share/
drwx------ ./usr/share/demo/
-rw-r--r-- ./usr/share/demo/CMakeLists.txt"
umask 077
expect "as it is" "$private" "$(modes plain)"
expect "with CMAKE_'s permissions" "$private" "$(modes cmake "-DCMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS=$permissions")"
expect "with CPACK_'s permissions" "$private" "$(modes cpack "-DCPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS=$permissions")"
umask 022
expect "with umask 022" "${private//drwx------/drwxr-xr-x}" "$(modes open)"
