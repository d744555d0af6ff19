// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using store::Database;
using store::MessageTable;
using store::RoomTable;
using test::entryIn;

/// What batches of messages and of ids are to each of the databases; tst_tables has the rest.
class TestMessageTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();
    void cleanup() { m_database.reset(); }

    void takesABatchInWhateverOrder();
    void takesTextForTextAndNotForSql();
    void keepsAMarkAtTheBeginning_data();
    void keepsAMarkAtTheBeginning();
    void keepsFewStatementsHoweverManyIdsAreLookedFor();

private:
    RoomRef makeRoom(const QString &name);
    qint64 insert(const std::vector<EntryPtr> &entries);

    std::optional<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestMessageTable::init()
{
    m_place.emplace();
    auto opened = Database::open(m_place->parsed(), 100ms);
    QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().sentence));
    m_database = std::move(opened).value();
    QVERIFY(store::migrate(*m_database).ok());
}

RoomRef TestMessageTable::makeRoom(const QString &name)
{
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.name = name;
    row.creator = u"ann"_s;
    const auto made = RoomTable(*m_database).insert(row);
    return made ? *made : RoomRef {};
}

qint64 TestMessageTable::insert(const std::vector<EntryPtr> &entries)
{
    store::Transaction transaction(*m_database);
    if (!transaction.begin())
        return -1;
    const auto inserted = MessageTable(*m_database).insert(entries);
    return inserted && transaction.commit() ? *inserted : -1;
}

void TestMessageTable::takesABatchInWhateverOrder()
{
    const RoomRef garden = makeRoom(u"Garden"_s);
    const RoomRef cellar = makeRoom(u"Cellar"_s);

    QCOMPARE(insert({entryIn(cellar, 4), entryIn(garden, 3), entryIn(cellar, 2), entryIn(garden, 1),
                     entryIn(cellar, 3)}),
             5);

    const auto gardensRow = RoomTable(*m_database).find(garden.id);
    QCOMPARE((*gardensRow)->messageCount, 2);
    QCOMPARE((*gardensRow)->lastPosition, 3);
    const auto cellarsRow = RoomTable(*m_database).find(cellar.id);
    QCOMPARE((*cellarsRow)->messageCount, 3);
    QCOMPARE((*cellarsRow)->lastPosition, 4);
}

void TestMessageTable::takesTextForTextAndNotForSql()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    std::vector<EntryPtr> entries;
    for (const char *text : {"', 0); DROP TABLE messages; --", "\\' OR \"1\" = '1", "x'41'", "?",
                             "%1 %2", "정원 🌱", "41"}) {
        Entry entry = *entryIn(room, std::ssize(entries) + 1);
        entry.nickname = text;
        entry.text = text;
        entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    }

    QCOMPARE(insert(entries), std::ssize(entries));

    const auto stored = MessageTable(*m_database).history(room, 0, {}, 100, 100);
    QCOMPARE(stored->size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        QCOMPARE((*stored)[i]->text, entries[i]->text);
        QCOMPARE((*stored)[i]->nickname, entries[i]->nickname);
        QCOMPARE((*stored)[i]->id, entries[i]->id);
        QCOMPARE((*stored)[i]->time, entries[i]->time);
    }
}

void TestMessageTable::keepsAMarkAtTheBeginning_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("U+FEFF") << u"\ufeff안녕"_s;
    QTest::newRow("two of them") << u"\ufeff\ufeffhello"_s;
    QTest::newRow("nothing else") << u"\ufeff"_s;
    QTest::newRow("within") << u"a\ufeffb"_s;
}

/// Drivers and libraries take it for a byte order mark.
void TestMessageTable::keepsAMarkAtTheBeginning()
{
    QFETCH(const QString, text);
    const RoomRef room = makeRoom(text + u"Garden"_s);
    QCOMPARE((*RoomTable(*m_database).find(room.id))->name, text + u"Garden"_s);
    const auto entry = [&](qint64 position) {
        Entry marked = *entryIn(room, position);
        marked.nickname = text.toUtf8();
        marked.text = text.toUtf8();
        return std::make_shared<const Entry>(std::move(marked));
    };
    // Alone, and with others, which is done by other statements.
    const EntryPtr alone = entry(1);
    QCOMPARE(insert({alone}), 1);
    QCOMPARE(insert({entry(2), entry(3)}), 2);

    const auto stored = MessageTable(*m_database).history(room, 0, {}, 100, 100);
    QCOMPARE(stored->size(), 3U);
    for (const EntryPtr &message : *stored) {
        QCOMPARE(message->text, text.toUtf8());
        QCOMPARE(message->nickname, text.toUtf8());
    }
    QCOMPARE((*MessageTable(*m_database).find(room, {alone->id}))[alone->id].nickname,
             text.toUtf8());
    QCOMPARE((*RoomTable(*m_database).find(room.id))->lastNickname, text);
}

void TestMessageTable::keepsFewStatementsHoweverManyIdsAreLookedFor()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    const EntryPtr there = test::entryIn(room, 1, u"tea"_s);
    QCOMPARE(*MessageTable(*m_database).insert({there}), 1);
    QList<QUuid> ids {there->id};
    for (; ids.size() < 100; ids.append(QUuid::createUuid())) {
        const auto found = MessageTable(*m_database).find(room, ids);
        QVERIFY(found.ok());
        QCOMPARE(found->keys(), QList<QUuid> {there->id});
    }
    // Only there is it said which statements a connection has prepared.
    if (m_place->kind() != test::TestDatabase::Kind::PostgreSql)
        return;
    auto kept = m_database->run(
        u"SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%id IN%'"_s);
    QVERIFY(kept.ok() && kept.value().next());
    QCOMPARE(kept->integer(0), 8); // For 1, 2, 4, … 128.
}

QTEST_GUILESS_MAIN(TestMessageTable)
#include "tst_message_table.moc"
