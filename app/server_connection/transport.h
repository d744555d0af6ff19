// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/base/submission.h"
#include "app/server_connection/announcement.h"
#include "app/server_connection/server_event.h"
#include "protocol/result.h"
#include "ui/widgets/transport_kind.h"

#include <QObject>

#include <functional>
#include <variant>

namespace samsa::app {

/// A message, or what is done to one, on its way to the server.
struct Outgoing
{
    QUuid id;
    QUuid room;
    Submission what;
};
/// As the wire has it, for both ways.
QByteArray bodyOf(const Outgoing &outgoing);

struct PollingStatus
{
    std::chrono::milliseconds interval {0};
    std::chrono::milliseconds untilNext {0};
    qint64 lastAnswerBytes = 0;
    bool lastAnswerWasNotModified = false;
};
struct LiveStatus
{
    ui::LiveState state = ui::LiveState::Offline;
    QString sentence;
    std::chrono::milliseconds untilNext {0}; ///< While state is Waiting.
    int secondsSinceHeartBeat = -1; ///< -1: none yet.
};
using TransportStatus = std::variant<PollingStatus, LiveStatus>;

/// One way of talking with the server: polling or live. Both deliver the same: the list of rooms,
/// and of one open room every message after a given position, in order, without a gap and without a
/// repeat, however often the connection is lost in between. So one can be put in the other's place
/// at any moment, with the last position seen.
///
/// A transport never gives up: it tries again, with growing pauses, until stop(). Thread: the one
/// it lives in.
class Transport : public QObject
{
    Q_OBJECT
public:
    using SendDone = std::function<void(protocol::Result<protocol::Accepted>)>;

    using QObject::QObject;

    virtual ui::TransportKind kind() const = 0;
    virtual void start() = 0;
    /// No signal and no callback comes after it.
    virtual void stop() = 0;

    /// Follows this room, and only this, from behind position \a after on.
    virtual void openRoom(const QUuid &room, qint64 after) = 0;
    virtual void closeRoom() = 0;
    /// Of which epoch the position is that openRoom() is called with next; empty: it is not known.
    void setEpoch(const QByteArray &epoch) { m_epoch = epoch; }

    /// Hands it to the server. \a done is called once, with Code::NotConnected when it is not known
    /// whether it arrived: sending it again under the same id is safe.
    virtual void send(const Outgoing &outgoing, SendDone done) = 0;

    /// To the others in the open room; nothing happens without one.
    virtual void announce(const Announcement &announcement) = 0;

    virtual bool isOnline() const = 0;
    virtual TransportStatus status() const = 0;
    /// Tries now instead of after the pause; for a person who knows better.
    virtual void retryNow() = 0;

Q_SIGNALS:
    void heard(const samsa::app::ServerEvent &event);
    void onlineChanged(bool online);
    /// The server no longer knows the token; nothing more is tried.
    void sessionLost(const samsa::protocol::Error &why);
    /// The server refused the open room; it is no longer followed. With Code::EpochChanged and
    /// CursorAhead because what was read of it is not there any more (isAnotherLog()).
    void roomRefused(const QUuid &room, const samsa::protocol::Error &why);

protected:
    /// Of what is heard from now on of the open room.
    void hearEpoch(const QUuid &room, const QByteArray &epoch)
    {
        if (epoch.isEmpty() || m_epoch == epoch)
            return;
        m_epoch = epoch;
        Q_EMIT heard(EpochTold {room, epoch});
    }

    QByteArray m_epoch; // Of the open room.
};

/// Whether the server says that its room is not the one that was read.
inline bool isAnotherLog(const protocol::Error &error)
{
    return error.code == protocol::Code::EpochChanged || error.code == protocol::Code::CursorAhead;
}

} // namespace samsa::app
