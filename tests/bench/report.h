// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace samsa::bench {

/// What a mode measured: printed one a line for people, and with --json FILE as one object of
/// numbers (and of texts, where a value is a name).
class Report
{
public:
    explicit Report(std::string mode);

    void note(const std::string &name, const std::string &value);
    void number(const std::string &name, double value, const std::string &unit, int digits = 2);

    /// Prints, and writes the file if a name is given. False, with a line on standard error, if
    /// that failed.
    bool finish(const std::string &jsonFile) const;

private:
    struct Line
    {
        std::string name;
        std::string human;
        std::string json;
    };
    std::string m_mode;
    std::vector<Line> m_lines;
};

} // namespace samsa::bench
