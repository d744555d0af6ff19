// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/samsa_setup.h"

#include "tests/bench/http_connection.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace samsa::bench {

namespace {
constexpr int setupConnections = 32;
constexpr Nanoseconds patience = 120 * oneSecond;
} // namespace

void giveUp(const std::string &why)
{
    std::fprintf(stderr, "samsa-bench: %s\n", why.c_str());
    std::exit(1);
}

SamsaSetup::SamsaSetup(EventLoop &loop, const Target &target, const Flags &flags)
    : m_loop(loop)
    , m_target(target)
    , m_file(flags.text("tokens"))
{
    char text[16];
    // A nickname has at most 20 characters.
    std::snprintf(text, sizeof text, "%08x", unsigned(now() / 1000) & 0xffffffffu);
    m_run = text;
    if (!m_file.empty())
        readTokens();
}

void SamsaSetup::readTokens()
{
    std::ifstream file(m_file);
    std::string token;
    while (file >> token)
        m_tokens.push_back(token);
}

const std::vector<std::string> &SamsaSetup::tokens(int count)
{
    std::vector<std::string> requests;
    for (int i = int(m_tokens.size()); i < count; ++i) {
        requests.push_back(
            httpRequest("POST", "/api/v1/session", m_target.host, {},
                        "{\"nickname\":\"" + m_run + '-' + std::to_string(i) + "\"}"));
    }
    if (!requests.empty()) {
        const std::vector<std::string> claimed = answers(requests, "token");
        m_tokens.insert(m_tokens.end(), claimed.begin(), claimed.end());
        if (!m_file.empty()) {
            std::ofstream file(m_file, std::ios::app);
            for (const std::string &token : claimed)
                file << token << '\n';
        }
    }
    return m_tokens;
}

std::string SamsaSetup::newRoom()
{
    const std::string name = "bench " + m_run + ' ' + std::to_string(++m_rooms);
    if (!m_target.isSamsa)
        return "bench-" + m_run + '-' + std::to_string(m_rooms);
    const std::string token = tokens(1).front();
    return answers({httpRequest("POST", "/api/v1/rooms", m_target.host, token,
                                "{\"name\":\"" + name + "\"}")},
                   "id")
        .front();
}

void SamsaSetup::prepareLogins(int connections)
{
    if (m_target.isSamsa && m_target.login.empty())
        tokens(connections);
}

std::string SamsaSetup::loginHeaders(int number)
{
    if (m_target.isSamsa && m_target.login.empty())
        return "Authorization:Bearer " + tokens(number + 1)[std::size_t(number)] + '\n';
    std::string headers;
    if (!m_target.login.empty())
        headers += "login:" + filled(m_target.login, "n", std::to_string(number)) + '\n';
    if (!m_target.passcode.empty())
        headers += "passcode:" + m_target.passcode + '\n';
    return headers;
}

/// Asks all of them over a few connections; the text with this name from each answer, in order.
std::vector<std::string> SamsaSetup::answers(const std::vector<std::string> &requests,
                                             const char *name)
{
    std::vector<std::string> results(requests.size());
    std::vector<std::unique_ptr<HttpConnection>> connections;
    std::vector<std::size_t> asked;
    std::size_t next = 0;
    std::size_t open = requests.size();
    const auto then = [&](std::size_t which, HttpConnection &connection, const HttpAnswer &answer) {
        results[asked[which]] = jsonText(answer.body, name);
        if (results[asked[which]].empty())
            giveUp("the server refused: " + std::string(answer.body.substr(0, 300)));
        --open;
        if (next < requests.size()) {
            asked[which] = next++;
            connection.request(requests[asked[which]]);
        }
    };
    const std::size_t width = std::min<std::size_t>(setupConnections, requests.size());
    for (std::size_t i = 0; i < width; ++i) {
        connections.push_back(std::make_unique<HttpConnection>(
            m_loop, m_target.address,
            [&then, i](HttpConnection &connection, const HttpAnswer &answer) {
                then(i, connection, answer);
            }));
        if (!connections.back()->connect(1))
            giveUp("no connection");
        asked.push_back(next++);
        connections.back()->request(requests[asked.back()]);
    }
    const Nanoseconds deadline = now() + patience;
    while (open > 0) {
        m_loop.turn(now() + oneSecond);
        for (const auto &connection : connections)
            if (!connection->failure().empty() && open > 0)
                giveUp("preparing failed: " + connection->failure());
        if (now() > deadline)
            giveUp("the server does not answer");
    }
    return results;
}

} // namespace samsa::bench
