// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/transport_switch.h"

#include "app/server_connection/live_transport.h"
#include "app/server_connection/polling_transport.h"

namespace samsa::app {

TransportSwitch::TransportSwitch(HttpClient &http, std::chrono::milliseconds pollingInterval,
                                 QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_pollingInterval(pollingInterval)
{
}

TransportSwitch::~TransportSwitch()
{
    // Not later: it uses the HttpClient, which may be gone then.
    delete m_current.release();
}

void TransportSwitch::DeleteLater::operator()(Transport *transport) const
{
    // The change may have been asked for from inside one of its signals.
    transport->disconnect();
    transport->stop();
    transport->deleteLater();
}

void TransportSwitch::choose(ui::TransportKind kind)
{
    const bool wasOnline = isOnline();
    m_current.reset();
    if (kind == ui::TransportKind::Polling)
        m_current.reset(new PollingTransport(m_http, m_pollingInterval, this));
    else
        m_current.reset(new LiveTransport(m_http, this));
    Transport *const transport = m_current.get();
    connect(transport, &Transport::heard, this, [this, transport](const ServerEvent &event) {
        Q_ASSERT(transport == m_current.get()); // the one before is disconnected
        Q_EMIT heard(event);
    });
    connect(transport, &Transport::onlineChanged, this, &TransportSwitch::onlineChanged);
    connect(transport, &Transport::sessionLost, this, &TransportSwitch::sessionLost);
    connect(transport, &Transport::roomRefused, this, &TransportSwitch::roomRefused);
    // It starts when everybody knows of it: not before can it be online or say anything.
    Q_ASSERT(transport->kind() == kind && !isOnline());
    if (wasOnline)
        Q_EMIT onlineChanged(false);
    Q_EMIT changed(transport);
    transport->start();
}

void TransportSwitch::restart()
{
    if (m_current)
        choose(m_current->kind());
}

void TransportSwitch::stop()
{
    m_current.reset();
}

void TransportSwitch::setPollingInterval(std::chrono::milliseconds interval)
{
    m_pollingInterval = interval;
    if (auto *polling = qobject_cast<PollingTransport *>(m_current.get()))
        polling->setInterval(interval);
}

} // namespace samsa::app
