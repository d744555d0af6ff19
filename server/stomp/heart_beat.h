// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBasicTimer>
#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>

#include <chrono>

namespace samsa::stomp {

/// Both halves of a connection's heart-beat (STOMP 1.2, "Heart-beating"): says when one is due, and
/// when the other side has been silent for twice the agreed time. heard() costs a clock reading.
class HeartBeat : public QObject
{
    Q_OBJECT
public:
    explicit HeartBeat(QObject *parent);

    /// Starts with what the client's heart-beat header says ("cx,cy" in milliseconds; empty: none)
    /// against what the server offers and asks for. False if the header is malformed.
    bool start(QByteArrayView clientHeader, std::chrono::milliseconds offered);
    /// The server's heart-beat header.
    static QByteArray header(std::chrono::milliseconds offered);

    void heard() { m_sinceHeard.start(); }
    void stop();

Q_SIGNALS:
    void due();
    void lost();

private:
    void start(QBasicTimer &timer, std::chrono::milliseconds interval);
    void timerEvent(QTimerEvent *event) override;

    QBasicTimer m_send;
    QBasicTimer m_check;
    QElapsedTimer m_sinceHeard;
    std::chrono::milliseconds m_expected {0};
};

} // namespace samsa::stomp
