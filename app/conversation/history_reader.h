// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/message_slice.h"
#include "protocol/result.h"
#include "protocol/shapes.h"

#include <QObject>

#include <functional>

namespace samsa::app {

/// A run of a room's messages without a hole.
struct MessageRun
{
    QList<protocol::Message> messages; ///< In order of position.
    bool hasOlder = false; ///< The room has some before them.
    bool hasNewer = false; ///< And behind them.
    bool isKept = false; ///< From this computer, and perhaps not as new as the server's.
    QByteArray epoch {}; ///< With the server's newest: what its positions are of.
    bool isAnew = false; ///< With it: what this computer had was of another log, and is forgotten.
};

/// Pages of a server's rooms: from this computer where it has them, else from the server; what the
/// server answers is kept. Thread: the one it lives in; \a take is called there, once, later, and
/// never after \a context is gone.
class HistoryReader
{
public:
    using Take = std::function<void(const protocol::Result<MessageRun> &)>;
    using TakeRefreshed = std::function<void(const QList<protocol::Message> &)>;

    virtual ~HistoryReader() = default;

    /// The newest messages that this computer has; none is no error.
    virtual void newestKept(const QUuid &room, QObject *context, Take take) = 0;
    /// The newest ones of the server.
    virtual void newest(const QUuid &room, QObject *context, Take take) = 0;
    /// The page right before, or right behind, this position.
    virtual void before(const QUuid &room, qint64 position, QObject *context, Take take) = 0;
    virtual void after(const QUuid &room, qint64 position, QObject *context, Take take) = 0;
    /// About a page on each side of this position.
    virtual void around(const QUuid &room, qint64 position, QObject *context, Take take) = 0;

    /// A visit to this room begins, or what was told before may be out of date (an absence): from
    /// here on refresh() asks anew.
    virtual void beginVisit(const QUuid &room) = 0;
    /// Asks the server how it has these messages, which this computer told, and tells it by
    /// setRefreshed(): what this visit knows from the server already is not asked for again.
    /// Nothing happens while offline; whoever shows them asks again afterwards.
    virtual void refresh(const QUuid &room, const Span &shown, QObject *context) = 0;
    virtual void setOnline(bool online) = 0;

    /// Keeps what a transport told: everything that came behind \a after.
    virtual void keepArrived(const QUuid &room, const QList<protocol::Message> &messages,
                             qint64 after) = 0;
    /// What is kept of the room, and what will be, is of this epoch.
    virtual void keepEpoch(const QUuid &, const QByteArray &) {}
    /// What is kept of the room is not the server's any more.
    virtual void forget(const QUuid &) {}
    /// Something became of a message that may be kept.
    virtual void keepChange(const protocol::MessageEvent &event) = 0;

    /// Whom to tell what refresh() has found: what was done to the messages meanwhile is in these.
    void setRefreshed(TakeRefreshed refreshed) { m_refreshed = std::move(refreshed); }

protected:
    void tellRefreshed(const protocol::Result<MessageRun> &run) const
    {
        if (run && m_refreshed)
            m_refreshed(run->messages);
    }

private:
    TakeRefreshed m_refreshed;
};

} // namespace samsa::app
