// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/cutting_proxy.h"

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
    connect(client, &QTcpSocket::readyRead, server, [this, client, server, doomed, born = m_round] {
        if (born != m_round) {
            cutInMidFrame(client, server);
            return;
        }
        const QByteArray bytes = client->readAll();
        if (!m_words.isEmpty() && bytes.contains(m_words)) {
            m_words.clear();
            *doomed = true;
        }
        server->write(bytes);
    });
    connect(server, &QTcpSocket::readyRead, client, [this, client, server, doomed, born = m_round] {
        if (born != m_round) {
            cutInMidFrame(server, client);
            return;
        }
        if (!*doomed) {
            client->write(server->readAll());
            return;
        }
        ++m_cuts;
        client->abort();
        client->deleteLater();
    });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    // Nobody is there; a socket that was never connected does not say that it is disconnected.
    connect(server, &QTcpSocket::errorOccurred, client, [client, server] {
        if (server->state() == QAbstractSocket::UnconnectedState)
            client->disconnectFromHost();
    });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
}

void CuttingProxy::cutInMidFrame(QTcpSocket *from, QTcpSocket *to)
{
    const QByteArray bytes = from->readAll();
    if (to->state() == QAbstractSocket::ConnectedState) {
        to->write(bytes.first(bytes.size() / 2));
        to->flush();
    }
    ++m_cuts;
    from->abort();
    to->abort();
}

} // namespace samsa::test
