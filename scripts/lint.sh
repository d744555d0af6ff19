# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Format and clang-tidy over everything of ours that the dev preset compiles.
need_clang_16 clang-format
need_clang_16 clang-tidy
need "${packages_build[@]}"
tidy() {
    git ls-files -- 'protocol/*.cpp' 'server/*.cpp' 'ui/*.cpp' 'app/*.cpp' \
        | xargs -r -P "$jobs" -n 4 clang-tidy-16 --quiet -p build/dev
}
step "Checking the format" check_format
build dev # clang-tidy needs what moc and lrelease generate.
step "Running clang-tidy" tidy
