// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/heart_beat.h"

#include <QList>
#include <QTimerEvent>

#include <algorithm>

namespace samsa::stomp {

using std::chrono::milliseconds;

namespace {

/// A client that asks for more than this would make the server busy with nothing else.
constexpr milliseconds shortest {100};

} // namespace

HeartBeat::HeartBeat(QObject *parent)
    : QObject(parent)
{
}

void HeartBeat::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_send.timerId()) {
        Q_EMIT due();
    } else if (m_sinceHeard.hasExpired(2 * m_expected.count())) {
        stop();
        Q_EMIT lost();
    }
}

void HeartBeat::start(QBasicTimer &timer, milliseconds interval)
{
    timer.start(int(interval.count()), Qt::CoarseTimer, this);
}

bool HeartBeat::start(QByteArrayView clientHeader, milliseconds offered)
{
    milliseconds clientSends {0};
    milliseconds clientWants {0};
    if (!clientHeader.isEmpty()) {
        const QList<QByteArray> parts = clientHeader.toByteArray().split(',');
        bool sendsOk = false;
        bool wantsOk = false;
        if (parts.size() == 2) {
            clientSends = milliseconds(parts[0].trimmed().toUInt(&sendsOk));
            clientWants = milliseconds(parts[1].trimmed().toUInt(&wantsOk));
        }
        if (!sendsOk || !wantsOk)
            return false;
    }
    if (offered.count() == 0)
        return true;
    if (clientWants.count() > 0)
        start(m_send, std::clamp(clientWants, offered, milliseconds(INT_MAX)));
    if (clientSends.count() > 0) {
        m_expected = std::max({clientSends, offered, shortest});
        m_sinceHeard.start();
        start(m_check, std::max(m_expected / 2, shortest));
    }
    return true;
}

QByteArray HeartBeat::header(milliseconds offered)
{
    const QByteArray number = QByteArray::number(qint64(offered.count()));
    return number + ',' + number;
}

void HeartBeat::stop()
{
    m_send.stop();
    m_check.stop();
}

} // namespace samsa::stomp
