// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/chat/services.h"
#include "server/gateway/acceptor.h"
#include "server/gateway/workers.h"
#include "server/log/message_log.h"
#include "server/log/tail.h"
#include "server/nodes/node_exchange.h"
#include "server/nodes/node_topic.h"
#include "server/persist/persister.h"
#include "server/persist/retention.h"
#include "server/persist/search_indexer.h"
#include "server/server.h"
#include "server/status/server_status.h"
#include "server/status/status_port.h"
#include "server/store/log_questions.h"
#include "server/store/search.h"
#include "server/store/store.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace samsa {

/// All the parts of a running server, in the order in which they need each other, and the order in
/// which they start and stop. A part knows only what it is given here.
class Server::Assembly
{
public:
    explicit Assembly(const Options &options);
    ~Assembly();

    /// Errors: StartFailed, OptionInvalid.
    protocol::Result<void> start();
    void stop();

    const gateway::Acceptor &acceptor() const { return m_acceptor; }
    quint16 statusPort() const { return m_statusPort ? m_statusPort->port() : quint16(0); }

private:
    protocol::Result<void> listen();
    protocol::Result<void> openStore();
    protocol::Result<void> openPersister();
    void makeStatus();
    protocol::Result<void> openStatusPort();
    void startRetention();
    void startSearch();
    protocol::Result<void> openLog();
    protocol::Result<void> makeChat();
    protocol::Result<void> startWorkers();
    protocol::Result<void> startNodeExchange();
    std::unique_ptr<log::MessageLog> makeLog();

    void take(qintptr descriptor);
    void deliver(Events events);
    void happenedElsewhere(const Event &event);
    void keepHouse();

    const Options &m_options;
    Metrics m_metrics;
    std::atomic<bool> m_draining {false};
    store::Abandonment m_abandonment; // Of all connections to the database.
    store::Store m_store;
    store::LogQuestions m_logQuestions;
    log::Tail m_tail;
    chat::Rooms m_rooms;
    log::History m_history;
    store::Search m_search;
    chat::RoomFinder m_roomFinder;
    std::unique_ptr<persist::Persister> m_persister; // Only with Kafka.
    std::unique_ptr<persist::Retention> m_retention; // Where messages are persisted, if asked for.
    std::unique_ptr<persist::SearchIndexer> m_indexer; // Where messages are persisted.
    std::unique_ptr<log::MessageLog> m_log; // Null in a process that only persists.
    std::unique_ptr<status::ServerStatus> m_status;

    struct Chat;
    std::unique_ptr<Chat> m_chat;
    gateway::Workers m_workers; // Their threads are joined before the store closes.
    std::unique_ptr<nodes::NodeExchange> m_nodeExchange; // Only with Kafka.
    std::unique_ptr<nodes::NodeTopic> m_nodeTopic; // The same.
    gateway::Acceptor m_acceptor;
    std::unique_ptr<status::StatusPort> m_statusPort; // Of a persister, if asked for.
    QTimer m_housekeeping;
};

} // namespace samsa
