// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samsa::bench {

/// What a message carries in its text so that it is known again: ~~ and 16 hexadecimal digits and
/// ~, of a number that the mode chooses. JSON and STOMP leave it as it is.
inline constexpr std::size_t markerSize = 19;

std::string marker(std::uint64_t number);

/// A text of this many bytes that begins with the marker.
std::string markedText(std::uint64_t number, std::size_t bytes);

/// Finds markers. Messages of a room look alike, so the marker is where it was last time, and the
/// bytes in between are looked at only when it is not.
class MarkerFinder
{
public:
    /// The number; false if there is no marker.
    bool find(std::string_view frame, std::uint64_t &number);

private:
    std::size_t m_lastPlace = 0;
};

} // namespace samsa::bench
