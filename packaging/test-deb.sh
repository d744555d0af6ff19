#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs build/packages/samsa-server_*.deb (and samsa_*.deb) in a clean Debian root made for it, starts the server there and
# asks it whether it is well. Needs root and debootstrap. usage: packaging/test-deb.sh [SUITE]
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
root=$(mktemp -d)
chmod 755 "$root" # apt fetches as a user of its own.
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    umount "$root/proc" 2>/dev/null || true
    rm -rf "$root"
}
trap finish EXIT

mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 || true)
debootstrap --variant=minbase "$suite" "$root" ${mirror:-} >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/"
[ ! -d /etc/apt/apt.conf.d ] || cp -r /etc/apt/apt.conf.d "$root/etc/apt/"
cp build/packages/*.deb "$root/tmp/"
in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive "$@"; }
in_root apt-get update -qq
in_root sh -c 'apt-get install -y -qq --no-install-recommends /tmp/*.deb curl' >"$root.log" 2>&1 || { tail -n 30 "$root.log"; exit 1; }
in_root samsa-server --version
# Not through in_root: a function in the background is a shell of its own, and killing that leaves the server.
chroot "$root" samsa-server --listen 127.0.0.1:0 --data-dir /var/lib/samsa >"$root/tmp/out" 2>"$root/tmp/err" &
server=$!
for _ in $(seq 100); do
    grep -q '^listening on' "$root/tmp/out" && break
    kill -0 "$server" || { cat "$root/tmp/err"; exit 1; }
    read -rt 0.1 <> <(:) || true
done
address=$(sed -n 's/^listening on //p' "$root/tmp/out")
in_root curl -fsS "http://$address/healthz"
echo
in_root env QT_QPA_PLATFORM=offscreen samsa --version
echo "The packages install on a clean $suite and the server answers there."
