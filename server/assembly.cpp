// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/assembly.h"

#include "server/config/kafka_settings.h"
#include "server/config/tls_files.h"
#include "server/log/kafka/kafka_log.h"
#include "server/log/local/local_log.h"
#include "server/net/socket.h"

#include <QDir>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// How long Kafka may take to appear.
constexpr auto openingTime = 30s;
/// What appends under way get when the server ends. With what the workers get, less than two
/// seconds.
constexpr auto closingTime = 1200ms;
/// After which nothing waits for the database any more. A little more than the log gets.
constexpr auto databaseClosingTime = 1300ms;
constexpr auto housekeepingStep = 1s;

} // namespace

/// The rules of the chat, made when there is a log they can write to.
struct Server::Assembly::Chat
{
    Chat(Assembly &server, chat::AccessKey accessKey)
        : sessions(server.m_store, std::move(accessKey), settings(server.m_options),
                   server.m_metrics)
        , roomCreation(server.m_rooms, server.m_store, server.m_tail, *server.m_log,
                       server.m_options.limits)
        , messages(server.m_rooms, server.m_tail.ids(), *server.m_log, server.m_options.limits,
                   server.m_metrics)
        , presence(server.m_rooms)
        , typing([&server](const EventsPtr &events) { server.m_workers.tell(events); })
        , services {
              sessions,
              server.m_rooms,
              server.m_roomFinder,
              roomCreation,
              messages,
              presence,
              typing,
              server.m_history,
              server.m_search,
              server.m_tail,
              server.m_options.limits,
              server.m_options.trustedProxies,
              server.m_options.retentionDays,
              server.m_metrics,
              server.m_draining,
              [&server](const RoomRef &room, const Cursor &cursor, ReplyTo<Result<void>> reply) {
                  server.m_log->confirm(room, cursor,
                                        [reply = std::move(reply)](const Result<void> &confirmed) {
                                            reply(confirmed);
                                        });
              },
              [&server] { return server.m_status->gauges(); },
              [&server](bool *ready) { return server.m_status->readiness(ready); }}
    {
    }

    static chat::Sessions::Settings settings(const Options &options)
    {
        chat::Sessions::Settings settings;
        settings.lifetime = options.sessionDays;
        settings.claimsPerMinute = double(options.limits.claimsPerMinute);
        return settings;
    }

    chat::Sessions sessions;
    chat::RoomCreation roomCreation;
    chat::Messages messages;
    chat::Presence presence;
    chat::Typing typing;
    const chat::Services services;
};

Server::Assembly::Assembly(const Options &options)
    : m_options(options)
    , m_store(effectiveDatabase(options), &m_abandonment)
    , m_logQuestions(m_store.url(), &m_abandonment)
    , m_tail(options.limits.tailBytes)
    , m_rooms([this](const EventsPtr &events) { m_workers.tell(events); }, &m_tail.epochs())
    , m_history(m_tail, m_store)
    , m_search(m_store.url(), &m_abandonment)
    , m_roomFinder(m_rooms, m_store, m_logQuestions, m_tail)
    , m_acceptor([this](qintptr descriptor) { take(descriptor); })
{
    QObject::connect(&m_housekeeping, &QTimer::timeout, &m_acceptor, [this] { keepHouse(); });
}

Server::Assembly::~Assembly()
{
    stop();
}

Result<void> Server::Assembly::start()
{
    if (auto checked = checkOptions(m_options); !checked)
        return checked;
    const bool serves = m_options.role != Role::Persister;
    if (serves) {
        // First, because it fails fastest. Clients that come now wait until all is open.
        if (auto done = listen(); !done)
            return done;
    }
    if (auto done = openStore(); !done)
        return done;
    if (auto done = openPersister(); !done)
        return done;
    startRetention();
    startSearch();
    if (serves)
        m_log = makeLog();
    makeStatus();
    if (!serves) {
        m_housekeeping.start(housekeepingStep);
        return openStatusPort();
    }
    if (auto done = makeChat(); !done)
        return done;
    if (auto done = startWorkers(); !done)
        return done;
    if (auto done = openLog(); !done)
        return done;
    if (auto done = startNodeExchange(); !done)
        return done;
    m_acceptor.resumeAccepting();
    m_housekeeping.start(housekeepingStep);
    return {};
}

