// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/paced_talk.h"

#include <algorithm>
#include <charconv>

namespace samsa::bench {

PacedTalk::PacedTalk(Bench &bench, StompConnection *sender, const std::string &room,
                     const Bench::Connections &subscribers)
    : m_bench(bench)
    , m_sender(sender)
    , m_destination(bench.sendTo(room))
    , m_subscribers(int(subscribers.size()))
{
    sender->setSink(this);
    for (StompConnection *subscriber : subscribers)
        subscriber->setSink(this);
}

bool PacedTalk::run(double rate, double forSeconds, const std::function<void()> &alongside)
{
    deliveries.clear();
    receipts.clear();
    sent = 0;
    delivered = 0;
    m_firstOfRun = m_sentAt.size();
    const Nanoseconds started = now();
    const Nanoseconds end = started + fromSeconds(forSeconds);
    const auto due = [&] { return started + fromSeconds(double(sent) / rate); };
    while (now() < end) {
        while (due() <= now() && due() < end)
            sendOne();
        m_bench.loop.turn(std::min(due(), end));
        m_bench.keepAlive();
        if (alongside)
            alongside();
    }
    return m_bench.turnUntil(now() + 10 * oneSecond, [&] {
        return delivered >= sent * std::uint64_t(m_subscribers)
            && (!m_asksReceipts || receipts.count() >= sent);
    });
}

void PacedTalk::sendOne()
{
    const std::uint64_t number = m_sentAt.size();
    const std::string text = markedText(number, std::size_t(m_bench.textBytes));
    m_sentAt.push_back(now());
    m_sender->send(m_bench.target.sendFrame(m_destination, text,
                                            m_asksReceipts ? std::to_string(number) : ""));
    ++sent;
}

void PacedTalk::message(StompConnection &connection, std::string_view frame)
{
    if (&connection == m_sender)
        giveUp("a message was refused: " + std::string(frame));
    std::uint64_t number = 0;
    if (!m_finder.find(frame, number) || number < m_firstOfRun || number >= m_sentAt.size())
        return;
    deliveries.add(Stream::readAt() - m_sentAt[number]);
    ++delivered;
}

void PacedTalk::receipt(StompConnection &, std::string_view id)
{
    std::uint64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    if (number >= m_firstOfRun && number < m_sentAt.size())
        receipts.add(Stream::readAt() - m_sentAt[number]);
}

void PacedTalk::lost(StompConnection &, const std::string &why)
{
    giveUp("a connection was lost: " + why);
}

} // namespace samsa::bench
