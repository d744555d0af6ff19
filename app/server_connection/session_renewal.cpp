// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/session_renewal.h"

#include "app/base/may_pass.h"
#include "app/server_connection/identity.h"

#include <algorithm>

namespace samsa::app {

SessionRenewal::SessionRenewal(Identity &identity, QString accessKey, QObject *parent)
    : QObject(parent)
    , m_identity(identity)
    , m_accessKey(std::move(accessKey))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &SessionRenewal::claim);
}

void SessionRenewal::begin()
{
    if (m_underWay)
        return;
    m_underWay = true;
    m_backoff.reset();
    claim();
}

void SessionRenewal::stop()
{
    ++m_run;
    m_again.stop();
    m_underWay = false;
}

void SessionRenewal::claim()
{
    m_identity.claim(m_identity.nickname(), m_accessKey,
                     [this, run = m_run](const protocol::Result<void> &result) {
                         if (run == m_run)
                             answered(result);
                     });
}

void SessionRenewal::answered(const protocol::Result<void> &result)
{
    if (result) {
        m_underWay = false;
        Q_EMIT renewed();
        return;
    }
    const protocol::Error &why = result.error();
    if (!mayPass(why.code)) {
        m_underWay = false;
        Q_EMIT lost(why);
        return;
    }
    m_again.start(std::max(m_backoff.next(), std::chrono::milliseconds(why.retryAfter)));
    Q_EMIT waiting(why);
}

} // namespace samsa::app
