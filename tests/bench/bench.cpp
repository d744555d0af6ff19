// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/bench.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace samsa::bench {

namespace {

constexpr Nanoseconds patience = 180 * oneSecond;
constexpr int sourceAddresses = 4;

} // namespace

Bench::Bench(const Flags &flags)
    : target(flags)
    , setup(loop, target, flags)
    , warmUp(flags.number("warm-up", 1))
    , duration(flags.number("seconds", 5))
    , textBytes(flags.count("bytes", 128))
    , m_connecting(flags.count("connecting", 128))
{
}

Bench::Connections Bench::open(int count,
                               const std::function<std::vector<std::string>(int)> &destinations,
                               int receiveBuffer)
{
    const int first = int(m_connections.size());
    setup.prepareLogins(first + count);
    Connections all;
    Connections underWay;
    const Nanoseconds deadline = now() + patience;
    while (int(all.size()) < count || !underWay.empty()) {
        while (int(all.size()) < count && int(underWay.size()) < m_connecting) {
            const int i = int(all.size());
            Identity identity {setup.loginHeaders(first + i), destinations(i)};
            m_connections.push_back(
                std::make_unique<StompConnection>(loop, target, std::move(identity), first + i));
            all.push_back(m_connections.back().get());
            underWay.push_back(all.back());
            if (!all.back()->connect(1 + (first + i) % sourceAddresses, receiveBuffer))
                giveUp(std::string("no connection: ") + std::strerror(errno));
        }
        loop.turn(now() + oneSecond);
        std::erase_if(underWay, [](const StompConnection *connection) {
            if (connection->state() == StompConnection::State::Failed)
                giveUp("connecting failed: " + connection->failure());
            return connection->state() == StompConnection::State::Ready;
        });
        if (now() > deadline)
            giveUp(std::to_string(underWay.size()) + " connections do not become ready");
    }
    return all;
}

Bench::Connections Bench::openSubscribers(int count, const std::string &room)
{
    const std::string destination = filled(target.subscribeDestination, "room", room);
    return open(count, [&](int) { return std::vector<std::string> {destination}; });
}

Bench::Connections Bench::openSenders(int count)
{
    return open(count, [&](int) {
        return target.errorsDestination.empty()
            ? std::vector<std::string> {}
            : std::vector<std::string> {target.errorsDestination};
    });
}

bool Bench::turnUntil(Nanoseconds deadline, const std::function<bool()> &done)
{
    while (!done()) {
        if (now() >= deadline)
            return false;
        loop.turn(std::min(deadline, now() + oneSecond / 4));
        keepAlive();
    }
    return true;
}

void Bench::keepAlive()
{
    if (target.heartBeatMs <= 0 || now() < m_nextBeat)
        return;
    m_nextBeat = now() + Nanoseconds(target.heartBeatMs) * 1'000'000;
    for (const auto &connection : m_connections)
        if (connection->isOpen())
            connection->sendHeartBeat();
}

} // namespace samsa::bench
