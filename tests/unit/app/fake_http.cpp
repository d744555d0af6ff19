// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/app/fake_http.h"

#include <QTcpSocket>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

FakeHttp::FakeHttp(Handler handle)
    : handler(std::move(handle))
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *const socket = m_server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
    });
}

QUrl FakeHttp::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

void FakeHttp::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    while (true) {
        const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        HttpRequest request;
        const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
        const QList<QByteArray> first = lines.first().trimmed().split(' ');
        request.method = first.value(0);
        request.target = first.value(1);
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.insert(line.left(colon).trimmed().toLower(),
                                   line.mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < headEnd + 4 + length)
            return;
        request.body = buffer.mid(headEnd + 4, length);
        buffer.remove(0, headEnd + 4 + length);
        requests.append(request);
        const HttpResponse response = handler(request);
        if (response.hangUp) {
            socket->disconnectFromHost();
            return;
        }
        if (response.never)
            continue;
        QByteArray answer = "HTTP/1.1 " + QByteArray::number(response.status) + " Fine\r\n";
        for (const QByteArray &line : response.headers)
            answer += line + "\r\n";
        answer += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n\r\n"
            + response.body;
        socket->write(answer);
    }
}

} // namespace samsa::test
