// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hosting/embedded_server.h"

#include "server/server.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

EmbeddedServer::EmbeddedServer()
    : m_there(std::make_unique<TaskQueue>())
{
    m_thread.setObjectName(u"server"_s);
    m_there->moveToThread(&m_thread);
    m_thread.start();
}

EmbeddedServer::~EmbeddedServer()
{
    m_there->post([this] {
        m_server.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

void EmbeddedServer::start(Options options, Started done)
{
    m_there->post([this, options = std::move(options),
                   reply = ReplyTo<protocol::Result<quint16>>(m_here, std::move(done))] {
        m_server = std::make_unique<Server>(options);
        const auto started = m_server->start();
        if (!started) {
            reply(started.error());
            m_server.reset();
            return;
        }
        reply(m_server->port());
    });
}

void EmbeddedServer::stop(std::function<void()> done)
{
    m_there->post([this, done = std::move(done)] {
        m_server.reset();
        m_here.post(done);
    });
}

} // namespace samsa::app
