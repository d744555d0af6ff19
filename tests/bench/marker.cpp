// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/marker.h"

#include <algorithm>
#include <array>

namespace samsa::bench {

namespace {

constexpr char digits[] = "0123456789abcdef";

constexpr std::array<std::uint8_t, 256> digitValues()
{
    std::array<std::uint8_t, 256> values {};
    values.fill(0xff);
    for (std::uint8_t value = 0; value < 16; ++value)
        values[std::uint8_t(digits[value])] = value;
    return values;
}

bool markerAt(std::string_view frame, std::size_t place, std::uint64_t &number)
{
    static constexpr auto values = digitValues();
    if (place + markerSize > frame.size() || frame[place] != '~' || frame[place + 1] != '~'
        || frame[place + markerSize - 1] != '~')
        return false;
    std::uint64_t result = 0;
    std::uint8_t all = 0;
    for (std::size_t i = 2; i < markerSize - 1; ++i) {
        const std::uint8_t value = values[std::uint8_t(frame[place + i])];
        all |= value;
        result = (result << 4) | (value & 0xf);
    }
    number = result;
    return all < 16;
}

} // namespace

std::string marker(std::uint64_t number)
{
    std::string result(markerSize, '~');
    for (std::size_t i = markerSize - 2; i >= 2; --i, number >>= 4)
        result[i] = digits[number & 0xf];
    return result;
}

std::string markedText(std::uint64_t number, std::size_t bytes)
{
    std::string text = marker(number);
    static constexpr std::string_view filler = " the quick brown fox jumps over the lazy dog,";
    while (text.size() < bytes)
        text += filler.substr(0, std::min(filler.size(), bytes - text.size()));
    // A text must not end with a space where a server trims.
    if (text.back() == ' ')
        text.back() = '.';
    return text;
}

bool MarkerFinder::find(std::string_view frame, std::uint64_t &number)
{
    if (markerAt(frame, m_lastPlace, number))
        return true;
    for (auto place = frame.find("~~"); place != std::string_view::npos;
         place = frame.find("~~", place + 1)) {
        if (markerAt(frame, place, number)) {
            m_lastPlace = place;
            return true;
        }
    }
    return false;
}

} // namespace samsa::bench
