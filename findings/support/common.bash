# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scripts of findings/ share: a folder that goes when they end, packages by version, a broker, and a comparison.

set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$(basename "$0" .sh)
work=$(mktemp -d -t "finding-$name-XXXXXX")
started=()
changed=0
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$certificates} PIP_CERT=${PIP_CERT:-$certificates}
fi
export LC_ALL=C.UTF-8
export GOPATH="$work/go" GOCACHE="$work/go-cache" npm_config_cache="$work/npm-cache" PIP_NO_CACHE_DIR=1
export MAVEN_OPTS="${MAVEN_OPTS:-} -Dmaven.repo.local=$work/maven"

finish() {
    local status=$? child
    for child in "${started[@]}"; do
        kill -KILL "$child" 2>/dev/null || continue
        wait "$child" 2>/dev/null || true
    done
    chmod -R u+w "$work" # Go's modules are read-only.
    rm -rf "$work"
    [ "$status" = 0 ] || exit "$status"
    exit "$changed"
}
trap finish EXIT
cd "$work"

# with PACKAGE…: what of these Debian packages is missing is installed.
with() {
    local package missing=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} != 0 ] || return 0
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# python PACKAGE==VERSION…: a virtual environment with these, its interpreter in $python.
python() {
    python3 -m venv "$work/venv"
    python=$work/venv/bin/python
    "$python" -m pip install -q --disable-pip-version-check "$@"
}

# node_packages PACKAGE@VERSION…
node_packages() {
    npm init -y >/dev/null
    npm pkg set type=module
    npm install --silent --no-audit --no-fund --ignore-scripts "$@" >/dev/null
}

# go_modules MODULE@VERSION…
go_modules() {
    go mod init finding 2>/dev/null
    go get "$@" 2>/dev/null
}

# jars VERSION: Apache Kafka's, in lib.
jars() {
    sed "s/@version@/$1/" "$support/kafka.xml" >pom.xml
    mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies "-DoutputDirectory=$work/lib" >mvn.log || { cat mvn.log; return 1; }
}

# broker VERSION: one node of Apache Kafka with its own defaults; its address in $broker.
broker() {
    local port
    jars "$1"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    broker=127.0.0.1:$port
    sed -e "s/@port@/$port/" -e "s|@log@|$work/log|" "$support/kafka.properties" >kafka.properties
    # The controller takes whichever port is next.
    sed -i "s/@controller@/$((port + 1))/" kafka.properties
    java -cp 'lib/*' kafka.tools.StorageTool format -t "$(head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | cut -c1-22)" \
        -c kafka.properties >format.log 2>&1
    java -Xmx512m -cp 'lib/*' kafka.Kafka kafka.properties >kafka.log 2>&1 &
    started+=($!)
    until grep -qs 'Kafka Server started' kafka.log; do
        kill -0 "${started[-1]}" || { tail kafka.log; return 1; }
        sleep 0.2
    done
}

# expect WHAT BEFORE NOW: says what is seen, and remembers when it is not what was seen before.
expect() {
    if [ "$2" = "$3" ]; then
        printf 'as before  %s: %s\n' "$1" "$3"
    else
        printf 'CHANGED    %s\n  before: %s\n  now:    %s\n' "$1" "$2" "$3"
        changed=1
    fi
}
