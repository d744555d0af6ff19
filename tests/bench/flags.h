// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace samsa::bench {

/// The command line after the mode: --name value, or --name alone for yes. A name that nothing
/// asked for is an error that complaint() reports, so that a misspelt flag does not measure
/// something else.
class Flags
{
public:
    Flags(int count, char **arguments);

    std::string text(const std::string &name, const std::string &otherwise = {}) const;
    double number(const std::string &name, double otherwise) const;
    int count(const std::string &name, int otherwise) const;
    bool yes(const std::string &name) const;

    /// What is wrong with the command line, once everything that is known was asked for; else
    /// empty.
    std::string complaint() const;

private:
    std::map<std::string, std::string> m_values;
    std::vector<std::string> m_strays;
    mutable std::set<std::string> m_known;
    mutable std::string m_notNumber;
};

/// The text with each {name} replaced.
std::string filled(std::string text, const std::string &name, const std::string &value);

} // namespace samsa::bench
