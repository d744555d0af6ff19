// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <QHash>
#include <QMap>
#include <QStringList>

#include <vector>

namespace samsa::chaos {

/// Milliseconds of the monotonic clock.
using Milliseconds = qint64;

/// A message at the place where somebody saw it.
struct Seen
{
    QUuid id;
    qint64 position = 0;
    size_t text = 0; ///< Its hash.

    static Seen of(const protocol::Message &message)
    {
        return {message.id, message.position, qHash(message.text)};
    }
    friend bool operator==(const Seen &, const Seen &) = default;
};

/// A room's messages in order.
using Sequence = std::vector<Seen>;
using SequenceByRoom = QMap<QUuid, Sequence>;

/// What was tried, what was receipted, and what each reader saw, to be held against the history
/// when all is over. What can be seen to be wrong at once is noted at once. One thread.
class Ledger
{
public:
    /// Before the first attempt. Ids do not come twice.
    void said(const QUuid &id, const QUuid &room, const QString &text, Milliseconds at);
    /// Each receipt, also that of a repeat.
    void receipted(const QUuid &id, qint64 position, Milliseconds at);
    /// In the order in which the reader got it.
    void saw(const QString &reader, const protocol::Message &message);
    /// Anything else that must not be.
    void wrong(const QString &sentence);

    /// Up to where a reader is in a room; 0 before its first message.
    qint64 lastSeen(const QString &reader, const QUuid &room) const;
    int seenCount(const QString &reader) const;
    void addReader(const QString &reader);
    QStringList readers() const { return m_seen.keys(); }

    int saidCount() const { return static_cast<int>(m_said.size()); }
    int receiptedCount() const { return m_receipted; }
    /// Of the messages first tried from one moment until another, the longest time until the
    /// receipt; 0 if there was none.
    Milliseconds longestWait(Milliseconds from, Milliseconds until) const;

    /// What is wrong, in sentences: with a history, as somewhere it was read to its end, ...
    QStringList checkHistory(const QString &where, const SequenceByRoom &history) const;
    /// ... with what the readers saw, when each ought to have seen all of it, ...
    QStringList checkReaders(const SequenceByRoom &history) const;
    /// ... and what was noted on the way.
    const QStringList &noted() const { return m_noted; }

private:
    struct Said
    {
        QUuid room;
        QString text;
        Milliseconds at = 0;
        Milliseconds receiptedAt = -1;
        qint64 position = 0; ///< 0: no receipt.
    };

    QHash<QUuid, Said> m_said;
    QMap<QString, SequenceByRoom> m_seen;
    QStringList m_noted;
    int m_receipted = 0;
};

} // namespace samsa::chaos
