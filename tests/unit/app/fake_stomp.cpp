// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/app/fake_stomp.h"

#include "protocol/stomp_writer.h"

#include <QWebSocket>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using protocol::StompFrame;

StompFrame frame(const QByteArray &command, const QList<protocol::StompHeader> &headers,
                 const QByteArray &body)
{
    return StompFrame {command, headers, body};
}

FakeStomp::FakeStomp()
    : m_server(u"fake"_s, QWebSocketServer::NonSecureMode)
{
    m_server.setSupportedSubprotocols({u"v12.stomp"_s});
    listen(0);
    connect(&m_server, &QWebSocketServer::newConnection, this, &FakeStomp::accept);
    connect(&m_door, &QTcpServer::newConnection, this, [this] {
        ++sockets;
        m_server.handleConnection(m_door.nextPendingConnection());
    });
}

QUrl FakeStomp::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_door.serverPort()));
}

QUrl FakeStomp::webSocketUrl() const
{
    return QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_door.serverPort()));
}

bool FakeStomp::listen(quint16 port)
{
    return m_door.listen(QHostAddress::LocalHost, port);
}

void FakeStomp::accept()
{
    m_socket = m_server.nextPendingConnection();
    m_socket->setParent(this);
    ++connections;
    lastSubprotocol = m_socket->subprotocol();
    m_parser = protocol::StompParser();
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        m_parser.feed(text.toUtf8());
        while (m_parser.next() == protocol::StompParser::Status::Frame) {
            const StompFrame got = m_parser.takeFrame();
            frames.append(got);
            answer(got);
        }
        heartBeats += m_parser.takeHeartBeats();
    });
}

void FakeStomp::answer(const StompFrame &got)
{
    if (got.command == "CONNECT" && answersConnect) {
        send(frame("CONNECTED", {{"version", "1.2"}, {"heart-beat", heartBeatHeader}}));
    } else if (got.hasHeader("receipt") && answersReceipts
               && (silentAbout.isEmpty() || got.header("destination") != silentAbout)) {
        send(frame("RECEIPT",
                   {{"receipt-id", got.header("receipt").toByteArray()},
                    {"position", "7"},
                    {"time", "2026-11-01T10:00:00.000Z"}}));
    }
}

void FakeStomp::send(const StompFrame &out)
{
    sendBytes(protocol::writeFrame(out, protocol::StompVersion::V12));
}

void FakeStomp::sendBytes(const QByteArray &bytes)
{
    m_socket->sendTextMessage(QString::fromUtf8(bytes));
}

void FakeStomp::hangUp()
{
    m_socket->abort();
}

QList<StompFrame> FakeStomp::framesOf(const QByteArray &command) const
{
    QList<StompFrame> found;
    for (const StompFrame &got : frames)
        if (got.command == command)
            found.append(got);
    return found;
}

QByteArray FakeStomp::subscriptionTo(const QByteArray &destination) const
{
    QByteArray id;
    for (const StompFrame &got : framesOf("SUBSCRIBE"))
        if (got.header("destination") == destination)
            id = got.header("id").toByteArray();
    return id;
}

} // namespace samsa::test
