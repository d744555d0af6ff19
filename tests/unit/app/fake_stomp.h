// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_frame.h"
#include "protocol/stomp_parser.h"

#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocketServer>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace samsa::test {

/// A WebSocket server that keeps every STOMP frame it gets and says what a test wants it to say. It
/// answers CONNECT and receipts by itself unless told not to. One connection at a time matters.
class FakeStomp : public QObject
{
    Q_OBJECT
public:
    FakeStomp();

    QUrl url() const; ///< http://, as a client's server address.
    QUrl webSocketUrl() const;
    bool listen(quint16 port);
    void stopListening() { m_door.close(); }

    void send(const protocol::StompFrame &frame);
    void sendBytes(const QByteArray &bytes);
    void hangUp();
    /// The frames with this command.
    QList<protocol::StompFrame> framesOf(const QByteArray &command) const;
    /// The id of the newest subscription to a destination; empty when there is none.
    QByteArray subscriptionTo(const QByteArray &destination) const;

    QList<protocol::StompFrame> frames;
    int connections = 0;
    int heartBeats = 0;
    int sockets = 0; ///< Those that ask for no WebSocket too, as the list of rooms is asked for.
    bool answersConnect = true;
    bool answersReceipts = true;
    QByteArray silentAbout; ///< No receipt for a frame with this destination.
    QByteArray heartBeatHeader = "0,0";
    QString lastSubprotocol;

private:
    void accept();
    void answer(const protocol::StompFrame &frame);

    QTcpServer m_door;
    QWebSocketServer m_server;
    QWebSocket *m_socket = nullptr;
    protocol::StompParser m_parser;
};

protocol::StompFrame frame(const QByteArray &command,
                           const QList<protocol::StompHeader> &headers = {},
                           const QByteArray &body = {});

} // namespace samsa::test
