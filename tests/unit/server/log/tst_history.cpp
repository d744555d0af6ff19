// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/history.h"
#include "server/store/database.h"
#include "server/store/message_table.h"
#include "tests/support/await.h"
#include "tests/support/messages.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using log::History;
using log::Page;
using log::PageRequest;
using log::Tail;
using store::Result;
using store::Store;
using test::entryIn;
using test::positionsOf;

/// A room with positions 1 to 20, of which the database holds some and the tail others.
class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void hasNoHoleWhereverTheFloorIs_data();
    void hasNoHoleWhereverTheFloorIs();
    void answersTheNewestPageAtOnceFromTheTail();
    void readsARoomThatTheTailDoesNotKnow();
    void saysSoWhenTheDatabaseIsGone();
    void findsWhereATimeBeginsWhereverTheFloorIs();

private:
    static constexpr qint64 count = 20;
    void store(qint64 first, qint64 last);
    Page page(const History &history, const PageRequest &request);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    RoomRef m_room;
    std::vector<EntryPtr> m_entries;
};

void TestHistory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<Store>(u"sqlite://"_s + m_folder->filePath(u"h.db"_s));
    QVERIFY(m_store->open().ok());
    m_room = test::makeRoom(*m_store, u"Garden"_s);
    m_entries.clear();
    for (qint64 position = 1; position <= count; ++position)
        m_entries.push_back(entryIn(m_room, position));
}

void TestHistory::cleanup()
{
    m_store.reset();
}

void TestHistory::store(qint64 first, qint64 last)
{
    const auto database = store::Database::open(*parseDatabaseUrl(m_store->url()), 1000ms);
    QVERIFY(database.ok());
    QVERIFY(store::MessageTable(**database)
                .insert({m_entries.begin() + first - 1, m_entries.begin() + last})
                .ok());
}

Page TestHistory::page(const History &history, const PageRequest &request)
{
    const auto page = test::await<Result<Page>>(
        [&](auto reply) { const_cast<History &>(history).page(request, reply); });
    return page ? *page : Page {};
}

void TestHistory::hasNoHoleWhereverTheFloorIs_data()
{
    QTest::addColumn<qint64>("floor"); // The tail holds what is above it.
    QTest::addColumn<qint64>(
        "persisted"); // The database holds up to it, hence perhaps some of the same.
    for (const qint64 floor : {0, 1, 7, 10, 19, 20})
        for (const qint64 persisted : {floor, std::min<qint64>(floor + 4, count)})
            QTest::addRow("floor %lld, persisted %lld", floor, persisted) << floor << persisted;
}

void TestHistory::hasNoHoleWhereverTheFloorIs()
{
    QFETCH(const qint64, floor);
    QFETCH(const qint64, persisted);
    if (persisted > 0)
        store(1, persisted);
    Tail tail(1'000'000);
    tail.addRoom(m_room, floor);
    tail.append({m_entries.begin() + floor, m_entries.end()});
    const History history(tail, *m_store);

    for (int limit = 1; limit <= count + 1; ++limit) {
        QList<qint64> upwards;
        bool more = true;
        for (qint64 after = 0; more; after = upwards.constLast()) {
            const Page next = page(history, {m_room, after, {}, limit});
            QVERIFY(!next.entries.empty());
            QCOMPARE_LE(std::ssize(next.entries), limit);
            upwards += positionsOf(next.entries);
            more = next.more;
        }
        QList<qint64> downwards;
        std::optional<qint64> before;
        for (more = true; more; before = downwards.constFirst()) {
            const Page next = page(history, {m_room, {}, before, limit});
            QVERIFY(!next.entries.empty());
            QCOMPARE_LE(std::ssize(next.entries), limit);
            downwards = positionsOf(next.entries) + downwards;
            more = next.more;
        }
        QCOMPARE(upwards, positionsOf(m_entries));
        QCOMPARE(downwards, positionsOf(m_entries));
    }
    QCOMPARE(positionsOf(page(history, {m_room, 5, 9, 100}).entries), QList<qint64>({6, 7, 8}));
}

void TestHistory::answersTheNewestPageAtOnceFromTheTail()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 10);
    tail.append({m_entries.begin() + 10, m_entries.end()});
    const History history(tail, *m_store);

    const auto newest = history.fromTail({m_room, {}, {}, 3});

    QVERIFY(newest);
    QCOMPARE(positionsOf(newest->entries), QList<qint64>({18, 19, 20}));
    QVERIFY(newest->more);
    QVERIFY(!history.fromTail({m_room, 3, {}, 3}));
}

void TestHistory::readsARoomThatTheTailDoesNotKnow()
{
    store(1, count);
    const Tail tail(1'000'000);
    const History history(tail, *m_store);

    const Page newest = page(history, {m_room, {}, {}, 2});

    QCOMPARE(positionsOf(newest.entries), QList<qint64>({19, 20}));
    QVERIFY(newest.more);
    QCOMPARE(newest.entries.front()->json, m_entries[18]->json);
}

void TestHistory::saysSoWhenTheDatabaseIsGone()
{
    Tail tail(1'000'000);
    tail.addRoom(m_room, 10);
    History history(tail, *m_store);
    m_store->close();

    const auto answer = test::await<Result<Page>>([&](auto reply) {
        history.page({m_room, 1, {}, 5}, reply);
    });

    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().code, protocol::Code::DatabaseUnavailable);
}

void TestHistory::findsWhereATimeBeginsWhereverTheFloorIs()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        auto entry = std::make_shared<Entry>(*m_entries[i]);
        entry->time = Timestamp(std::chrono::seconds(entry->position * 10));
        m_entries[i] = entry;
    }
    store(1, count);
    for (const qint64 floor : {qint64(0), qint64(1), count / 2, count}) {
        Tail tail(1'000'000);
        tail.addRoom(m_room, floor);
        tail.append({m_entries.begin() + floor, m_entries.end()});
        History history(tail, *m_store);
        for (qint64 position = 1; position <= count + 1; ++position) {
            const auto first = test::await<Result<qint64>>([&](auto reply) {
                history.since(m_room, Timestamp(std::chrono::seconds(position * 10 - 5)), reply);
            });
            QVERIFY(first.ok());
            QCOMPARE(*first, position);
        }
    }
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
