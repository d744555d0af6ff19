// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/database.h"
#include "tests/chaos/ledger.h"
#include "tests/chaos/talk.h"
#include "tests/chaos/testbed.h"

#include <QThread>

namespace samsa::chaos {

/// What a kind of fault cost.
struct FaultCost
{
    QString name;
    int times = 0;
    Milliseconds longestWait = 0; ///< Of a message first tried between this fault and the next.
};

struct Outcome
{
    QString testbed;
    int said = 0;
    int receipted = 0;
    QStringList wrong; ///< Empty: nothing was lost, doubled or out of order.
    std::vector<FaultCost> costs;
};

/// One testbed, its people, and what befalls them: start, talk, faults by plan, calm, and then the
/// ledger against everything else.
class Scenario
{
public:
    struct Settings
    {
        double seconds = 30;
        double perSecond = 400;
        quint32 seed = 1;
        /// A fault that was not done at all is wrong.
        bool complete = false;
    };

    Scenario(Testbed &testbed, Settings settings);
    ~Scenario();

    Outcome run();

private:
    bool moveIn();
    void suffer(Outcome &outcome);
    void settle();
    void check(Outcome &outcome);
    SequenceByRoom historyOf(quint16 port, Outcome &outcome);
    void checkCounts(const SequenceByRoom &history, Outcome &outcome);
    SequenceByRoom rowsOf(store::Database &database, Outcome &outcome);
    bool waitUntil(const std::function<bool()> &done, int seconds);
    void wait(double seconds);
    template <typename Function>
    auto inTalk(Function function);

    Testbed &m_testbed;
    const Settings m_settings;
    Ledger m_ledger; // The talk's thread.
    QThread m_thread;
    QObject m_inTalk; // The talk's thread, once that runs.
    std::unique_ptr<Talk> m_talk; // The talk's thread.
    QElapsedTimer m_clock;
    QList<QByteArray> m_tokens;
    QList<QUuid> m_rooms;
    std::vector<Fault> m_faults; // The testbed's, and what happens to connections.
    std::vector<PlannedFault> m_plan;
    std::vector<Milliseconds> m_begun; // When each of the plan's did.
};

} // namespace samsa::chaos
