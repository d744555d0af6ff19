// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_parser.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QWebSocket>

#include <memory>

namespace samsa::chaos {

/// A STOMP connection that comes back by itself, each time to the next of several servers.
class StompLine : public QObject
{
    Q_OBJECT
public:
    StompLine(QList<quint16> ports, int first, QByteArray token, QObject *parent);
    ~StompLine() override;

    void start();
    void stop();
    bool isReady() const { return m_ready; }
    void send(const protocol::StompFrame &frame);
    /// Gives this connection up and goes to the next server.
    void moveOn();

Q_SIGNALS:
    void ready();
    void received(const samsa::protocol::StompFrame &frame);
    void lost();

private:
    void open();
    void read(const QByteArray &bytes);
    void watch();

    const QList<quint16> m_ports;
    int m_next;
    const QByteArray m_token;
    std::unique_ptr<QWebSocket> m_socket;
    protocol::StompParser m_parser;
    QTimer m_watch;
    QTimer m_reopen;
    QElapsedTimer m_heard;
    bool m_ready = false;
    bool m_running = false;
};

} // namespace samsa::chaos
