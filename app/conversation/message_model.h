// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/outbox/outbox_entry.h"
#include "protocol/shapes.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace samsa::app {

/// One room's conversation as the timeline shows it: first what the log holds, by position, each
/// message once; then what this person wrote that has not come back yet, in the order it was
/// written. A message of one's own changes from the second part to the first only when it comes
/// back from the server, so everyone sees one order.
///
/// Roles are ui's. Rows of the first part never move. Thread: the one it lives in. Cost: appending
/// and prepending are linear in what is added.
class MessageModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit MessageModel(QString ownNickname, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Messages in order of position, from the server. What is there already, or stands behind a
    /// later one, is left out; returned is what was new.
    QList<protocol::Message> append(const QList<protocol::Message> &messages);
    /// An older page, in order of position. Only what is before the first message is taken.
    void prepend(const QList<protocol::Message> &messages);

    void addPending(const OutboxEntry &entry);
    void updatePending(const OutboxEntry &entry);
    void removePending(const QUuid &id);
    /// The log holds it at \a position. When that is before what is new here, it stands in a page
    /// that nobody has asked for yet: then its row goes, and comes with that page.
    void settlePending(const QUuid &id, qint64 position);

    /// 0 when there is none.
    qint64 firstPosition() const;
    qint64 lastPosition() const;
    /// The first message behind \a position; -1 when there is none.
    qint64 firstPositionAfter(qint64 position) const;
    qsizetype confirmedCount() const { return m_confirmed.size(); }

private:
    /// What this class promises of the rows \a first to \a last, and of those beside them.
    bool isInOrder(qsizetype first, qsizetype last) const;
    void appendOne(const protocol::Message &message);
    void appendRun(QList<protocol::Message> &run);
    void removeSettled();
    qsizetype pendingIndexOf(const QUuid &id) const;
    QVariant confirmedData(const protocol::Message &message, int role) const;
    QVariant pendingData(const OutboxEntry &entry, int role) const;

    QString m_ownNickname;
    QList<protocol::Message> m_confirmed;
    QList<OutboxEntry> m_pending;
    QSet<QUuid> m_ids; // of m_confirmed
    QHash<QUuid, qint64> m_settled; // of m_pending: where the log holds it
};

} // namespace samsa::app
