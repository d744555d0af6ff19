// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QTcpSocket>

#include <chrono>
#include <memory>
#include <utility>

namespace samsa::test {

struct HttpAnswer
{
    int status = 0; ///< 0: none came.
    QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
    QByteArray body;

    QJsonObject json() const;
    QString code() const; ///< Of a problem document.
    QByteArray header(const QByteArray &name) const { return headers.value(name); }
};

/// HTTP/1.1 over one plain socket, by hand: sends exactly the bytes it is told, so that it can be
/// as hostile as it likes. Waits in an event loop, since the server may live in the same thread.
/// Not QNetworkAccessManager, whose threads ThreadSanitizer cannot see into.
class HttpTestClient
{
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    explicit HttpTestClient(quint16 port, QByteArray token = {});

    void setToken(const QByteArray &token) { m_token = token; }

    HttpAnswer get(const QByteArray &path, const Headers &headers = {});
    HttpAnswer post(const QByteArray &path, const QByteArray &body, const Headers &headers = {});
    HttpAnswer request(const QByteArray &method, const QByteArray &path,
                       const QByteArray &body = {}, const Headers &headers = {});

    /// Any bytes; connects first if need be.
    void write(const QByteArray &bytes);
    HttpAnswer readAnswer(bool toHead = false,
                          std::chrono::milliseconds patience = std::chrono::seconds(15));
    bool waitForClosed(std::chrono::milliseconds patience = std::chrono::seconds(15));
    /// Until \a bytes stand somewhere in what came and was not read as an answer.
    bool waitForBytes(const QByteArray &bytes,
                      std::chrono::milliseconds patience = std::chrono::seconds(15));
    /// Everything that came and was not read as an answer.
    QByteArray rest() const { return m_buffer; }
    /// Before the first request it may be bound to another address of this machine.
    QTcpSocket &socket() { return *m_socket; }

private:
    bool connectNow();
    bool waitForMore(std::chrono::milliseconds patience);

    const quint16 m_port;
    QByteArray m_token;
    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_buffer;
};

} // namespace samsa::test
