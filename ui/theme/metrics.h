// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace samsa::ui {

/// The least height of what stands at the top of both sides of the window, so that the line below
/// it goes through.
inline constexpr int headerHeight = 64;

} // namespace samsa::ui
