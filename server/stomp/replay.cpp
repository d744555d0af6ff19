// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/replay.h"

#include "protocol/limits.h"
#include "protocol/stomp_writer.h"
#include "server/net/websocket_frame.h"
#include "server/stomp/frames.h"

#include <QPointer>

#include <algorithm>

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
    return {m_subscription.room, m_subscription.lastPosition, std::nullopt,
            protocol::limits::pageMessagesMax};
}

void Replay::proceed()
{
    while (!m_subscription.channel->isBusy()) {
        const auto page = m_services.history.fromTail(request());
        if (!page) {
            askDatabase();
            return;
        }
        sendPage(*page);
        if (!page->more) {
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
        if (page->entries.empty()) {
            // Nothing is left of what the tail let go: go on with what it holds.
            const qint64 floor = self->m_services.tail.partial(self->request()).floor;
            self->m_subscription.lastPosition = std::max(self->m_subscription.lastPosition, floor);
        }
        self->proceed();
    };
    m_services.history.page(request(), {m_queue, answered});
}

void Replay::sendPage(const log::Page &page)
{
    if (page.entries.empty())
        return;
    QByteArray bytes;
    for (const log::EntryPtr &entry : page.entries) {
        net::appendWebSocketFrame(bytes,
                                  protocol::writeFrame(messageFrame(*entry, m_subscription.id),
                                                       m_subscription.channel->version()));
    }
    m_subscription.channel->write(bytes);
    m_subscription.lastPosition = page.entries.back()->position;
    m_services.metrics.messagesDelivered.add(qint64(page.entries.size()));
}

} // namespace samsa::stomp
