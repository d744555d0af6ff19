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

/// What a person has written or done and the log does not hold yet, of one session: messages,
/// edits, deletions, reactions. Kept in the archive, so that nothing that was shown as waiting is
/// lost, whatever ends the program: an entry is added once the archive has it. Each room's entries
/// go out strictly in order, one at a time, under ids that never change: whatever is lost on the
/// way is sent again and stored once.
///
/// A refusal for good (too long, no such room, not the author) makes that entry failed, with the
/// reason, and the room goes on; anything that may pass (offline, log away, too fast) makes the
/// room wait and try again. A refusal for no reason that this program knows is tried again, but not
/// for ever. One room never holds up another, except by a rate limit, which is the session's.
///
/// What is done to a message that itself still waits here is done to the entry, as long as no
/// server was given it; else it goes behind it. When the log does not take the message after all,
/// what waits behind is done to the entry then.
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

    /// Whom to hand entries to. Setting it (also the same again) starts anew what was under way.
    void setSender(Sender sender);
    /// While false nothing is tried. Going true tries everything at once.
    void setOnline(bool online);
    void setBackoff(Backoff backoff) { m_backoffPrototype = std::move(backoff); }

    /// Has it kept; added() follows once it is. \a done is called right after that, or with why it
    /// could not be kept: then it is not here, notKept() tells, and whoever wrote it still needs
    /// it. Returned is what added() is going to tell.
    OutboxEntry add(const QUuid &room, Submission what, Archive::Done done = {});
    /// Another text for the message \a target of the room, which may wait here itself. \a done as
    /// for add().
    void edit(const QUuid &room, const QUuid &target, const QString &text, Archive::Done done = {});
    /// Takes the message back. One that waits here and that no server was given is discarded;
    /// \a done is called when it is off the disk, else as for add().
    void remove(const QUuid &room, const QUuid &target, Archive::Done done = {});
    /// Once more for a failed one, and for what failed of what was done to the message \a id,
    /// wherever that is; they go to the end of their room's line.
    void retry(const QUuid &id);
    /// Gives the same up, and with a message that failed all that waits behind it, but for what is
    /// under way.
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
    /// It could not be kept, and so will never be added.
    void notKept(const samsa::app::OutboxEntry &entry);
    /// A refusal that a person should know of although it will be tried again.
    void waiting(const samsa::protocol::Error &why);

private:
    /// How one room's line stands.
    struct Line
    {
        QUuid underWay; ///< Null: nothing is.
        quint64 attempt = 0;
        int unexplained = 0; ///< Refusals of its first entry, in a row, that say nothing.
        Backoff backoff;
        std::unique_ptr<QTimer> pause;
    };

    /// No id twice, and of each room the first entry that has not failed is the one under way.
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
    void changeText(OutboxEntry entry, const QString &text, Archive::Done done);
    void textChanged(const OutboxEntry &entry, const protocol::Result<void> &result);
    void tryAgain(qsizetype index);
    void doWhatWaitsBehind(const QUuid &refused);
    bool foldWhatWaitsBehind(const QUuid &refused);
    OutboxEntry takeAway(qsizetype index);
    QList<QUuid> withWhatIsDoneTo(const QUuid &id) const;

    Archive &m_archive;
    QList<OutboxEntry> m_entries;
    QList<OutboxEntry> m_beingKept; // the archive has not answered yet
    QList<QUuid> m_beingChanged; // the same for another text: they do not go out meanwhile
    std::map<QUuid, Line> m_lines;
    Backoff m_backoffPrototype;
    Sender m_sender;
    QTimer m_rateLimit; // while it runs, the server has asked the session to be slower
    bool m_online = false;
    quint64 m_lastAttempt = 0;
};

} // namespace samsa::app
