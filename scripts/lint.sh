# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Format, style, the folders' doors, and clang-tidy over everything of ours.
need "${packages_build[@]}"
need_clang_16 clang-format
need_clang_16 clang-tidy
check_format() { our_sources | xargs -r clang-format-16 --dry-run --Werror; }
# What moc and lrelease generate is all that clang-tidy needs of a build; GCC's precompiled headers it cannot read.
generate() {
    cmake --preset dev -B build/lint -DSAMSA_PRECOMPILE=OFF -DBUILD_TESTING=OFF
    ninja -C build/lint $(ninja -C build/lint -t targets all | sed -nE 's/^(samsa[a-z_-]*_autogen): phony.*/\1/p' | sort -u)
}
tidy() {
    git ls-files -- 'protocol/*.cpp' 'server/*.cpp' 'ui/*.cpp' 'app/*.cpp' \
        | xargs -r -P "$jobs" -n 4 clang-tidy-16 --quiet -p build/lint
}
step "Checking the format" check_format
step "Checking the style" scripts/check_style.sh
step "Checking the folders' doors" python3 -B scripts/check_folders.py
step "Generating what clang-tidy reads" generate
step "Running clang-tidy" tidy
