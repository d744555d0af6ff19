// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBasicTimer>
#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>

#include <chrono>
#include <optional>

namespace samsa::stomp {

/// Both halves of a connection's heart-beat (STOMP 1.2, "Heart-beating"): says when one is due, and
/// when the other side has been silent for twice the agreed time. heard() costs a clock reading.
class HeartBeat : public QObject
{
    Q_OBJECT
public:
    /// What a client says it can do and wants; 0: not that.
    struct Wishes
    {
        std::chrono::milliseconds sends {0};
        std::chrono::milliseconds wants {0};
    };

    explicit HeartBeat(QObject *parent);

    /// A client's heart-beat header, "cx,cy" in milliseconds; without one it wants none. Nothing if
    /// it is malformed.
    static std::optional<Wishes> read(QByteArrayView clientHeader);
    /// The server's heart-beat header to such a client: 0 in a direction that will not be used,
    /// since some clients wait for what was offered although they declined it.
    static QByteArray header(const Wishes &wishes, std::chrono::milliseconds offered);

    /// Starts with what both sides say.
    void start(const Wishes &wishes, std::chrono::milliseconds offered);

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
