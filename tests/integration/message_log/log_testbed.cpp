// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "log_testbed.h"

#include "tests/support/await.h"
#include "tests/support/messages.h"

#include <QTest>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using namespace std::chrono_literals;

Node::Node(const QString &databaseUrl, qint64 tailBytes)
    : store(databaseUrl)
    , questions(databaseUrl)
    , tail(tailBytes)
    , history(tail, store)
{
}

Node::~Node()
{
    if (log)
        log->close(5s);
    log.reset();
    persister.reset();
}

protocol::Result<void> Node::start(std::unique_ptr<log::MessageLog> messageLog)
{
    const auto rooms = questions.loadRooms();
    if (!rooms)
        return rooms.error();
    for (const store::RoomRow &row : *rooms)
        tail.addRoom(row.ref, row.lastPosition, row.lastChange);
    log = std::move(messageLog);
    return log->open(probe.deliver(), 30s);
}

RoomRef Node::makeRoom(const QString &name)
{
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.ref.partition = partitionFor(row.ref.id, log->partitionCount());
    row.name = name;
    row.creator = u"ann"_s;
    row.created = now();
    const auto made =
        await<store::Result<RoomRef>>([&](auto reply) { store.createRoom(row, reply); });
    if (!made)
        qFatal("The room could not be made: %s", qPrintable(made.error().sentence));
    const std::size_t before = probe.rooms().size();
    log->announce({*made, row.name, row.creator, row.created}, probe.roomAnswer());
    if (!probe.waitForRooms(before + 1))
        qFatal("The room was not announced.");
    return *made;
}

/// A page, as soon as the database has caught up.
store::Result<log::Page> Node::read(const log::PageRequest &request)
{
    std::optional<store::Result<log::Page>> answer;
    const bool answered = QTest::qWaitFor(
        [&] {
            answer.emplace(
                await<store::Result<log::Page>>([&](auto reply) { history.page(request, reply); }));
            return *answer || answer->error().code != protocol::Code::HistoryBehind;
        },
        30'000);
    if (!answered || !*answer)
        qFatal("History failed: %s", qPrintable(answer->error().sentence));
    return *answer;
}

std::vector<EntryPtr> Node::readUpwards(const RoomRef &room, int limit)
{
    std::vector<EntryPtr> all;
    log::Page page {{}, true};
    while (page.more) {
        const log::PageRequest request {room, all.empty() ? 0 : all.back()->position, {}, limit};
        const auto answer = read(request);
        page = *answer;
        all.insert(all.end(), page.entries.begin(), page.entries.end());
        if (page.entries.empty())
            break;
    }
    return all;
}

std::vector<EntryPtr> Node::readDownwards(const RoomRef &room, int limit)
{
    std::vector<EntryPtr> all;
    log::Page page {{}, true};
    while (page.more) {
        const log::PageRequest request {
            room, {}, all.empty() ? std::nullopt : std::optional(all.front()->position), limit};
        const auto answer = read(request);
        page = *answer;
        all.insert(all.begin(), page.entries.begin(), page.entries.end());
        if (page.entries.empty())
            break;
    }
    return all;
}

bool Node::waitUntilPersisted()
{
    const auto persisted = [this] {
        const auto rooms = questions.loadRooms();
        return rooms
            && std::all_of(rooms->begin(), rooms->end(), [this](const store::RoomRow &row) {
                   return row.reached() == tail.lastPosition(row.ref.id);
               });
    };
    return QTest::qWaitFor(persisted, 30'000);
}

void LogTestbed::renew()
{
    m_database = std::make_unique<TestDatabase>();
}

QString LogTestbed::databaseUrl() const
{
    return m_database->url();
}

std::unique_ptr<Node> LogTestbed::open(qint64 tailBytes, int appendLimit)
{
    auto node = std::make_unique<Node>(databaseUrl(), tailBytes);
    for (const auto &opened : {node->store.open(), node->questions.open()}) {
        if (!opened) {
            qWarning("%s", qPrintable(opened.error().sentence));
            return nullptr;
        }
    }
    auto messageLog = makeLog(*node, appendLimit);
    if (const auto started = node->start(std::move(messageLog)); !started) {
        qWarning("%s", qPrintable(started.error().sentence));
        return nullptr;
    }
    return node;
}

} // namespace samsa::test