Result<void> Server::Assembly::listen()
{
    if (!m_acceptor.listen(m_options.address, m_options.port)) {
        return Error {Code::StartFailed,
                      u"cannot listen on %1, port %2: %3"_s.arg(m_options.address.toString())
                          .arg(m_options.port)
                          .arg(m_acceptor.errorString())};
    }
    m_acceptor.pauseAccepting();
    return {};
}

Result<void> Server::Assembly::openStore()
{
    if (m_options.database.isEmpty()) {
        const QString folder = effectiveDataDir(m_options);
        if (!QDir().mkpath(folder))
            return Error {Code::StartFailed, u"the data folder %1 cannot be made"_s.arg(folder)};
    }
    if (auto opened = m_store.open(); !opened)
        return opened;
    if (auto opened = m_logQuestions.open(); !opened)
        return opened;
    const auto rooms = m_logQuestions.loadRooms();
    if (!rooms)
        return rooms.error();
    if (m_options.kafka.isEmpty())
        m_logQuestions.close(); // The local log has a connection of its own, for all it does.
    for (const store::RoomRow &row : *rooms) {
        m_tail.addRoom(row.ref, row.lastPosition, row.lastChange);
        m_rooms.add(row);
    }
    return {};
}

Result<void> Server::Assembly::openPersister()
{
    if (m_options.kafka.isEmpty() || m_options.role == Role::Gateway)
        return {};
    m_persister = std::make_unique<persist::Persister>(kafkaSettings(m_options), m_store.url(),
                                                       &m_abandonment);
    return m_persister->start();
}

void Server::Assembly::makeStatus()
{
    m_status = std::make_unique<status::ServerStatus>(status::ServerStatus::Parts {
        .metrics = m_metrics,
        .draining = m_draining,
        .workers = m_workers,
        .rooms = m_rooms,
        .tail = m_tail,
        .store = m_store,
        .logQuestions = m_options.kafka.isEmpty() ? nullptr : &m_logQuestions,
        .log = m_log.get(),
        .persister = m_persister.get(),
        .indexer = m_indexer.get(),
        .retention = m_retention.get()});
}

Result<void> Server::Assembly::openStatusPort()
{
    if (!m_options.statusListen)
        return {};
    m_statusPort = std::make_unique<status::StatusPort>(status::StatusPort::Sources {
        .readiness = [this](bool *ready) { return m_status->readiness(ready); },
        .metrics = [this] { return m_status->writeMetrics(); }});
    return m_statusPort->listen(*m_options.statusListen);
}

void Server::Assembly::startRetention()
{
    if (m_options.retentionDays.count() == 0 || m_options.role == Role::Gateway)
        return;
    m_retention = std::make_unique<persist::Retention>(
        m_store.url(),
        persist::Retention::Settings {.age = m_options.retentionDays, .clock = wallClock},
        &m_abandonment);
    m_retention->start();
}

void Server::Assembly::startSearch()
{
    if (m_options.role != Role::Persister)
        m_search.start();
    if (m_options.role == Role::Gateway)
        return;
    m_indexer = std::make_unique<persist::SearchIndexer>(m_store.url(), &m_abandonment);
    m_indexer->start();
}

std::unique_ptr<log::MessageLog> Server::Assembly::makeLog()
{
    if (m_options.kafka.isEmpty())
        return std::make_unique<log::LocalLog>(m_store.url(), m_tail,
                                               log::LocalLog::defaultQueueLimit, &m_abandonment);
    m_roomFinder.lookElsewhere();
    return std::make_unique<log::KafkaLog>(
        kafkaSettings(m_options), m_tail, m_logQuestions,
        [this](const QUuid &id) { return m_roomFinder.findNow(id); });
}

