// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace samsa::test {

/// samsa-server as a process of its own, which can be killed and started again on the same port and
/// data.
class ServerProcess
{
public:
    explicit ServerProcess(QStringList moreArguments = {});
    ~ServerProcess();

    /// Waits for the line that names the port. The second time it listens where it did the first
    /// time.
    bool start();
    /// kill -9, and waits until it is gone.
    void kill();
    quint16 port() const { return m_port; }

private:
    QTemporaryDir m_folder;
    QStringList m_moreArguments;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace samsa::test
