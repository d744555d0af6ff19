// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/outbox_entry.h"
#include "protocol/shapes.h"

#include <QHash>
#include <QList>

namespace samsa::app {

/// What this person has done to messages of one room and has not seen come back: laid over the
/// messages, in the order in which it was done, until the messages have it themselves. What was
/// refused is not laid over any more, and is told until it is tried again or discarded.
///
/// Values; which messages there are it does not know. Thread: any, one at a time. Cost: nothing for
/// a message that nothing was done to.
class PendingChanges
{
public:
    explicit PendingChanges(QString ownNickname)
        : m_ownNickname(std::move(ownNickname))
    {
    }

    void clear() { m_changes.clear(); }
    /// Also one that is there already, as it is now: what was failed and is not any more goes to
    /// the end. \a entry is no message.
    void put(const OutboxEntry &entry);
    /// The message that it was about; null when it is not there.
    QUuid remove(const QUuid &id);
    /// The log holds it at this position: it goes when the message tells of it (dropKnown()).
    void settle(const QUuid &id, qint64 position);
    /// Takes away what is in \a message already.
    void dropKnown(const protocol::Message &message);

    bool concern(const QUuid &message) const
    {
        return !m_changes.isEmpty() && m_changes.contains(message);
    }
    /// The message as it will be when all of it is done.
    protocol::Message over(protocol::Message message) const;
    /// Something done to this message waits.
    bool isWaiting(const QUuid &message) const;
    /// The last thing done to this message that was refused; null when nothing was.
    const OutboxEntry *refused(const QUuid &message) const;

private:
    struct Change
    {
        OutboxEntry entry;
        qint64 settled = 0; ///< Its position in the log; 0: not known to be there.
    };

    const QString m_ownNickname;
    QHash<QUuid, QList<Change>> m_changes; // by the message that they are about
};

} // namespace samsa::app