Result<void> Server::Assembly::makeChat()
{
    auto accessKey = chat::AccessKey::fromFile(m_options.accessKeyFile);
    if (!accessKey)
        return accessKey.error();
    m_chat = std::make_unique<Chat>(*this, *accessKey);
    m_chat->sessions.onLeave([this](const QByteArray &tokenHash) {
        m_workers.tell(oneEvent(SessionLeft {tokenHash}));
        if (m_nodeExchange)
            m_nodeExchange->tell(SessionLeft {tokenHash});
    });
    m_chat->sessions.onLoss([this](const QByteArray &tokenHash) {
        m_workers.tell(oneEvent(SessionLeft {tokenHash, true}));
    });
    return {};
}

/// When the workers are there, which it may tell to end connections.
Result<void> Server::Assembly::startNodeExchange()
{
    if (m_options.kafka.isEmpty())
        return {};
    m_nodeExchange = std::make_unique<nodes::NodeExchange>(
        m_chat->presence,
        nodes::NodeExchange::Hooks {
            .send = [this](const QByteArray &record) { m_nodeTopic->send(record); },
            .happened = [this](const Event &event) { happenedElsewhere(event); }});
    m_chat->typing.onTypingHere([this](const QUuid &room, const QByteArray &nickname) {
        m_nodeExchange->tell(Typed {room, nickname});
    });
    m_nodeTopic = std::make_unique<nodes::NodeTopic>(
        kafkaSettings(m_options),
        nodes::NodeTopic::Hooks {
            .begun = [this] { m_nodeExchange->begin(); },
            .heard = [this](const QByteArray &record) { m_nodeExchange->heard(record); }});
    return m_nodeTopic->start();
}

/// At another node, which told it.
void Server::Assembly::happenedElsewhere(const Event &event)
{
    if (const auto *typed = std::get_if<Typed>(&event))
        m_chat->typing.heard(typed->room, typed->nickname); // Tells the workers.
    if (const auto *left = std::get_if<SessionLeft>(&event)) {
        m_chat->sessions.forget(left->tokenHash);
        m_workers.tell(oneEvent(event));
    }
}

Result<void> Server::Assembly::startWorkers()
{
    const auto tls = loadTls(m_options);
    if (!tls)
        return tls.error();
    m_workers.start(m_chat->services, *tls, effectiveWorkers(m_options));
    return {};
}

Result<void> Server::Assembly::openLog()
{
    return m_log->open([this](Events events) { deliver(std::move(events)); }, openingTime);
}

void Server::Assembly::stop()
{
    m_abandonment.abandonIn(databaseClosingTime);
    m_statusPort.reset();
    m_housekeeping.stop();
    m_acceptor.close();
    m_draining = true;
    if (m_log)
        m_log->close(closingTime); // Its last answers are in the workers' queues after this.
    m_search.stop();
    if (m_nodeTopic)
        m_nodeTopic->stop(); // It speaks to the workers.
    m_workers.close();
    if (m_chat)
        m_chat->sessions.flush();
    if (m_persister)
        m_persister->stop();
    if (m_indexer)
        m_indexer->stop();
    if (m_retention)
        m_retention->stop();
    m_logQuestions.close();
    m_store.close();
}

/// In the log's thread. The tail has the messages already.
void Server::Assembly::deliver(Events events)
{
    m_chat->typing.apply(events);
    if (m_rooms.apply(events))
        events.emplace_back(RoomListChanged {});
    m_workers.tell(std::make_shared<const Events>(std::move(events)));
}

void Server::Assembly::take(qintptr descriptor)
{
    if (m_workers.connections() >= m_options.limits.connections) {
        m_metrics.connectionsRefused.add();
        net::closeDescriptor(descriptor);
        return;
    }
    m_workers.adopt(descriptor);
}

void Server::Assembly::keepHouse()
{
    m_store.look(); // So that it is known how the database is, also when nobody asks.
    if (!m_chat)
        return;
    m_chat->presence.expire();
    m_chat->typing.expire();
    if (m_nodeExchange)
        m_nodeExchange->step();
    m_chat->sessions.flush();
    if (m_options.retentionDays.count() == 0)
        return;
    const Timestamp oldest = m_chat->services.oldestShown();
    const bool tailHadOld = m_tail.dropOlderThan(oldest);
    const bool listHadOld = m_rooms.forgetTextsBefore(oldest);
    if (m_retention && (tailHadOld || listHadOld))
        m_retention->wake();
}

} // namespace samsa
