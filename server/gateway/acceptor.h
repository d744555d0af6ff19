// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpServer>
#include <QTimer>

#include <functional>

namespace samsa::gateway {

/// The port. Takes connections and passes their descriptors on, without making a socket: that is
/// for the thread that will own it. When the system has no descriptors left it pauses and tries
/// again, rather than spin.
class Acceptor : public QTcpServer
{
    Q_OBJECT
public:
    using Taken = std::function<void(qintptr descriptor)>;

    explicit Acceptor(Taken taken, QObject *parent = nullptr);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    const Taken m_taken;
    QTimer m_resume;
};

} // namespace samsa::gateway
