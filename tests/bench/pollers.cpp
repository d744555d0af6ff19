// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/pollers.h"

#include <algorithm>

namespace samsa::bench {

namespace {

/// The last position on a page; 0 if it is empty.
std::string lastPosition(std::string_view page)
{
    static constexpr std::string_view name = "\"position\":";
    const auto at = page.rfind(name);
    if (at == std::string_view::npos)
        return "0";
    const std::string_view number = page.substr(at + name.size());
    const auto begin = number.find_first_not_of(' ');
    return std::string(number.substr(begin, number.find_first_not_of("0123456789", begin) - begin));
}

struct Page
{
    std::string position;
    std::string tag;
};

Page ask(Bench &bench, const std::string &path)
{
    Page page;
    bool answered = false;
    HttpConnection connection(bench.loop, bench.target.address,
                              [&](HttpConnection &, const HttpAnswer &answer) {
                                  if (answer.status != 200)
                                      giveUp("a poll was refused: " + std::string(answer.head));
                                  page = {lastPosition(answer.body), header(answer.head, "etag")};
                                  answered = true;
                              });
    connection.connect(1);
    connection.request(httpRequest("GET", path, bench.target.host, bench.setup.tokens(1).front()));
    if (!bench.turnUntil(now() + 30 * oneSecond, [&] { return answered; }))
        giveUp("a poll is not answered");
    return page;
}

} // namespace

Pollers::Pollers(Bench &bench, int count, const std::string &room, PollKind kind)
    : m_bench(bench)
{
    const auto tokens = bench.setup.tokens(count);
    std::string path = "/api/v1/rooms/" + room + "/messages";
    const Page newest = bench::ask(bench, path);
    if (kind != PollKind::Newest)
        path += "?after=" + newest.position;
    std::string more;
    if (kind == PollKind::Unchanged)
        more = "If-None-Match: " + bench::ask(bench, path).tag + "\r\n";
    for (int i = 0; i < count; ++i) {
        const auto which = std::size_t(i);
        m_requests.push_back(httpRequest("GET", path, bench.target.host, tokens[which], {}, more));
        m_connections.push_back(std::make_unique<HttpConnection>(
            bench.loop, bench.target.address,
            [this, which](HttpConnection &, const HttpAnswer &answer) {
                answered(which, answer);
            }));
        if (!m_connections.back()->connect(1 + i % 4))
            giveUp("no connection");
    }
    m_waits.resize(std::size_t(count));
    const auto ready = [this] {
        return std::all_of(m_connections.begin(), m_connections.end(),
                           [](const auto &connection) { return connection->isReady(); });
    };
    if (!bench.turnUntil(now() + 30 * oneSecond, ready))
        giveUp("pollers cannot connect");
}

void Pollers::startFast()
{
    m_fast = true;
    for (std::size_t i = 0; i < m_connections.size(); ++i)
        ask(i);
}

void Pollers::startPaced()
{
    m_started = now();
    m_due = 0;
}

Nanoseconds Pollers::tick()
{
    const auto count = m_connections.size();
    const auto due = [&] { return m_started + Nanoseconds(m_due * 1'000'000'000ull / count); };
    while (due() <= now()) {
        const std::size_t which = m_due++ % count;
        if (m_waits[which])
            ++skipped;
        else
            ask(which);
    }
    return due();
}

void Pollers::beginMeasuring()
{
    answers = 0;
    bytes = 0;
    skipped = 0;
    times.clear();
}

void Pollers::ask(std::size_t which)
{
    if (!m_connections[which]->isOpen())
        giveUp("a poller was lost: " + m_connections[which]->failure());
    m_waits[which] = true;
    m_connections[which]->request(m_requests[which]);
}

void Pollers::answered(std::size_t which, const HttpAnswer &answer)
{
    status = answer.status;
    if (status != 200 && status != 304)
        giveUp("a poll was refused: " + std::string(answer.head) + std::string(answer.body));
    ++answers;
    bytes += answer.size();
    times.add(Stream::readAt() - m_connections[which]->askedAt());
    m_waits[which] = false;
    if (m_fast)
        ask(which);
}

} // namespace samsa::bench
