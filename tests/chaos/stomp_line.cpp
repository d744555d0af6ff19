// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/stomp_line.h"

#include "protocol/stomp_writer.h"

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using protocol::StompFrame;
using protocol::StompParser;
using protocol::StompVersion;

namespace {

/// The server is told to beat once a second.
constexpr std::chrono::milliseconds silence = 4s;
constexpr auto look = 500ms;
constexpr auto pause = 200ms;

} // namespace

StompLine::StompLine(QList<quint16> ports, int first, QByteArray token, QObject *parent)
    : QObject(parent)
    , m_ports(std::move(ports))
    , m_next(first)
    , m_token(std::move(token))
{
    m_watch.setInterval(look);
    connect(&m_watch, &QTimer::timeout, this, &StompLine::watch);
    m_reopen.setSingleShot(true);
    m_reopen.setInterval(pause);
    connect(&m_reopen, &QTimer::timeout, this, &StompLine::open);
}

StompLine::~StompLine()
{
    if (m_socket)
        m_socket->disconnect(this); // It tells of its own end.
}

void StompLine::start()
{
    m_running = true;
    m_watch.start();
    open();
}

void StompLine::stop()
{
    m_running = false;
    m_watch.stop();
    m_reopen.stop();
    moveOn();
}

void StompLine::open()
{
    m_socket = std::make_unique<QWebSocket>();
    m_parser = StompParser();
    m_heard.start();
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        StompFrame connect {.command = "CONNECT", .headers = {}, .body = {}};
        connect.addHeader("accept-version", "1.2");
        connect.addHeader("host", "127.0.0.1");
        connect.addHeader("heart-beat", "0,1000");
        connect.addHeader("Authorization", "Bearer " + m_token);
        m_socket->sendTextMessage(
            QString::fromUtf8(protocol::writeFrame(connect, StompVersion::V12)));
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { read(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &StompLine::moveOn);
    QNetworkRequest request(
        QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(m_ports[m_next++ % m_ports.size()])));
    request.setRawHeader("Sec-WebSocket-Protocol", "v12.stomp");
    m_socket->open(request);
}

void StompLine::moveOn()
{
    const bool wasReady = std::exchange(m_ready, false);
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket.release()->deleteLater(); // Perhaps it is calling.
    }
    if (m_running)
        m_reopen.start();
    if (wasReady)
        Q_EMIT lost();
}

void StompLine::watch()
{
    if (m_socket && m_heard.hasExpired(silence.count()))
        moveOn();
}

void StompLine::read(const QByteArray &bytes)
{
    m_heard.start();
    m_parser.feed(bytes);
    while (m_socket && m_parser.next() == StompParser::Status::Frame) {
        const StompFrame frame = m_parser.takeFrame();
        if (frame.command == "CONNECTED") {
            m_ready = true;
            Q_EMIT ready();
        } else if (frame.command == "ERROR") {
            moveOn();
        } else {
            Q_EMIT received(frame);
        }
    }
}

void StompLine::send(const StompFrame &frame)
{
    if (m_ready)
        m_socket->sendTextMessage(
            QString::fromUtf8(protocol::writeFrame(frame, StompVersion::V12)));
}

} // namespace samsa::chaos
