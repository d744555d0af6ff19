#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: tests/gui/two_people.sh SAMSA [FOLDER]
#
# The whole of it without a display: two desktop programs side by side on a virtual screen. Ann hosts on this computer
# and talks live, Ben joins her and polls. Ann makes a room, each types a message by keys, each must see the
# other's. Leaves a screenshot and both transcripts in FOLDER (build/two-people), prints the screenshot's path, and
# ends with 0 only when each window showed both messages and both programs ended well.
set -euo pipefail

samsa=$(realpath "$1")
folder=${2:-build/two-people}
rm -rf "$folder"
mkdir -p "$folder"
folder=$(realpath "$folder")
data=$(mktemp -d)
started=()

tidy_up() {
    local process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$data"
}
trap tidy_up EXIT

fail() {
    echo "two people: $1" >&2
    for log in "$folder"/*.log; do
        [ -s "$log" ] && sed "s|^|  $(basename "$log"): |" "$log" >&2
    done
    exit 1
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
    local seconds=$1 what=$2
    shift 2
    local deadline=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || fail "waited $seconds s for $what"
        sleep 0.1
    done
}

Xvfb -displayfd 3 -screen 0 1600x720x24 -nolisten tcp 3>"$data/display" 2>"$folder/xvfb.log" &
started+=($!)
wait_for 20 "the virtual screen" test -s "$data/display"
export DISPLAY=":$(cat "$data/display")"
export QT_QPA_PLATFORM=xcb
unset WAYLAND_DISPLAY

# person NICKNAME TRANSPORT X: starts the program; the window's title names the room as soon as it is open.
declare -A process
person() {
    "$samsa" --data-dir "$data/samsa" --host --nickname "$1" --transport "$2" --room "Lobby" \
        --theme light --language en --geometry "800x720+$3+0" --transcript "$folder/$1.jsonl" 2>"$folder/$1.log" &
    process[$1]=$!
    started+=($!)
    wait_for 60 "$1 to be in the room" window_of "$1"
}

window_of() {
    xdotool search --onlyvisible --all --pid "${process[$1]}" --name "^Lobby" | grep -m 1 .
}

# say NICKNAME TEXT: typed into that window. There is no window manager, so the focus is set by hand.
say() {
    local window
    window=$(window_of "$1")
    xdotool windowfocus --sync "$window"
    xdotool mousemove --window "$window" 560 400
    xdotool type --delay 12 "$2"
    xdotool key Return
}

# sees NICKNAME TEXT: that window has shown it.
sees() {
    grep -qF "\"text\":\"$2\"" "$folder/$1.jsonl"
}

person Ann live 0
person Ben polling 800

# exchange FROM TO TEXT: both windows must show it.
exchange() {
    say "$1" "$3"
    wait_for 30 "$1 to get the message back" sees "$1" "$3"
    wait_for 30 "$2 to see $1's message" sees "$2" "$3"
}

exchange Ann Ben "Hello Ben, are you there? This went out live."
exchange Ben Ann "Yes, Ann. I am polling, and I can read every word."
exchange Ann Ben "Same room, same order, two ways of getting there."
exchange Ben Ann "And nobody waited for anybody."
grep -qF '"transport":"live"' "$folder/Ann.jsonl" || fail "Ann was not live"
grep -qF '"transport":"polling"' "$folder/Ben.jsonl" || fail "Ben was not polling"

sleep 1.6 # a poll with nothing new, for the picture
import -window root "$folder/two-people.png"

# Ben first: then Ann, who hosts, is not missed by anybody.
for nickname in Ben Ann; do
    kill "${process[$nickname]}"
    wait "${process[$nickname]}" || fail "$nickname's program ended with status $?"
done

echo "Ann (live) and Ben (polling) each saw the other's message."
echo "screenshot: $folder/two-people.png"
