// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/report.h"

#include <cmath>
#include <cstdio>
#include <fstream>

namespace samsa::bench {

namespace {

std::string formatted(double value, int digits)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string quoted(const std::string &text)
{
    std::string result = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\')
            result += '\\';
        result += character;
    }
    return result + '"';
}

} // namespace

Report::Report(std::string mode)
    : m_mode(std::move(mode))
{
}

void Report::note(const std::string &name, const std::string &value)
{
    m_lines.push_back({name, value, quoted(value)});
}

void Report::number(const std::string &name, double value, const std::string &unit, int digits)
{
    const double kept = std::isfinite(value) ? value : 0;
    m_lines.push_back({name, formatted(kept, digits) + ' ' + unit, formatted(kept, 6)});
}

bool Report::finish(const std::string &jsonFile) const
{
    std::printf("%s\n", m_mode.c_str());
    for (const Line &line : m_lines)
        std::printf("  %-34s %s\n", line.name.c_str(), line.human.c_str());
    std::fflush(stdout);
    if (jsonFile.empty())
        return true;
    std::ofstream file(jsonFile);
    file << "{\"mode\": " << quoted(m_mode);
    for (const Line &line : m_lines)
        file << ",\n " << quoted(line.name) << ": " << line.json;
    file << "}\n";
    file.close();
    if (!file)
        std::fprintf(stderr, "samsa-bench: %s cannot be written\n", jsonFile.c_str());
    return bool(file);
}

} // namespace samsa::bench
