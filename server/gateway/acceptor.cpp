// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/acceptor.h"

#include "server/observe/logging.h"

#include <chrono>

namespace samsa::gateway {

Acceptor::Acceptor(Taken taken, QObject *parent)
    : QTcpServer(parent)
    , m_taken(std::move(taken))
{
    setListenBacklogSize(1024);
    m_resume.setSingleShot(true);
    connect(this, &QTcpServer::acceptError, this, [this] {
        qCWarning(lcNet) << "cannot take a connection:" << errorString();
        m_resume.start(std::chrono::milliseconds(100)); // QTcpServer has paused.
    });
    connect(&m_resume, &QTimer::timeout, this, &QTcpServer::resumeAccepting);
}

void Acceptor::incomingConnection(qintptr descriptor)
{
    m_taken(descriptor);
}

} // namespace samsa::gateway
