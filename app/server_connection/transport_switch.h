// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/transport.h"

#include <memory>

namespace samsa::app {

class HttpClient;

/// The transport in use, and the change from one to the other at any moment. What it passes on
/// comes from the current one only: from the moment of a change nothing of the one before is heard
/// any more. Whoever follows a room opens it at the new one, behind the last position it has
/// (changed()). Thread: the one it lives in.
class TransportSwitch : public QObject
{
    Q_OBJECT
public:
    TransportSwitch(HttpClient &http, std::chrono::milliseconds pollingInterval,
                    QObject *parent = nullptr);
    ~TransportSwitch() override;

    /// Null until something was chosen.
    Transport *current() const { return m_current.get(); }
    bool isOnline() const { return m_current && m_current->isOnline(); }

    /// Makes the transport, announces it by changed(), and starts it.
    void choose(ui::TransportKind kind);
    /// The same kind anew: the server is another one, or the session is.
    void restart();
    void stop();

    std::chrono::milliseconds pollingInterval() const { return m_pollingInterval; }
    void setPollingInterval(std::chrono::milliseconds interval);

Q_SIGNALS:
    void changed(samsa::app::Transport *transport);
    void heard(const samsa::app::ServerEvent &event);
    void onlineChanged(bool online);
    void sessionLost(const samsa::protocol::Error &why);
    void roomRefused(const QUuid &room, const samsa::protocol::Error &why);

private:
    struct DeleteLater
    {
        void operator()(Transport *transport) const;
    };

    HttpClient &m_http;
    std::chrono::milliseconds m_pollingInterval;
    std::unique_ptr<Transport, DeleteLater> m_current;
};

} // namespace samsa::app
