// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/flusher.h"

#include "server/stomp/channel.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace samsa::stomp {

Flusher::Flusher(QObject *parent)
    : QObject(parent)
{
}

std::size_t Flusher::add(Channel &channel)
{
    // After all else that waits, since that may write as well.
    if (m_channels.empty())
        QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::LowEventPriority);
    m_channels.push_back(&channel);
    return m_channels.size() - 1;
}

void Flusher::remove(const Channel &channel, std::size_t slot)
{
    const bool waits = slot < m_channels.size() && m_channels[slot] == &channel;
    (waits ? m_channels : m_flushing)[slot] = nullptr;
}

void Flusher::customEvent(QEvent *)
{
    // What is written from within a flush waits for the next turn: a reader who takes a whole
    // history as fast as it is sent must not keep the others waiting.
    const auto begin = LastFlush::Clock::now();
    m_flushing.swap(m_channels);
    for (Channel *&slot : m_flushing)
        if (Channel *channel = std::exchange(slot, nullptr))
            channel->endTurn();
    m_flushing.clear();
    m_last.ended = LastFlush::Clock::now();
    m_last.took = m_last.ended - begin;
}

} // namespace samsa::stomp
