#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: scripts/debian13.sh [test-units | COMMAND…]
#
# Tries the last commit on Debian 13, with the newest Qt, librdkafka and compiler that Samsa is held against: in a root
# folder made for it, `./dev run`, where two people talk on a virtual screen, and then `test-units`, which builds
# everything with warnings as errors and runs the unit tests (scripts/units.sh). With an argument only that, or a
# command of yours, for instance ./dev run. Needs root. The root folder is build/roots/debian13 or what
# SAMSA_DEBIAN13_ROOT names; it keeps its packages, build folders and ccache, so that the next time takes little. To
# begin anew, remove it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/common.sh
root=$(realpath -m "${SAMSA_DEBIAN13_ROOT:-build/roots/debian13}")
suite=trixie

make_root() {
    local mirror
    # A mirror that is near, when the host's own apt names one.
    mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 || true)
    rm -rf "$root.new"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root.new" ${mirror:-}
    [ ! -d /etc/apt/apt.conf.d ] || cp -r /etc/apt/apt.conf.d "$root.new/etc/apt/"
    chmod 755 "$root.new" # apt fetches as a user of its own.
    mv "$root.new" "$root"
}

# The last commit in /samsa of the root. Only files that differ are written, so that only they are built again.
check_out() {
    [ -d "$root/samsa" ] || git clone -q --no-hardlinks --no-checkout . "$root/samsa"
    git -C "$root/samsa" fetch -q "$PWD" HEAD
    git -C "$root/samsa" checkout -q --force --detach FETCH_HEAD
    git -C "$root/samsa" clean -fdq
    cp /etc/resolv.conf "$root/etc/"
}

# in_root COMMAND…: in /samsa of the root. What is mounted and started there lives in namespaces of its own, and is
# gone when the command ends, however it ends.
inside=
in_root() {
    # In the background, since it does not end on a signal itself.
    unshare --mount --pid --ipc --fork --kill-child bash -c '
        set -e
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount -t tmpfs -o mode=755 dev "$root/dev"
        for device in null zero full random urandom tty; do
            touch "$root/dev/$device"
            mount --bind "/dev/$device" "$root/dev/$device"
        done
        ln -s /proc/self/fd "$root/dev/fd"
        mkdir "$root/dev/shm" "$root/dev/pts"
        mount -t tmpfs shm "$root/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=666 pts "$root/dev/pts"
        ln -s pts/ptmx "$root/dev/ptmx"
        mount -t tmpfs tmp "$root/tmp"
        exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
            chroot "$root" sh -c "cd /samsa && exec \"\$@\"" sh "$@"
    ' bash "$root" "$@" &
    inside=$!
    local status=0
    wait "$inside" || status=$?
    inside=
    return $status
}
trap '[ -z "$inside" ] || kill -KILL "$inside"' EXIT
trap 'exit 1' INT TERM HUP

[ "$(id -u)" = 0 ] || { echo "scripts/debian13.sh needs root, to mount and chroot" >&2; exit 1; }
need debootstrap git
mkdir -p "$(dirname "$root")"
exec 9>"$root.lock"
flock -n 9 || { echo "Somebody else is trying Samsa in $root" >&2; exit 1; }
[ -d "$root" ] || step "Making a Debian 13 root" make_root
check_out
echo "Debian $(cat "$root/etc/debian_version") in $root, $(git log -1 --format='commit %h: %s')"
[ -z "$(git status --porcelain)" ] || echo "What is not committed is not tried."
case "${1:-}" in
    "")
        in_root ./dev run
        in_root scripts/units.sh ;;
    test-units)
        in_root scripts/units.sh ;;
    *)
        in_root "$@" ;;
esac
