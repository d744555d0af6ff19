// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/options.h"

#include <QObject>
#include <QString>

#include <memory>

namespace samsa {

/// A whole Samsa server: HTTP and WebSocket on one port, the rules of the chat, the log and the
/// database. samsa-server runs one in its main thread, the desktop program one in a QThread; to its
/// clients there is no difference.
///
/// Thread: all functions in the thread the object lives in, which needs an event loop. start() and
/// stop() block: start() until the log and the database are open (milliseconds with the local log,
/// up to half a minute while Kafka is being looked for), stop() at most two seconds. What was
/// accepted before stop() is in the log after it.
class Server : public QObject
{
    Q_OBJECT
public:
    explicit Server(Options options, QObject *parent = nullptr);
    ~Server() override; ///< Stops.

    /// Errors: OptionInvalid, StartFailed (the address is taken, the database or Kafka cannot be
    /// opened); also emitted as failed(). After an error, or stop(), it may be started again.
    protocol::Result<void> start();
    void stop();

    bool isRunning() const;
    quint16 port() const; ///< 0 while not running, and for --role persister, which has none.
    /// Where a persister tells how it is (--status-listen); 0: nowhere.
    quint16 statusPort() const;
    QString address() const; ///< ADDRESS:PORT as in "listening on …"; empty where port() is 0.
    const Options &options() const;

Q_SIGNALS:
    void listening(quint16 port);
    void stopped();
    void failed(const samsa::protocol::Error &error);

private:
    class Assembly;

    Options m_options;
    std::unique_ptr<Assembly> m_assembly; // Null while not running.
};

} // namespace samsa
