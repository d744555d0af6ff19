// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/flags.h"

#include <charconv>

namespace samsa::bench {

Flags::Flags(int count, char **arguments)
{
    for (int i = 0; i < count; ++i) {
        const std::string argument = arguments[i];
        if (!argument.starts_with("--")) {
            m_strays.push_back(argument);
            continue;
        }
        const bool valued = i + 1 < count && !std::string(arguments[i + 1]).starts_with("--");
        m_values[argument.substr(2)] = valued ? arguments[i + 1] : "yes";
        i += valued ? 1 : 0;
    }
}

std::string Flags::text(const std::string &name, const std::string &otherwise) const
{
    m_known.insert(name);
    const auto found = m_values.find(name);
    return found == m_values.end() ? otherwise : found->second;
}

double Flags::number(const std::string &name, double otherwise) const
{
    const std::string value = text(name);
    if (value.empty())
        return otherwise;
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc {} || end != value.data() + value.size())
        m_notNumber = "--" + name + " wants a number, not '" + value + "'";
    return number;
}

int Flags::count(const std::string &name, int otherwise) const
{
    return int(number(name, otherwise));
}

bool Flags::yes(const std::string &name) const
{
    return text(name) == "yes";
}

std::string Flags::complaint() const
{
    if (!m_notNumber.empty())
        return m_notNumber;
    if (!m_strays.empty())
        return "'" + m_strays.front() + "' belongs to no flag";
    for (const auto &[name, value] : m_values)
        if (!m_known.contains(name))
            return "this mode knows no --" + name;
    return {};
}

std::string filled(std::string text, const std::string &name, const std::string &value)
{
    const std::string place = "{" + name + "}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at))
        text.replace(at, place.size(), value);
    return text;
}

} // namespace samsa::bench
