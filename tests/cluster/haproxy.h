// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStringList>

namespace samsa::test {

/// A real HAProxy with the file that is in packaging/proxy, on a port of its own. It ends with this
/// object, and on Linux with the thread that started it, however that ends.
class HaProxy
{
public:
    /// Where it is; empty if it is not installed.
    static QString program();

    ~HaProxy();

    /// Starts it before these three gateways, host:port; true when it takes connections.
    bool start(const QStringList &gateways);
    quint16 port() const { return m_port; }
    QByteArray log(); ///< What it has said so far.
    QString error() const { return m_error; }

private:
    bool waitUntilReady();

    QProcess m_process;
    QByteArray m_log;
    quint16 m_port = 0;
    QString m_error;
};

} // namespace samsa::test
