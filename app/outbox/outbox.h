// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/outbox/outbox_entry.h"
#include "app/server_connection/backoff.h"
#include "app/server_connection/transport.h"
#include "app/storage/file_writer.h"

#include <QHash>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>

namespace samsa::app {

/// What a person has written and the log does not hold yet, of one session. Kept on disk, so that
/// quitting loses nothing. Each room's messages go out strictly in order, one at a time, under ids
/// that never change: whatever is lost on the way is sent again and stored once.
///
/// A refusal for good (too long, no such room) makes that message failed, with the sentence, and
/// the room goes on; anything that may pass (offline, log away, too fast) makes the room wait and
/// try again. A refusal for no reason that this program knows is tried again, but not for ever. One
/// room never holds up another, except by a rate limit, which is the session's.
///
/// Thread: the one it lives in. Nothing blocks; disk is written by the FileWriter.
class Outbox : public QObject
{
    Q_OBJECT
public:
    using Sender = std::function<void(const Outgoing &, Transport::SendDone)>;

    /// Reads what \a file kept from the last time.
    Outbox(QString file, FileWriter &writer, QObject *parent = nullptr);

    /// Whom to hand messages to. Setting it (also the same again) starts anew what was under way.
    void setSender(Sender sender);
    /// While false nothing is tried. Going true tries everything at once.
    void setOnline(bool online);
    void setBackoff(Backoff backoff) { m_backoffPrototype = std::move(backoff); }

    OutboxEntry add(const QUuid &room, const QString &text);
    /// Once more for a failed one; it goes to the end of its room's line.
    void retry(const QUuid &id);
    void discard(const QUuid &id);
    /// It came back from the server: it is in the log, receipt or not.
    void confirm(const QUuid &id);

    QList<OutboxEntry> entries(const QUuid &room) const;
    qsizetype size() const { return m_entries.size(); }

Q_SIGNALS:
    void added(const samsa::app::OutboxEntry &entry);
    void changed(const samsa::app::OutboxEntry &entry);
    /// The log holds it. It comes back as a message of the room.
    void accepted(const samsa::app::OutboxEntry &entry, qint64 position);
    void discarded(const QUuid &room, const QUuid &id);
    /// A refusal that a person should know of although it will be tried again.
    void waiting(const samsa::protocol::Error &why);

private:
    /// How one room's line stands.
    struct Line
    {
        QUuid underWay; ///< Null: nothing is.
        quint64 attempt = 0;
        int unexplained = 0; ///< Refusals of its first message, in a row, that say nothing.
        Backoff backoff;
        std::unique_ptr<QTimer> pause;
    };

    /// No id twice, and of each room the first message that has not failed is the one under way.
    bool isInOrder() const;
    void pump();
    void pump(const QUuid &room);
    void answered(const QUuid &room, const QUuid &id, quint64 attempt,
                  const protocol::Result<protocol::Accepted> &answer);
    void refused(const QUuid &room, qsizetype index, const protocol::Error &error);
    void wait(const QUuid &room, std::chrono::milliseconds pause);
    Line &line(const QUuid &room);
    qsizetype indexOf(const QUuid &id) const;
    void save();

    QString m_file;
    FileWriter &m_writer;
    QList<OutboxEntry> m_entries;
    std::map<QUuid, Line> m_lines;
    Backoff m_backoffPrototype;
    Sender m_sender;
    QTimer m_rateLimit; // while it runs, the server has asked the session to be slower
    bool m_online = false;
    quint64 m_lastAttempt = 0;
};

} // namespace samsa::app
