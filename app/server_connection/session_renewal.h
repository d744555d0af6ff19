// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/backoff.h"
#include "protocol/result.h"

#include <QObject>
#include <QTimer>

namespace samsa::app {

class Identity;

/// Claims the nickname anew when the server has forgotten the session, and goes on asking, with
/// growing pauses, as long as the answer is one that may pass: a database that is away, too many
/// claims, a server that is not there. Thread: the one it lives in.
class SessionRenewal : public QObject
{
    Q_OBJECT
public:
    SessionRenewal(Identity &identity, QString accessKey, QObject *parent = nullptr);

    void setBackoff(Backoff backoff) { m_backoff = std::move(backoff); }

    /// Answers with renewed() or lost(). Nothing happens while it is under way.
    void begin();
    /// Nothing is claimed any more; what is under way is not answered.
    void stop();
    bool isUnderWay() const { return m_underWay; }

Q_SIGNALS:
    void renewed();
    /// It will be tried again.
    void waiting(const samsa::protocol::Error &why);
    /// Refused for good: the nickname is somebody else's, or the server wants another key.
    void lost(const samsa::protocol::Error &why);

private:
    void claim();
    void answered(const protocol::Result<void> &result);

    Identity &m_identity;
    QString m_accessKey;
    Backoff m_backoff;
    QTimer m_again;
    bool m_underWay = false;
    quint64 m_run = 0; // answers to an earlier run are not for us any more
};

} // namespace samsa::app
