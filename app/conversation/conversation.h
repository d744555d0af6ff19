// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/conversation/history_reader.h"
#include "app/conversation/message_model.h"
#include "app/server_connection/backoff.h"
#include "app/server_connection/transport.h"
#include "ui/timeline/edge.h"

#include <QTimer>

namespace samsa::app {

class Outbox;

/// The room that is open: a window over its history (MessageModel) that may stand anywhere in it,
/// what is new by the transport, and what this person has written and not yet got back.
///
/// What this computer has is shown at once, the server's newest page a moment later; when the two
/// do not meet, the newest page wins, and what lies between comes when one scrolls there. So coming
/// back to a room, or to a server after a night, costs one page, however much was said. At its
/// newest end the window follows the transport; elsewhere what comes is kept, and read when one
/// gets there. Each end that is far from what one looks at is given back.
///
/// Thread: the one it lives in. Nothing blocks.
class Conversation : public QObject
{
    Q_OBJECT
public:
    Conversation(HistoryReader &reader, Outbox &outbox, QString nickname,
                 qsizetype limit = MessageModel::usualLimit, QObject *parent = nullptr);
    ~Conversation() override;

    /// Whom to follow the room by. The caller says so again after each change.
    void setTransport(Transport *transport);
    /// True: what failed is asked for again at once.
    void setOnline(bool online);
    /// Asked when the window is full: the position of the first message that one looks at, or 0
    /// when one looks at the end.
    void setLookedAt(std::function<qint64()> lookedAt) { m_lookedAt = std::move(lookedAt); }

    /// Opens the room at its newest message, or where \a at is a position, around that.
    void open(const protocol::Room &room, qint64 at = 0);
    void close();
    /// Moves the window of the open room; settled() follows.
    void goToNewest();
    void goTo(qint64 position);

    QUuid room() const { return m_room; }
    /// Always the same; empty when no room is open.
    MessageModel *model() { return &m_model; }
    const MessageModel *model() const { return &m_model; }
    /// There is something to be shown, even if that is that nothing was said.
    bool isLoaded() const { return m_isLoaded; }
    /// What is known beyond the window.
    ui::Edge olderEdge() const;
    ui::Edge newerEdge() const;

    /// The next page at that end; nothing happens where the room ends, or while one is under way.
    void fetchOlder();
    void fetchNewer();
    /// Once more what failed, the room itself too.
    void retry();

    /// What this person does in the open room, by way of the outbox: shown at once as waiting, and
    /// undone when it is refused. A message may be one that waits itself; reactions and texts were
    /// checked by the caller. \a done as for Outbox::add().
    OutboxEntry say(const QString &text, const std::optional<QUuid> &replyTo = {},
                    Archive::Done done = {});
    void edit(const QUuid &message, const QString &text, Archive::Done done = {});
    void remove(const QUuid &message, Archive::Done done = {});
    void react(const QUuid &message, const QString &reaction, Archive::Done done = {});
    void unreact(const QUuid &message, const QString &reaction, Archive::Done done = {});

    /// From the server: the list of rooms, read anew, has this room so.
    void noteRoom(const protocol::Room &room);
    void take(const QUuid &room, const QList<protocol::Message> &messages);
    void take(const protocol::MessageEvent &event);
    void take(const EpochTold &told);
    /// The server says that what was read of the open room is not there any more: what is kept of
    /// it is forgotten, and it is read anew at its newest message. What waits to be sent stays.
    void readAnew();

Q_SIGNALS:
    /// The window stands where it was asked to; the position it was asked for, 0 for the newest.
    void settled(qint64 at);
    /// These were added at the room's end. \a justSaid: they came while the room was followed, and
    /// not as part of what there was when it was opened or found again.
    void arrived(const QList<samsa::protocol::Message> &messages, bool justSaid);
    /// The room cannot be read; it is tried again unless it is gone.
    void failed(const samsa::protocol::Error &why);
    void edgesChanged();
    /// The room is read anew, because the server does not have any more what was read before.
    void begunAnew();

private:
    enum class End { Older, Newer };
    struct Fetch
    {
        bool underWay = false;
        std::optional<protocol::Error> error;
    };
    using TakeRun = std::function<void(const protocol::Result<MessageRun> &)>;

    /// \a take, unless another room is open when the answer comes; or the window is to stand
    /// elsewhere.
    TakeRun ifStillInRoom(TakeRun take);
    TakeRun ifStillHere(TakeRun take);
    void takeUnlessAnother(const protocol::Result<MessageRun> &run, const TakeRun &take);
    void standElsewhere();
    void beginAnew();
    void load();
    void takeNewest(const MessageRun &run);
    void readAround(qint64 position);
    void show(const MessageRun &run, bool atNewest);
    /// \a first, \a last: where the run ended when the page was asked for.
    void takeOlder(const protocol::Result<MessageRun> &run, qint64 first);
    void takeNewer(const protocol::Result<MessageRun> &run, qint64 last, qint64 reached);
    void giveBack();
    void tell(const QList<protocol::Message> &messages, bool justSaid);
    void appendNewest(const QList<protocol::Message> &messages, bool justSaid);
    /// They are in the window, if they belong there.
    void confirmOwn(const QList<protocol::Message> &messages);
    /// Once a visit: somebody may have changed what this computer had of the window.
    void refreshShown();
    void follow();

    HistoryReader &m_reader;
    Outbox &m_outbox;
    const QString m_nickname;
    MessageModel m_model;
    Transport *m_transport = nullptr;
    std::function<qint64()> m_lookedAt;

    QUuid m_room;
    quint64 m_visit = 0; // answers about another room, or an earlier visit, are for nobody
    quint64 m_stand = 0; // the same for where the window stands
    qint64 m_at = 0; // where the window is to stand; 0: at the newest
    bool m_isOnItsWay = false; // to m_at, from where it stands now
    bool m_isLoaded = false;
    bool m_isFollowed = false; // the server's newest page is known, and what came since
    QByteArray m_epoch; // of the positions up to there; empty when the server told none
    qint64 m_reached = 0; // the last position that is known of the room, wherever the window is
    qint64 m_told = 0; // up to here arrived() has told
    qint64 m_count = 0; // messages of the room up to there
    Fetch m_older;
    Fetch m_newer;
    std::optional<protocol::Error> m_error; // of loading
    Backoff m_backoff;
    QTimer m_retry;
};

} // namespace samsa::app
