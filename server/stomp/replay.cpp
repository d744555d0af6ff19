// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/replay.h"

#include "protocol/limits.h"
#include "protocol/stomp_writer.h"
#include "server/net/websocket_frame.h"
#include "server/stomp/frames.h"

#include <QPointer>

#include <algorithm>
#include <iterator>

namespace samsa::stomp {

Replay::Replay(Subscription &subscription, const chat::Services &services, TaskQueue &queue,
               QObject *parent)
    : QObject(parent)
    , m_subscription(subscription)
    , m_services(services)
    , m_queue(queue)
{
    connect(subscription.channel, &Channel::drained, this, [this] {
        if (m_waitingForReader) {
            m_waitingForReader = false;
            proceed();
        }
    });
}

void Replay::start()
{
    proceed();
}

log::PageRequest Replay::request() const
{
    return {.room = m_subscription.room,
            .after = m_subscription.lastPosition,
            .before = std::nullopt,
            .limit = protocol::limits::pageMessages,
            .changes = m_subscription.events};
}

void Replay::proceed()
{
    while (!m_subscription.channel->isBusy()) {
        const auto page = m_services.history.fromTail(request());
        if (!page) {
            askDatabase();
            return;
        }
        if (sendPage(*page) && !page->more) {
            Q_EMIT finished();
            return;
        }
    }
    m_waitingForReader = true;
}

void Replay::askDatabase()
{
    const auto answered = [self = QPointer(this)](const protocol::Result<log::Page> &page) {
        if (!self)
            return;
        if (!page) {
            Q_EMIT self->failed(page.error());
            return;
        }
        self->sendPage(*page);
        if (page->entries.empty() && !self->m_subscription.events) {
            // Nothing is left of what the tail let go: go on with what it holds.
            const qint64 floor = self->m_services.tail.partial(self->request()).floor;
            self->m_subscription.lastPosition = std::max(self->m_subscription.lastPosition, floor);
        }
        self->proceed();
    };
    m_services.history.page(request(), {m_queue, answered});
}

bool Replay::sendPage(const log::Page &page)
{
    if (page.changes.empty() && !m_subscription.events)
        return sendAll(page.entries);
    std::vector<EntryPtr> all;
    all.reserve(page.entries.size() + page.changes.size());
    std::merge(page.entries.begin(), page.entries.end(), page.changes.begin(), page.changes.end(),
               std::back_inserter(all), [](const EntryPtr &left, const EntryPtr &right) {
                   return left->position < right->position;
               });
    if (!sendAll(all))
        return false;
    // Of changes that are of no use any more nothing was sent.
    m_subscription.lastPosition = std::max(m_subscription.lastPosition, page.last);
    return true;
}

bool Replay::sendAll(const std::vector<EntryPtr> &entries)
{
    Channel &channel = *m_subscription.channel;
    const QByteArray epoch = m_subscription.epochs
        ? m_services.tail.epochs().textOf(m_subscription.room.partition)
        : QByteArray();
    for (const EntryPtr &entry : entries) {
        // Looked at for each: a page of long messages may be more than the channel's whole bound.
        if (channel.isBusy())
            return false;
        channel.write(net::webSocketFrame(
            protocol::writeFrame(messageFrame(*entry, m_subscription, epoch), channel.version())));
        m_subscription.lastPosition = entry->position;
        m_services.metrics.messagesDelivered.add();
    }
    return true;
}

} // namespace samsa::stomp
