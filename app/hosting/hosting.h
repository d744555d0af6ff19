// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/hosting/host_file.h"
#include "protocol/error.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace samsa::app {

class EmbeddedServer;

/// "Host on this computer". The first Samsa that asks for it runs the server on the data in the
/// folder; another one finds that server and joins it. When the hosting program is gone, one of
/// those that joined takes over on the same data and, if it can, on the same port: whoever gets the
/// lock. Nothing is lost by that, since what was accepted is in the database.
///
/// Thread: the one it lives in. Nothing blocks.
class Hosting : public QObject
{
    Q_OBJECT
public:
    explicit Hosting(QString folder, QObject *parent = nullptr);
    ~Hosting() override;

    /// Answers with ready() or failed(); at once when this program hosts already.
    void begin();
    /// The server is not to be reached. For one that joined: looks, until foundAgain(), whether it
    /// must take over or somebody else has. For the one that hosts nothing happens: its server is
    /// not gone.
    void lookForNewHost();
    void foundAgain();
    /// Answers with stopped(), at once when nothing is hosted here; not with ready() any more.
    void stop();

    bool isHost() const { return m_state == State::Hosting; }

Q_SIGNALS:
    /// There is a server at this address; after a take-over it may be another one than before.
    void ready(const QUrl &server, bool hostedHere);
    void failed(const samsa::protocol::Error &why);
    void stopped();

private:
    enum class State { Idle, Looking, Starting, Hosting, Joined, Stopping };

    void look();
    void startServer(quint16 port);
    void started(quint16 port);
    void giveUp(const QString &why);

    HostFile m_file;
    QString m_folder;
    std::unique_ptr<EmbeddedServer> m_server;
    State m_state = State::Idle;
    QTimer m_look;
    QDeadlineTimer m_patience;
    QUrl m_hosted; // by this program
    QUrl m_joined;
};

} // namespace samsa::app
