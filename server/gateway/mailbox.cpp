// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/mailbox.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace samsa::gateway {

namespace {

std::size_t entriesIn(const Events &events)
{
    std::size_t entries = 0;
    for (const Event &event : events)
        if (const auto *posted = std::get_if<Posted>(&event))
            entries += posted->entries.size();
    return entries;
}

std::size_t entriesIn(const std::vector<EventsPtr> &letters)
{
    return std::accumulate(
        letters.begin(), letters.end(), std::size_t(0),
        [](std::size_t sum, const EventsPtr &letter) { return sum + entriesIn(*letter); });
}

} // namespace

Mailbox::Mailbox(std::size_t mostEntries, std::chrono::milliseconds patience)
    : m_most(mostEntries)
    , m_patience(patience)
{
}

bool Mailbox::put(EventsPtr letter)
{
    const std::size_t entries = entriesIn(*letter);
    std::unique_lock lock(m_mutex);
    if (entries > 0)
        m_taken.wait_for(lock, m_patience, [this] { return m_entries < m_most; });
    else if (!m_letters.empty() && m_letters.back() == letter)
        return false;
    m_entries += entries;
    m_letters.push_back(std::move(letter));
    return m_letters.size() == 1;
}

std::vector<EventsPtr> Mailbox::takeAll()
{
    std::vector<EventsPtr> letters;
    {
        const std::scoped_lock lock(m_mutex);
        Q_ASSERT(m_entries == entriesIn(m_letters));
        letters.swap(m_letters);
        m_entries = 0;
    }
    m_taken.notify_all();
    return letters;
}

} // namespace samsa::gateway
