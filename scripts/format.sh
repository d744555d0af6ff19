# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
need_clang_16 clang-format
our_sources | xargs -r clang-format-16 -i
git diff --stat -- '*.cpp' '*.h'
