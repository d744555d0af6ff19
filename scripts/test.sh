# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Everything that must hold before a change lands: format, the folders' doors, all tests under AddressSanitizer and UBSan
# with their coverage, what crosses threads under ThreadSanitizer, and how many instructions a poll, a send and a delivery
# take. --all: also the build and the unit tests on Debian 13, with Qt 6.8. Closes with "N passed, N failed".
everything=
case "${1:-}" in
    --all) everything=yes ;;
    '') ;;
    *) echo "./dev test [--all]" >&2; exit 2 ;;
esac
need "${packages_build[@]}" "${packages_screen[@]}" "${packages_test[@]}"
fetch_kafka
fetch_kafka newest
export SAMSA_KAFKA_HOME=$PWD/build/tools/kafka
export LC_ALL=C.UTF-8
# Not only those that happen to be installed.
export SAMSA_ALL_DATABASES=1
coverage_floor=85
passed=0 failed=0

# tally <ctest log>: counts the test functions that Qt Test reports, and each other test as one.
tally() {
    local counts
    counts=$(python3 scripts/tally.py "$1")
    read -r run_passed run_failed <<<"$counts"
    passed=$((passed + run_passed)) failed=$((failed + run_failed))
}

# check <name> <command…>: a check that counts as one test.
check() {
    if step "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# suite <preset> <what> [target…]: builds the preset, or of it these targets, and runs its tests.
suite() {
    local preset=$1 what=$2 log=$logs/ctest-$1.txt started
    shift 2
    if ! build "$preset" "$@"; then
        failed=$((failed + 1))
        return
    fi
    printf '%-58s ' "$what"
    started=$SECONDS
    local status=0
    # Not --output-log: it breaks the lines that say how a test ended.
    ctest --preset "$preset" -j "$jobs" -V >"$log" 2>&1 || status=$?
    tally "$log"
    printf '%4d s   %d passed, %d failed\n' $((SECONDS - started)) "$run_passed" "$run_failed"
    if [ "$status" != 0 ]; then
        python3 scripts/tally.py --failures "$log"
        [ "$run_failed" != 0 ] || failed=$((failed + 1))
    fi
}

coverage() {
    mkdir -p build/coverage/html
    gcovr --root . --filter protocol/ --filter server/ --filter ui/ --filter app/ --exclude '.*autogen.*' \
        --gcov-ignore-parse-errors -j "$jobs" --fail-under-line "$coverage_floor" --print-summary \
        --json-summary build/coverage/coverage.json --html-details build/coverage/html/index.html build/checked
}

! need_clang_16 clang-format || check "Checking the format" check_format
check "Checking the style" scripts/check_style.sh
check "Checking the folders' doors" python3 -B scripts/check_folders.py
check "Checking that a wrong include does not compile" scripts/check_doors.sh
# The tests of several nodes and of faults start this one: instrumented it is too slow to be held to time.
build release samsa-server || failed=$((failed + 1))
find build/checked -name '*.gcda' -delete 2>/dev/null || true
suite checked "All tests under AddressSanitizer and UBSan"
check "Measuring the coverage" coverage
python3 scripts/coverage_table.py build/coverage/coverage.json "$coverage_floor" || true
suite tsan "What crosses threads under ThreadSanitizer" thread_tests
# The ceilings are for this system and processor.
if [ "$(uname -sm)" = "Linux x86_64" ]; then
    failed_before=$failed
    check "Counting instructions" python3 -B tests/instructions/count_instructions.py build/bin/samsa-server
    [ "$failed" != "$failed_before" ] || cat "$logs/Counting-instructions.log"
fi
[ -z "$everything" ] || check "Building and testing on Debian 13" scripts/debian13.sh

echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
