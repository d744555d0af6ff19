# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the commands of ./dev share: steps with their time, packages, builds by preset.
# Sourced with the working directory at the root of the checkout.

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
# Without these ccache takes nothing that was compiled with precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CMAKE_CXX_COMPILER_LAUNCHER=ccache
# npm and pip bring their own certificates; behind a proxy that has one of its own they must trust what the system does.
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$certificates} PIP_CERT=${PIP_CERT:-$certificates}
fi
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
logs=build/logs
mkdir -p "$logs"

packages_build=(
    g++ cmake ninja-build ccache mold pkg-config git python3
    qt6-base-dev qt6-websockets-dev qt6-httpserver-dev qt6-svg-dev
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl1-mesa-dev
    librdkafka-dev libutf8proc-dev libqt6sql6-sqlite qt6-qpa-plugins
)
packages_screen=(xvfb xauth xdotool openbox dbus-daemon at-spi2-core imagemagick fonts-noto-core fonts-noto-cjk procps)
packages_kafka=(java:default-jre-headless mvn:maven)
packages_interop=(haproxy nginx apache2-bin caddy openssl node:nodejs npm:npm kcat python3-venv javac:default-jdk-headless go:golang-go)
packages_database=(libqt6sql6-psql libqt6sql6-mysql postgresql pgbouncer mariadb-server)
packages_test=(faketime gcovr curl valgrind "${packages_interop[@]}" "${packages_kafka[@]}" "${packages_database[@]}")
brew_packages="qt librdkafka utf8proc cmake ninja ccache pkg-config gcovr openjdk maven node kcat clang-format"

# step <what> <command…>: says what is done and how long it took; the output goes to a log that is
# shown when the command fails.
step() {
    local what=$1 started=$SECONDS log
    shift
    log="$logs/$(printf '%s' "$what" | tr -cs 'A-Za-z0-9' '-').log"
    printf '%-58s ' "$what"
    if "$@" >"$log" 2>&1; then
        printf '%4d s\n' $((SECONDS - started))
    else
        local status=$?
        printf 'failed after %d s\n' $((SECONDS - started))
        tail -n 60 "$log"
        echo "The whole of it is in $log"
        return $status
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -n "$@"
    else
        echo "This needs root, and there is no sudo. Run as root once: $*" >&2
        return 1
    fi
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y --no-install-recommends "$@" && return
    as_root apt-get update && as_root apt-get install -y --no-install-recommends "$@"
}

# need <package…>: installs those that are missing; asks nothing, and does nothing when all are there. Of
# command:package the package is wanted only where the command is missing, whoever it came from.
need() {
    case "$(uname -s)" in
        Linux) ;;
        Darwin)
            command -v qmake6 >/dev/null || command -v qmake >/dev/null || {
                echo "Install what Samsa is built with, then run this again:" >&2
                echo "    brew install $brew_packages" >&2
                return 1
            }
            return ;;
        *)
            echo "The README says how to build Samsa on this system." >&2
            return 1 ;;
    esac
    command -v dpkg-query >/dev/null || return 0 # Another distribution: CMake names what is missing.
    local package missing=()
    for package in "$@"; do
        if [[ $package == *:* ]]; then
            command -v "${package%%:*}" >/dev/null && continue
            package=${package#*:}
        fi
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] \
            || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] || step "Installing ${#missing[@]} packages" apt_install "${missing[@]}"
}

# need_clang_16 <tool>: version 16 of it, which alone decides: others format and warn differently. A sentence, and false,
# where the system has none.
need_clang_16() {
    command -v "$1-16" >/dev/null && return
    if command -v apt-cache >/dev/null; then
        apt-cache show apt >/dev/null 2>&1 || step "Reading the list of packages" as_root apt-get update
        if apt-cache show "$1-16" >/dev/null 2>&1; then
            need "$1-16"
            return
        fi
    fi
    echo "Version 16 of $1 decides, and this system has none; Debian 12 and Ubuntu 24.04 have it." >&2
    return 1
}

check_format() { our_sources | xargs -r clang-format-16 --dry-run --Werror; }

# build <preset> [target…]: configures when there is reason to and builds what changed.
build() {
    local preset=$1
    shift
    [ "build/$preset/build.ninja" -nt CMakePresets.json ] || step "Configuring $preset" cmake --preset "$preset"
    step "Building $preset" cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"}
}

# fetch_kafka [newest]: Apache Kafka for the tests, by the versions that tests/support/kafka/pom.xml names.
fetch_kafka() {
    local home=build/tools/kafka${1:+-$1} pom=tests/support/kafka/pom.xml
    cmp -s "$pom" "$home/pom.xml" && return
    need "${packages_kafka[@]}"
    rm -rf "$home"
    step "Fetching Apache Kafka${1:+, the $1}" mvn -q -B -f "$pom" ${1:+"-P$1"} \
        org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
        "-DoutputDirectory=$PWD/$home/lib"
    cp "$pom" "$home/pom.xml"
}

our_sources() { git ls-files -- '*.cpp' '*.h'; }
