// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/pump.h"

#include "tests/bench/marker.h"

#include <charconv>

namespace samsa::bench {

Pump::Pump(Bench &bench, Bench::Connections senders, std::vector<std::string> rooms, int window)
    : m_bench(bench)
    , m_rooms(std::move(rooms))
{
    for (StompConnection *sender : senders) {
        sender->setSink(this);
        for (int i = 0; i < window; ++i)
            m_slots.push_back({sender});
    }
}

void Pump::start(std::uint64_t messages)
{
    m_limit = messages;
    for (std::size_t slot = 0; slot < m_slots.size(); ++slot)
        send(slot);
}

void Pump::send(std::size_t slot)
{
    if (m_stopped || (m_limit > 0 && m_sent >= m_limit))
        return;
    Slot &one = m_slots[slot];
    ++m_sent;
    ++one.sequence;
    one.sentAt = now();
    const std::string &room = m_rooms[std::size_t(one.sender->number()) % m_rooms.size()];
    one.sender->send(m_bench.target.sendFrame(
        m_bench.sendTo(room), markedText(m_sent, std::size_t(m_bench.textBytes)),
        std::to_string(slot) + '.' + std::to_string(one.sequence)));
}

void Pump::message(StompConnection &, std::string_view frame)
{
    giveUp("a message was refused: " + std::string(frame));
}

void Pump::receipt(StompConnection &, std::string_view id)
{
    std::size_t slot = 0;
    std::uint64_t sequence = 0;
    const char *end = id.data() + id.size();
    const auto [dot, error] = std::from_chars(id.data(), end, slot);
    if (error != std::errc {} || dot == end || slot >= m_slots.size())
        giveUp("an unknown receipt: " + std::string(id));
    std::from_chars(dot + 1, end, sequence);
    if (sequence != m_slots[slot].sequence)
        giveUp("a receipt came twice: " + std::string(id));
    ++m_received;
    times.add(Stream::readAt() - m_slots[slot].sentAt);
    send(slot);
}

void Pump::lost(StompConnection &, const std::string &why)
{
    giveUp("a sender was lost: " + why);
}

} // namespace samsa::bench
