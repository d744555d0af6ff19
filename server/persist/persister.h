// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/kafka_settings.h"

#include <QString>

#include <chrono>
#include <memory>

namespace samsa::store {
class Abandonment;
}

namespace samsa::persist {

class PersisterWorker;

struct PersisterCounters
{
    qint64 persisted = 0; ///< Messages that this persister wrote.
    qint64 changes =
        0; ///< Edits, deletions and reactions that it wrote, and that changed something.
    qint64 batches = 0; ///< Transactions that were committed.
    qint64 dead = 0; ///< Records that cannot be read, put on <topic>.dead.
    qint64 brought = 0; ///< Records that it brought to their room's partition, or to its end.
    qint64 retries = 0; ///< Times it began again: a failure, or another persister was ahead.
    qint64 dropped = 0; ///< Records that Kafka had removed before they could be persisted.
    qint64 madeAnew = 0; ///< Partitions that it found to be of a topic that was made anew.
    qint64 lag = 0; ///< Records of its partitions that it has yet to read.
    int partitions = 0; ///< That the group has given it.
    bool waits = false; ///< The database or Kafka is away.
};

/// Moves the Kafka log into SQL, each message exactly once: a batch, the rooms' summaries and the
/// next offset are one transaction, and reading starts where the database says. Several persisters
/// on one topic and database share its partitions as the group <topic>.persister; the database's
/// offset stays the truth, and the group's is only for those who look. With the database or the
/// broker away it waits and tries again, for as long as it takes. What it cannot read goes to the
/// dead-letter topic and stops nothing.
///
/// Thread: one of its own, with a consumer and a database connection of its own. start() and stop()
/// from one thread, counters() from any.
class Persister
{
public:
    /// \a abandonment, if there is one, ends all waiting for the database.
    Persister(KafkaSettings settings, QString databaseUrl,
              store::Abandonment *abandonment = nullptr);
    ~Persister(); ///< stop()

    /// Starts the thread; the database must be migrated (Store::open). Does not wait for Kafka.
    /// OptionInvalid, StartFailed.
    protocol::Result<void> start();
    /// Lets the transaction under way end and joins the thread. Idempotent.
    void stop();

    PersisterCounters counters() const;

private:
    std::unique_ptr<PersisterWorker> m_worker;
};

} // namespace samsa::persist
