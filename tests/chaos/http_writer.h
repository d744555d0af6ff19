// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/writer.h"

#include <QNetworkAccessManager>

namespace samsa::chaos {

/// Sends by HTTP POST, to the next of several servers whenever one gave no answer.
class HttpWriter : public Writer
{
    Q_OBJECT
public:
    HttpWriter(Ledger &ledger, Settings settings, QList<quint16> ports, int first, QByteArray token,
               QObject *parent);

protected:
    bool transmit(const Message &message) override;

private:
    QNetworkAccessManager m_http;
    const QList<quint16> m_ports;
    int m_port;
    const QByteArray m_token;
};

} // namespace samsa::chaos
