// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/pending_changes.h"
#include "app/outbox/outbox_entry.h"
#include "app/rooms/reading.h"
#include "protocol/shapes.h"
#include "ui/timeline/message_roles.h"

#include <QAbstractListModel>
#include <QHash>

#include <optional>

namespace samsa::app {

/// A window over one room's history, as the timeline shows it: a run of the messages that the log
/// holds, by position, each once and without a hole; and, where the run ends at the newest one,
/// behind it what this person wrote that has not come back yet, in the order it was written. A
/// message of one's own changes from the second part to the first only when it comes back from the
/// server, so everyone sees one order.
///
/// What this person did to a message and has not seen come back is laid over it (PendingChanges):
/// such a row is as it will be and waits, or is as it was and failed.
///
/// Whoever fills it (Conversation) sees to it that what is added has no hole to what is there, and
/// trims: the window holds at most limit() messages of the first part.
///
/// Roles are ui's. Thread: the one it lives in. Cost: appending and prepending are linear in what
/// is added and in the window.
class MessageModel : public QAbstractListModel, public MessageCounter
{
    Q_OBJECT
public:
    static constexpr qsizetype usualLimit = 2000;

    explicit MessageModel(QString ownNickname, qsizetype limit = usualLimit,
                          QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Another run, in order of position, in place of what was there.
    void reset(const QList<protocol::Message> &messages);
    /// Another room: neither a run nor anything waiting.
    void clear();
    /// Messages in order of position, from the server. What is there already, or stands behind a
    /// later one, is left out; returned is what was new.
    QList<protocol::Message> append(const QList<protocol::Message> &messages);
    /// An older page, in order of position. Only what is before the first message is taken.
    void prepend(const QList<protocol::Message> &messages);
    /// What was done to a message; it need not be in the window. One that is known already, or
    /// older than what is known, changes nothing.
    void apply(const protocol::MessageEvent &event);
    /// How the server has messages, some of which may be in the window: what was done to them since
    /// is taken over.
    void refresh(const QList<protocol::Message> &messages);

    qsizetype limit() const { return m_limit; }
    /// How many messages are more than limit().
    qsizetype excess() const { return std::max<qsizetype>(0, m_confirmed.size() - m_limit); }
    /// Takes this many away at the old or at the new end.
    void dropOldest(qsizetype count);
    void dropNewest(qsizetype count);

    /// Whether the run ends at the room's newest message, so that what waits stands behind it.
    void setAtNewest(bool atNewest);
    bool isAtNewest() const { return m_isAtNewest; }
    /// Up to where the room is known while the run ends at its newest message: behind that one
    /// there may be positions that hold no message.
    void setReached(qint64 position) { m_reached = position; }
    /// Whether the run begins at the room's first message.
    void setAtOldest(bool atOldest) { m_isAtOldest = atOldest; }
    bool isAtOldest() const { return m_isAtOldest; }

    /// A message, or what is done to one, wherever that is.
    void addPending(const OutboxEntry &entry);
    void updatePending(const OutboxEntry &entry);
    void removePending(const QUuid &id);
    /// The log holds it at \a position. When that is not behind the run, a message stands in the
    /// room's past: then its row goes, and comes with the page that holds it. What was done to a
    /// message goes when the message tells of it.
    void settlePending(const OutboxEntry &entry, qint64 position);

    /// 0 when there is none.
    qint64 firstPosition() const;
    qint64 lastPosition() const;
    /// Of the message in this place of the run.
    qint64 positionAt(qsizetype index) const { return m_confirmed[index].position; }
    bool holds(const QUuid &id) const { return m_ids.contains(id); }
    /// Where the message with this id stands; 0 when it is not in the run.
    qint64 positionOf(const QUuid &id) const { return m_ids.value(id); }
    /// The first message of somebody else behind \a position; -1 when there is none.
    qint64 firstOfOthersAfter(qint64 position) const;
    qsizetype confirmedCount() const { return m_confirmed.size(); }
    const QList<protocol::Message> &confirmed() const { return m_confirmed; }
    /// The message as it is shown, if it is in the run: with what this person has done to it and
    /// waits.
    std::optional<protocol::Message> shown(const QUuid &id) const;

    std::optional<qint64> countBetween(qint64 after, qint64 upTo) const override;
    QList<qint64> ownBetween(qint64 after, qint64 upTo) const override;

private:
    /// What this class promises of the messages \a first to \a last, and of those beside them.
    bool isInOrder(qsizetype first, qsizetype last) const;
    /// Of a message in the run; nothing when it is not in it.
    std::optional<qsizetype> indexOf(const QUuid &id) const;
    void appendOne(const protocol::Message &message);
    void appendRun(QList<protocol::Message> &run);
    void removeSettled();
    qsizetype shownPending() const { return m_isAtNewest ? m_pending.size() : 0; }
    qsizetype pendingIndexOf(const QUuid &id) const;
    void removePendingRow(const QUuid &id);
    void tellChanged(const QUuid &message);
    ui::MessageState stateOf(const QUuid &message) const;
    QVariant confirmedData(const protocol::Message &message, int role) const;
    QVariant pendingData(const OutboxEntry &entry, int role) const;

    const QString m_ownNickname;
    const qsizetype m_limit;
    bool m_isAtNewest = true;
    bool m_isAtOldest = false;
    qint64 m_reached = 0;
    QList<protocol::Message> m_confirmed;
    QList<OutboxEntry> m_pending;
    QHash<QUuid, qint64> m_ids; // of m_confirmed: where they stand
    PendingChanges m_changes;
    QHash<QUuid, qint64> m_settled; // of m_pending: where the log holds it
};

} // namespace samsa::app
