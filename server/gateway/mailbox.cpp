// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/mailbox.h"

#include <utility>

namespace samsa::gateway {

Mailbox::Mailbox(std::size_t mostEntries, std::chrono::milliseconds patience)
    : m_most(mostEntries)
    , m_patience(patience)
{
}

bool Mailbox::put(Letter letter)
{
    std::unique_lock lock(m_mutex);
    m_taken.wait_for(lock, m_patience, [this] { return m_entries < m_most; });
    m_entries += letter->entries.size();
    m_letters.push_back(std::move(letter));
    return m_letters.size() == 1;
}

std::vector<Mailbox::Letter> Mailbox::takeAll()
{
    std::vector<Letter> letters;
    {
        const std::scoped_lock lock(m_mutex);
        letters.swap(m_letters);
        m_entries = 0;
    }
    m_taken.notify_all();
    return letters;
}

} // namespace samsa::gateway
