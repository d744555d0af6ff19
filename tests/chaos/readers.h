// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/ledger.h"
#include "tests/chaos/stomp_line.h"

#include <QNetworkAccessManager>

namespace samsa::chaos {

/// Follows every room live, and comes back by position.
class LiveReader : public QObject
{
    Q_OBJECT
public:
    LiveReader(Ledger &ledger, QString name, QList<QUuid> rooms, StompLine *line, QObject *parent);

    void start() { m_line.start(); }
    void stop() { m_line.stop(); }

private:
    void follow();
    void take(const protocol::StompFrame &frame);

    Ledger &m_ledger;
    const QString m_name;
    const QList<QUuid> m_rooms;
    StompLine &m_line;
};

/// Asks for what is new in every room, over and over.
class Poller : public QObject
{
    Q_OBJECT
public:
    Poller(Ledger &ledger, QString name, QList<QUuid> rooms, QList<quint16> ports, int first,
           QByteArray token, QObject *parent);

    void start() { ask(); }
    void stop() { m_stopped = true; }

private:
    void ask();
    /// True when there is more to be had at once.
    bool take(int status, const QByteArray &body);

    Ledger &m_ledger;
    const QString m_name;
    const QList<QUuid> m_rooms;
    const QList<quint16> m_ports;
    int m_port;
    const QByteArray m_token;
    QNetworkAccessManager m_http;
    int m_room = 0;
    bool m_stopped = false;
};

} // namespace samsa::chaos
