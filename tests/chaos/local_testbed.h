// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/testbed.h"

#include <QTemporaryDir>

namespace samsa::chaos {

/// One server with the local log on SQLite. Its data is on a small disk of memory and its clock is
/// faketime's, where the machine allows that.
class LocalTestbed : public Testbed
{
public:
    ~LocalTestbed() override;

    bool start() override;
    QList<quint16> gateways() const override { return {m_port}; }
    QString databaseUrl() const override;
    void keepLogs(const QString &folder) override;

private:
    void mountSmallDisk();
    void preloadFaketime();
    bool setClock(const QByteArray &offset);
    bool fillDisk();

    QTemporaryDir m_folder;
    QString m_data;
    bool m_mounted = false;
    quint16 m_port = 0;
    test::ServerProgram m_server {QStringLiteral(SAMSA_SERVER_PROGRAM)};
};

} // namespace samsa::chaos
