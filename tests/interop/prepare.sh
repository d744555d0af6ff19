# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the tests of this folder install below the build folder, by exact versions. Each is done once, and again when its list changes. Sourced,
# with `source` the folder of this file and the working directory where it is to be installed.

# npm and pip bring their own certificates; behind a proxy that has one of its own they must trust what the system does.
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$certificates} PIP_CERT=${PIP_CERT:-$certificates}
fi

prepare_node() {
    mkdir -p node
    if ! cmp -s "$source/package-lock.json" node/installed.json; then
        cp "$source/package.json" "$source/package-lock.json" node
        (cd node && npm ci --no-audit --no-fund --ignore-scripts)
        cp node/package-lock.json node/installed.json
    fi
    cp "$source"/*.mjs "$source"/clients/*.mjs node
}

prepare_python() {
    if ! cmp -s "$source/requirements.txt" python/installed.txt; then
        rm -rf python
        python3 -m venv python/venv
        python/venv/bin/pip install --quiet --no-deps --require-hashes -r "$source/requirements.txt"
        cp "$source/requirements.txt" python/installed.txt
    fi
    export SAMSA_INTEROP_PYTHON=$PWD/python/venv/bin/python
}

prepare_java() {
    if ! cmp -s "$source/java/pom.xml" java/pom.xml; then
        rm -rf java
        mkdir -p java
        mvn -q -B -ntp -f "$source/java/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
            "-DoutputDirectory=$PWD/java/lib"
        cp "$source/java/pom.xml" java
    fi
    javac -nowarn -cp 'java/lib/*' -d java/classes "$source"/java/*.java
    export SAMSA_INTEROP_JAVA=$PWD/java
}

# Distributions have a Go that is older than the modules want; then the tests leave their programs out, and say so.
prepare_go() {
    local wanted
    wanted=$(sed -n 's/^go //p' "$source/go/go.mod")
    export SAMSA_INTEROP_GO=
    command -v go >/dev/null || return 0
    printf '%s\n' "$wanted" "$(GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//')" | sort -VC || return 0
    (cd "$source/go" && GOTOOLCHAIN=local GOFLAGS=-mod=readonly go build -o "$OLDPWD/go/" ./client ./produce)
    export SAMSA_INTEROP_GO=$PWD/go
}
