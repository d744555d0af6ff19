// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/history.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/persist/persister.h"
#include "server/store/log_questions.h"
#include "server/store/store.h"
#include "tests/support/log_probe.h"
#include "tests/support/test_database.h"

#include <memory>

namespace samsa::test {

/// What a server has of the log: the store, the tail, a log, and who listens to it.
class Node
{
public:
    explicit Node(const QString &databaseUrl, qint64 tailBytes);
    ~Node();

    /// Loads the rooms into the tail, as a server does at start, and opens the log.
    protocol::Result<void> start(std::unique_ptr<log::MessageLog> messageLog);
    /// A room in the database, announced.
    RoomRef makeRoom(const QString &name);
    /// The whole of a room, by pages of \a limit towards the newest.
    std::vector<EntryPtr> readUpwards(const RoomRef &room, int limit = 100);
    /// The same towards the oldest; in order of position as well.
    std::vector<EntryPtr> readDownwards(const RoomRef &room, int limit = 100);
    store::Result<log::Page> read(const log::PageRequest &request);
    /// Waits until the database holds everything that was delivered.
    bool waitUntilPersisted();

    store::Store store;
    store::LogQuestions questions;
    log::Tail tail;
    LogProbe probe;
    log::History history;
    std::shared_ptr<persist::Persister> persister; // Kafka only.
    std::unique_ptr<log::MessageLog> log;
};

/// Where nodes live: one database and, with Kafka, one topic.
class LogTestbed
{
public:
    virtual ~LogTestbed() = default;

    /// Moves into a new database (and topic).
    virtual void renew();
    /// A node that is open; nothing when that failed.
    std::unique_ptr<Node> open(qint64 tailBytes = 10'000'000, int appendLimit = 10'000);

    QString databaseUrl() const;

protected:
    /// The log for a node, and its persister if it needs one.
    virtual std::unique_ptr<log::MessageLog> makeLog(Node &node, int appendLimit) = 0;

private:
    std::unique_ptr<TestDatabase> m_database;
};

} // namespace samsa::test
