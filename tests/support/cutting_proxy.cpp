// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/cutting_proxy.h"

#include <QTcpSocket>

#include <memory>

namespace samsa::test {

CuttingProxy::CuttingProxy(quint16 upstream)
    : m_upstream(upstream)
{
    connect(this, &QTcpServer::newConnection, this, &CuttingProxy::pair);
    if (!listen(QHostAddress::LocalHost))
        qFatal("No port for a proxy.");
}

void CuttingProxy::cutTheAnswerTo(const QByteArray &words)
{
    m_words = words;
}

void CuttingProxy::pair()
{
    QTcpSocket *client = nextPendingConnection();
    auto *server = new QTcpSocket(client);
    server->connectToHost(QHostAddress::LocalHost, m_upstream);
    const auto doomed = std::make_shared<bool>(false);
    connect(client, &QTcpSocket::readyRead, server, [this, client, server, doomed] {
        const QByteArray bytes = client->readAll();
        if (!m_words.isEmpty() && bytes.contains(m_words)) {
            m_words.clear();
            *doomed = true;
        }
        server->write(bytes);
    });
    connect(server, &QTcpSocket::readyRead, client, [this, client, server, doomed] {
        if (!*doomed) {
            client->write(server->readAll());
            return;
        }
        ++m_cuts;
        client->abort();
        client->deleteLater();
    });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
}

} // namespace samsa::test
