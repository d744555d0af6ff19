# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures samsa-server with samsa-bench beside the bare limits and RabbitMQ, and the desktop program, and writes
# docs/performance.md.
# ./dev bench [--quick] [--page] [fanout|latency|idle|poll|send|stalled|mixed|persist|search|client…]
# ./dev bench build [run] [test]: what a clean build costs beside an older commit's.
if [ "${1:-}" = build ]; then
    shift
    exec python3 -B scripts/bench_build.py "$@"
fi
case " $* " in *" -h "* | *" --help "*) exec python3 tests/bench/run_bench.py --help ;; esac
[ "$(uname -s)" = Linux ] || { echo "./dev bench: samsa-bench is written against epoll, so this needs Linux." >&2; exit 1; }
modes=()
for argument; do
    case "$argument" in -*) ;; *) modes+=("$argument") ;; esac
done
need "${packages_build[@]}" "${packages_screen[@]}"
if [ "${modes[*]}" = client ]; then
    build release samsa samsa-server samsa-bench-client
else
    need "${packages_kafka[@]}" "${packages_database[@]}" rabbitmq-server
    fetch_kafka
    export SAMSA_KAFKA_HOME=${SAMSA_KAFKA_HOME:-$PWD/build/tools/kafka}
    build release samsa samsa-server samsa-bench samsa-bench-persist samsa-bench-search samsa-bench-client
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/bench/run_bench.py "$@"
