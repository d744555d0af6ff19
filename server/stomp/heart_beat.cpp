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

std::optional<HeartBeat::Wishes> HeartBeat::read(QByteArrayView clientHeader)
{
    if (clientHeader.isEmpty())
        return Wishes();
    const QList<QByteArray> parts = clientHeader.toByteArray().split(',');
    if (parts.size() != 2)
        return std::nullopt;
    bool sendsOk = false;
    bool wantsOk = false;
    const Wishes wishes {milliseconds(parts[0].trimmed().toUInt(&sendsOk)),
                         milliseconds(parts[1].trimmed().toUInt(&wantsOk))};
    return sendsOk && wantsOk ? std::optional(wishes) : std::nullopt;
}

QByteArray HeartBeat::header(const Wishes &wishes, milliseconds offered)
{
    const QByteArray number = QByteArray::number(qint64(offered.count()));
    return (wishes.wants.count() > 0 ? number : "0") + ','
        + (wishes.sends.count() > 0 ? number : "0");
}

void HeartBeat::start(const Wishes &wishes, milliseconds offered)
{
    if (offered.count() == 0)
        return;
    if (wishes.wants.count() > 0)
        start(m_send, std::clamp(wishes.wants, offered, milliseconds(INT_MAX)));
    if (wishes.sends.count() > 0) {
        m_expected = std::max({wishes.sends, offered, shortest});
        m_sinceHeard.start();
        start(m_check, std::max(m_expected / 2, shortest));
    }
}

void HeartBeat::stop()
{
    m_send.stop();
    m_check.stop();
}

} // namespace samsa::stomp
