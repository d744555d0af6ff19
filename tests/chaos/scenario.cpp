// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/scenario.h"

#include "tests/chaos/http_paths.h"
#include "tests/support/http_test_client.h"

#include <QEventLoop>
#include <QTextStream>

#include <cstdio>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using test::HttpTestClient;

namespace {

constexpr int roomCount = 6;
constexpr int moveInPatience = 60;
constexpr int settlePatience = 90;
constexpr int sentencesMost = 20;

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace

/// Runs it in the talk's thread, and waits.
template <typename Function>
auto Scenario::inTalk(Function function)
{
    using Answer = decltype(function());
    if constexpr (std::is_void_v<Answer>) {
        QMetaObject::invokeMethod(&m_inTalk, function, Qt::BlockingQueuedConnection);
    } else {
        Answer answer;
        QMetaObject::invokeMethod(
            &m_inTalk, [&] { answer = function(); }, Qt::BlockingQueuedConnection);
        return answer;
    }
}

Scenario::Scenario(Testbed &testbed, Settings settings)
    : m_testbed(testbed)
    , m_settings(settings)
{
}

Scenario::~Scenario()
{
    if (!m_thread.isRunning())
        return;
    inTalk([this] { m_talk.reset(); });
    m_thread.quit();
    m_thread.wait();
}

/// The programs' output is read meanwhile, or they would wait for it.
void Scenario::wait(double seconds)
{
    QEventLoop loop;
    QTimer::singleShot(int(seconds * 1000), &loop, &QEventLoop::quit);
    loop.exec();
}

bool Scenario::waitUntil(const std::function<bool()> &done, int seconds)
{
    const QDeadlineTimer deadline(std::chrono::seconds {seconds});
    while (!done()) {
        if (deadline.hasExpired())
            return false;
        wait(0.2);
    }
    return true;
}

Outcome Scenario::run()
{
    Outcome outcome;
    if (!m_testbed.start() || !moveIn()) {
        outcome.wrong.append(u"The testbed could not be moved into: %1"_s.arg(m_testbed.error()));
        return outcome;
    }
    m_clock.start();
    m_inTalk.moveToThread(&m_thread);
    m_thread.start();
    inTalk([this] {
        m_talk = std::make_unique<Talk>(m_ledger,
                                        Talk::Settings {.gateways = m_testbed.gateways(),
                                                        .tokens = m_tokens,
                                                        .rooms = m_rooms,
                                                        .perSecond = m_settings.perSecond,
                                                        .seed = m_settings.seed,
                                                        .clock = m_clock});
        m_talk->start();
    });
    m_faults = m_testbed.faults();
    m_faults.push_back({{.name = u"connections cut in mid-frame"_s},
                        [this](int) {
                            inTalk([this] { m_talk->cutInMidFrame(); });
                            return true;
                        },
                        [](int) { return true; }});
    suffer(outcome);
    settle();
    check(outcome);
    return outcome;
}

/// Tokens and rooms.
bool Scenario::moveIn()
{
    const quint16 port = m_testbed.gateways().first();
    return waitUntil(
        [&] {
            HttpTestClient client(port);
            while (m_tokens.size() < Talk::people) {
                const auto answer =
                    client.post("/api/v1/session",
                                u"{\"nickname\":\"Person %1\"}"_s.arg(m_tokens.size()).toUtf8());
                const auto session = protocol::parseSessionAnswer(answer.body);
                if (!session)
                    return false;
                m_tokens.append(session->token);
            }
            client.setToken(m_tokens.first());
            while (m_rooms.size() < roomCount) {
                const auto answer = client.post(
                    "/api/v1/rooms", u"{\"name\":\"Room %1\"}"_s.arg(m_rooms.size()).toUtf8());
                const auto room = protocol::parseRoom(answer.body);
                if (!room)
                    return false;
                m_rooms.append(room->id);
            }
            return true;
        },
        moveInPatience);
}

void Scenario::suffer(Outcome &outcome)
{
    std::vector<FaultKind> kinds;
    for (const Fault &fault : m_faults)
        kinds.push_back(fault.kind);
    m_plan = planFaults(m_settings.seed, m_settings.seconds, kinds);
    const auto until = [this](double at) {
        wait(std::max(0.0, at - double(m_clock.elapsed()) / 1000));
    };
    // What takes longer than planned, such as a broker's start, puts off all that follows.
    double late = 0;
    for (const PlannedFault &planned : m_plan) {
        if (planned.at + late + planned.lasts > m_settings.seconds)
            break;
        until(planned.at + late);
        say(u"  "_s + describe(planned, kinds));
        const Fault &fault = m_faults[std::size_t(planned.kind)];
        m_begun.push_back(m_clock.elapsed());
        if (!fault.begin(planned.target))
            outcome.wrong.append(u"%1 could not be done."_s.arg(fault.kind.name));
        wait(planned.lasts);
        if (!fault.end(planned.target))
            outcome.wrong.append(
                u"%1 could not be undone: %2"_s.arg(fault.kind.name, m_testbed.error()));
        late = std::max(late, double(m_clock.elapsed()) / 1000 - planned.at - planned.lasts);
    }
    until(m_settings.seconds);
}

/// Everything that is under way comes to its end.
void Scenario::settle()
{
    inTalk([this] { m_talk->finish(); });
    if (!waitUntil([this] { return inTalk([this] { return m_talk->unsettled(); }) == 0; },
                   settlePatience)) {
        inTalk([this] {
            m_ledger.wrong(
                u"%1 messages were still without a receipt at the end."_s.arg(m_talk->unsettled()));
        });
    }
}

void Scenario::check(Outcome &outcome)
{
    SequenceByRoom first;
    for (const quint16 port : m_testbed.gateways()) {
        const SequenceByRoom history = historyOf(port, outcome);
        outcome.wrong += m_ledger.checkHistory(u"The gateway on port %1"_s.arg(port), history);
        if (first.isEmpty())
            first = history;
        else if (history != first)
            outcome.wrong.append(u"Two gateways tell different histories."_s);
    }
    int total = 0;
    for (const Sequence &sequence : std::as_const(first))
        total += static_cast<int>(sequence.size());
    for (const QString &reader : inTalk([this] { return m_ledger.readers(); })) {
        waitUntil([&] { return inTalk([&] { return m_ledger.seenCount(reader); }) >= total; },
                  settlePatience);
    }
    inTalk([this] { m_talk->stopReading(); });
    outcome.wrong += m_ledger.checkReaders(first);
    checkCounts(first, outcome);
    outcome.wrong += m_ledger.noted();
    outcome.said = m_ledger.saidCount();
    outcome.receipted = m_ledger.receiptedCount();
    if (outcome.receipted == 0)
        outcome.wrong.append(u"Nobody got a receipt for anything."_s);
    for (const Fault &fault : m_faults)
        outcome.costs.push_back({.name = fault.kind.name});
    for (std::size_t i = 0; i < m_begun.size(); ++i) {
        FaultCost &cost = outcome.costs[std::size_t(m_plan[i].kind)];
        const Milliseconds until =
            i + 1 < m_begun.size() ? m_begun[i + 1] : std::numeric_limits<Milliseconds>::max();
        ++cost.times;
        cost.longestWait = std::max(cost.longestWait, m_ledger.longestWait(m_begun[i], until));
    }
    for (const FaultCost &cost : outcome.costs)
        if (m_settings.complete && cost.times == 0)
            outcome.wrong.append(u"%1 never came."_s.arg(cost.name));
    for (const QString &fault : m_settings.complete ? m_testbed.leftOut() : QStringList())
        outcome.wrong.append(u"%1 was left out."_s.arg(fault));
    if (outcome.wrong.size() > sentencesMost) {
        const auto more = outcome.wrong.size() - sentencesMost;
        outcome.wrong.resize(sentencesMost);
        outcome.wrong.append(u"and %1 more like these"_s.arg(more));
    }
}

/// By pages, as any client reads it.
SequenceByRoom Scenario::historyOf(quint16 port, Outcome &outcome)
{
    SequenceByRoom history;
    HttpTestClient client(port, m_tokens.first());
    for (const QUuid &room : std::as_const(m_rooms)) {
        Sequence &sequence = history[room];
        bool more = true;
        const auto page = [&] {
            const qint64 after = sequence.empty() ? 0 : sequence.back().position;
            const auto answer =
                client.get(u"%1?limit=500&after=%2"_s.arg(messagesOf(room)).arg(after).toUtf8());
            const auto read = protocol::parsePage(answer.body);
            if (answer.status != 200 || !read)
                return false;
            for (const protocol::Message &message : read->messages)
                sequence.push_back(Seen::of(message));
            more = read->more;
            return true;
        };
        while (more && waitUntil(page, settlePatience)) {}
        if (more)
            outcome.wrong.append(u"The history cannot be read at port %1."_s.arg(port));
    }
    return history;
}

/// What the room list and the database say.
void Scenario::checkCounts(const SequenceByRoom &history, Outcome &outcome)
{
    HttpTestClient client(m_testbed.gateways().first(), m_tokens.first());
    const auto rooms = protocol::parseRooms(client.get("/api/v1/rooms").body);
    if (!rooms)
        outcome.wrong.append(u"The room list cannot be read."_s);
    for (const protocol::Room &room : rooms ? *rooms : QList<protocol::Room>())
        if (room.messageCount != std::ssize(history.value(room.id)))
            outcome.wrong.append(
                u"The room list counts %1 messages in a room that has %2."_s.arg(room.messageCount)
                    .arg(history.value(room.id).size()));
    const auto database = store::Database::open(*parseDatabaseUrl(m_testbed.databaseUrl()), 5000ms);
    qint64 stored = -1;
    qint64 counted = -1;
    qint64 total = 0;
    for (const Sequence &sequence : history)
        total += std::ssize(sequence);
    const auto number = [&](const QString &sql) {
        auto rows = (*database)->run(sql);
        return rows && rows.value().next() ? rows->integer(0) : qint64(-1);
    };
    const auto whole = [&] {
        stored = number(u"SELECT COUNT(*) FROM messages"_s);
        counted = number(u"SELECT SUM(message_count) FROM rooms"_s);
        return stored == total && counted == total;
    };
    if (!database || !waitUntil(whole, settlePatience)) {
        outcome.wrong.append(
            u"The database holds %1 messages and counts %2; the history has %3."_s.arg(stored)
                .arg(counted)
                .arg(total));
        return;
    }
    // Row by row: what the gateways tell may be from their memory.
    const SequenceByRoom rowsOfAll = rowsOf(**database, outcome);
    outcome.wrong += m_ledger.checkHistory(u"The database"_s, rowsOfAll);
    if (rowsOfAll != history)
        outcome.wrong.append(u"The database holds another history than the gateways tell."_s);
}

SequenceByRoom Scenario::rowsOf(store::Database &database, Outcome &outcome)
{
    SequenceByRoom all;
    for (const QUuid &room : std::as_const(m_rooms))
        all[room] = {};
    auto rows = database.run(u"SELECT r.id, m.id, m.position, m.text FROM messages m JOIN rooms r "
                             "ON r.room_key = m.room_key ORDER BY m.room_key, m.position"_s);
    if (!rows) {
        outcome.wrong.append(u"The database cannot be read: %1"_s.arg(rows.error().sentence));
        return all;
    }
    while (rows.value().next()) {
        all[QUuid::fromRfc4122(rows->value(0).toByteArray())].push_back(
            {QUuid::fromRfc4122(rows->value(1).toByteArray()), rows->integer(2),
             qHash(rows->value(3).toString())});
    }
    return all;
}

} // namespace samsa::chaos
