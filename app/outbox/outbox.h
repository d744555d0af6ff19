// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/outbox/outbox_entry.h"
#include "app/server_connection/backoff.h"
#include "app/server_connection/transport.h"

#include <QHash>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>

namespace samsa::app {

/// What a person has written and the log does not hold yet, of one session. Kept in the archive, so
/// that nothing that was shown as waiting is lost, whatever ends the program: a text is added once
/// the archive has it. Each room's messages go out strictly in order, one at a time, under ids that
/// never change: whatever is lost on the way is sent again and stored once.
///
/// A refusal for good (too long, no such room) makes that message failed, with the reason, and the
/// room goes on; anything that may pass (offline, log away, too fast) makes the room wait and try
/// again. A refusal for no reason that this program knows is tried again, but not for ever. One
/// room never holds up another, except by a rate limit, which is the session's.
///
/// What was written more than a day before the program starts does not go out by itself, since what
/// it answers may be long past: it is failed, and the person decides.
///
/// Thread: the one it lives in, the archive's. Nothing blocks.
class Outbox : public QObject
{
    Q_OBJECT
public:
    using Sender = std::function<void(const Outgoing &, Transport::SendDone)>;

    /// Starts with what \a archive has kept, as soon as that is started.
    explicit Outbox(Archive &archive, QObject *parent = nullptr);

    /// Whom to hand messages to. Setting it (also the same again) starts anew what was under way.
    void setSender(Sender sender);
    /// While false nothing is tried. Going true tries everything at once.
    void setOnline(bool online);
    void setBackoff(Backoff backoff) { m_backoffPrototype = std::move(backoff); }

    /// Has the text kept; added() follows once it is. \a done is called right after that, or with
    /// why it could not be kept: then it is not here, and whoever wrote it still needs it.
    /// Returned is what added() is going to tell.
    OutboxEntry add(const QUuid &room, const QString &text, Archive::Done done = {});
    /// Once more for a failed one; it goes to the end of its room's line.
    void retry(const QUuid &id);
    void discard(const QUuid &id);
    /// All of them, also what is under way (which the log may hold already) and what is being kept.
    /// \a done is called when none is on the disk any more.
    void discardAll(Archive::Done done);
    /// Once more for all that failed.
    void retryAll();
    /// It came back from the server: it is in the log, receipt or not.
    void confirm(const QUuid &id);

    QList<OutboxEntry> entries(const QUuid &room) const;
    qsizetype size() const { return m_entries.size(); }
    /// All that would be left behind: what waits, what failed, and what is just being kept.
    QList<OutboxEntry> unsent() const { return m_entries + m_beingKept; }

Q_SIGNALS:
    void added(const samsa::app::OutboxEntry &entry);
    void changed(const samsa::app::OutboxEntry &entry);
    /// The log holds it, at \a position, which is an old one when only the answer to an earlier
    /// attempt was lost. It comes back as a message of the room, or did already.
    void accepted(const samsa::app::OutboxEntry &entry, qint64 position);
    /// It was seen as a message of the room before the server said that it took it: whoever shows
    /// it as waiting need not any more, wherever in the room it stands.
    void confirmed(const samsa::app::OutboxEntry &entry);
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
    void takeKept();
    void kept(const OutboxEntry &entry, const protocol::Result<void> &result);
    void tryAgain(qsizetype index);

    Archive &m_archive;
    QList<OutboxEntry> m_entries;
    QList<OutboxEntry> m_beingKept; // the archive has not answered yet
    std::map<QUuid, Line> m_lines;
    Backoff m_backoffPrototype;
    Sender m_sender;
    QTimer m_rateLimit; // while it runs, the server has asked the session to be slower
    bool m_online = false;
    quint64 m_lastAttempt = 0;
};

} // namespace samsa::app
