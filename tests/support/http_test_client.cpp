// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/http_test_client.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTimer>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

QJsonObject HttpAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString HttpAnswer::code() const
{
    return json().value("code"_L1).toString();
}

HttpTestClient::HttpTestClient(quint16 port, QByteArray token)
    : m_port(port)
    , m_token(std::move(token))
    , m_socket(std::make_unique<QTcpSocket>())
{
}

HttpAnswer HttpTestClient::get(const QByteArray &path, const Headers &headers)
{
    return request("GET", path, {}, headers);
}

HttpAnswer HttpTestClient::post(const QByteArray &path, const QByteArray &body,
                                const Headers &headers)
{
    return request("POST", path, body, headers);
}

HttpAnswer HttpTestClient::request(const QByteArray &method, const QByteArray &path,
                                   const QByteArray &body, const Headers &headers)
{
    QByteArray bytes =
        method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    if (!m_token.isEmpty())
        bytes += "Authorization: Bearer " + m_token + "\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    if (!body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    write(bytes + "\r\n" + body);
    return readAnswer(method == "HEAD");
}

void HttpTestClient::write(const QByteArray &bytes)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState && !connectNow())
        return;
    m_socket->write(bytes);
    m_socket->flush();
}

bool HttpTestClient::connectNow()
{
    m_buffer.clear();
    if (m_socket->state() != QAbstractSocket::BoundState)
        m_socket->abort();
    m_socket->connectToHost(u"127.0.0.1"_s, m_port);
    return m_socket->waitForConnected(15'000); // The kernel completes it; the server need not run.
}

bool HttpTestClient::waitForMore(std::chrono::milliseconds patience)
{
    if (m_socket->bytesAvailable() == 0) {
        if (m_socket->state() != QAbstractSocket::ConnectedState)
            return false;
        QEventLoop loop;
        QObject::connect(m_socket.get(), &QTcpSocket::readyRead, &loop, &QEventLoop::quit);
        QObject::connect(m_socket.get(), &QTcpSocket::disconnected, &loop, &QEventLoop::quit);
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        loop.exec();
    }
    const QByteArray more = m_socket->readAll();
    m_buffer += more;
    return !more.isEmpty();
}

HttpAnswer HttpTestClient::readAnswer(bool toHead, std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n\r\n")) < 0)
        if (!waitForMore(std::chrono::milliseconds(deadline.remainingTime())))
            return {};
    HttpAnswer answer;
    const QList<QByteArray> lines = m_buffer.left(end).split('\n');
    answer.status = lines.constFirst().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    m_buffer.remove(0, end + 4);
    const qsizetype length = toHead ? 0 : answer.header("content-length").toLongLong();
    while (m_buffer.size() < length)
        if (!waitForMore(std::chrono::milliseconds(deadline.remainingTime())))
            return {};
    answer.body = m_buffer.left(length);
    m_buffer.remove(0, length);
    return answer;
}

bool HttpTestClient::waitForBytes(const QByteArray &bytes, std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (!m_buffer.contains(bytes))
        if (!waitForMore(std::chrono::milliseconds(deadline.remainingTime())))
            return false;
    return true;
}

bool HttpTestClient::waitForClosed(std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (m_socket->state() == QAbstractSocket::ConnectedState && !deadline.hasExpired())
        waitForMore(std::chrono::milliseconds(deadline.remainingTime()));
    return m_socket->state() != QAbstractSocket::ConnectedState;
}

} // namespace samsa::test
