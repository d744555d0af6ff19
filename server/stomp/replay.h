// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/base/task_queue.h"
#include "server/chat/services.h"
#include "server/stomp/subscription.h"

#include <QObject>

namespace samsa::stomp {

/// Sends what a subscription missed, page by page, until nothing lies between its last position and
/// the live end of the room; then finished() is emitted and the fan-out may take over without a gap
/// or a repeat: the last page was read from the tail in this very turn of the worker's thread, and
/// every later message still has to come through that thread's mailbox.
///
/// It never has more waiting in the channel than half of its bound, so a long past does not make
/// a slow reader. Thread: the worker's. Belongs to the session, which deletes it.
class Replay : public QObject
{
    Q_OBJECT
public:
    Replay(Subscription &subscription, const chat::Services &services, TaskQueue &queue,
           QObject *parent);

    /// May emit finished() at once.
    void start();

Q_SIGNALS:
    void finished();
    void failed(const samsa::protocol::Error &error); ///< DatabaseUnavailable.

private:
    void proceed();
    void askDatabase();
    /// As much of it as the channel has room for; false: not all.
    bool sendPage(const log::Page &page);
    bool sendAll(const std::vector<EntryPtr> &entries);
    log::PageRequest request() const;

    Subscription &m_subscription;
    const chat::Services &m_services;
    TaskQueue &m_queue;
    bool m_waitingForReader = false;
};

} // namespace samsa::stomp
