// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>

namespace samsa::test {

/// A bus of the test's own, which has nothing on it. Wants dbus-daemon. Thread: the test's.
class PrivateBus
{
public:
    PrivateBus() = default;
    ~PrivateBus();
    Q_DISABLE_COPY_MOVE(PrivateBus)

    /// Waits until it takes connections; false when it does not start.
    bool start();
    void stop();
    QString address() const { return m_address; }
    /// A new connection each time, as each program has one of its own.
    QDBusConnection connection();

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_address;
    QStringList m_connections;
};

} // namespace samsa::test
