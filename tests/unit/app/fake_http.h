// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrl>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace samsa::test {

struct HttpRequest
{
    QByteArray method;
    QByteArray target; ///< Path and query.
    QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
    QByteArray body;
};

struct HttpResponse
{
    int status = 200;
    QByteArray body = {};
    QList<QByteArray> headers = {}; ///< Whole lines.
    bool hangUp = false; ///< Close the connection instead.
    bool never = false; ///< Say nothing.
};

/// A small HTTP server on a real socket that says what a test wants it to say: for what the real
/// server does not do on demand. Requests are kept in the order they came.
class FakeHttp : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<HttpResponse(const HttpRequest &)>;

    explicit FakeHttp(Handler handler);

    QUrl url() const;
    QList<HttpRequest> requests;
    Handler handler;

private:
    void read(QTcpSocket *socket);

    QHash<QTcpSocket *, QByteArray> m_buffers;
    QTcpServer m_server; // last: its sockets still tell of their end when it goes
};

} // namespace samsa::test
