// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/ledger.h"
#include "tests/chaos/readers.h"
#include "tests/chaos/writer.h"
#include "tests/support/cutting_proxy.h"

#include <memory>
#include <vector>

namespace samsa::chaos {

/// Everybody who writes and reads, each through a proxy that can cut, in one thread. The functions
/// are called there.
class Talk : public QObject
{
    Q_OBJECT
public:
    static constexpr int stompWriters = 6;
    static constexpr int httpWriters = 6;
    static constexpr int liveReaders = 3;
    static constexpr int pollers = 2;
    static constexpr int people = stompWriters + httpWriters + liveReaders + pollers;

    struct Settings
    {
        QList<quint16> gateways; ///< Their ports.
        QList<QByteArray> tokens; ///< One for each of the people.
        QList<QUuid> rooms;
        double perSecond = 0; ///< Of all writers together.
        quint32 seed = 0;
        QElapsedTimer clock;
    };

    Talk(Ledger &ledger, Settings settings);

    void start();
    /// Every connection, in the middle of what it says next.
    void cutInMidFrame();
    /// No new messages; unsettled() goes down to 0.
    void finish();
    int unsettled() const;
    void stopReading();

private:
    std::vector<std::unique_ptr<test::CuttingProxy>> m_proxies;
    QList<Writer *> m_writers;
    QList<LiveReader *> m_liveReaders;
    QList<Poller *> m_pollers;
};

} // namespace samsa::chaos
