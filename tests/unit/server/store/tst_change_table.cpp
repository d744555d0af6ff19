// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/change.h"
#include "server/store/change_table.h"
#include "server/store/message_removal.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "server/store/search_finder.h"
#include "server/store/storing.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using store::ChangeTable;
using store::Database;
using store::MessageTable;
using test::deletionOf;
using test::editOf;
using test::messageTo;
using test::reactionTo;

/// What each of the databases makes of changes.
class TestChangeTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();
    void cleanup() { m_database.reset(); }

    void foldsInTheOrderOfPositionsWhateverComesFirst();
    void storesMessagesThatAnswerBesideOthers();
    void countsWhatTookEffect();
    void takesAChangeOnce();
    void givesWhatWasDoneBehindAPosition();
    void rewritesWhatTheSearchIndexHas();
    void removesFromTheIndexWhatWasRewritten();
    void removesChangesByTheirAge();

private:
    store::Stored store(const std::vector<EntryPtr> &entries);
    std::vector<EntryPtr> messages()
    {
        return *MessageTable(*m_database).history(m_room, 0, {}, 1000, 1000);
    }
    std::vector<EntryPtr> changes(qint64 after = 0)
    {
        return *ChangeTable(*m_database).history(m_room, after, 1000, 1000);
    }
    QStringList found(const QString &words)
    {
        QStringList texts;
        const auto query = store::SearchQuery::parse(words);
        store::SearchRequest request;
        request.query = *query;
        request.limit = 10;
        const auto page = store::findMessages(*m_database, request);
        for (const store::SearchHit &hit : page->hits)
            texts.append(hit.text);
        return texts;
    }
    void index()
    {
        store::SearchIndex index(*m_database);
        const auto rooms = index.roomsBehind(0);
        QVERIFY(rooms.ok());
        for (const store::SearchIndex::Room &room : *rooms)
            QVERIFY(index.addSome(room).ok());
    }

    std::optional<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
    RoomRef m_room;
};

void TestChangeTable::init()
{
    m_place.emplace();
    auto opened = Database::open(m_place->parsed(), 1000ms);
    QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().sentence));
    m_database = std::move(opened).value();
    QVERIFY(store::migrate(*m_database).ok());
    store::RoomRow row;
    row.ref.id = QUuid::createUuid();
    row.name = u"Garden"_s;
    const auto made = store::RoomTable(*m_database).insert(row);
    QVERIFY(made.ok());
    m_room = *made;
}

store::Stored TestChangeTable::store(const std::vector<EntryPtr> &entries)
{
    store::Transaction transaction(*m_database);
    if (!transaction.begin())
        qFatal("No transaction.");
    const auto stored = store::storeEntries(*m_database, entries);
    if (!stored || !transaction.commit())
        qFatal("Not stored.");
    return *stored;
}

void TestChangeTable::foldsInTheOrderOfPositionsWhateverComesFirst()
{
    const NewMessage message = messageTo(m_room, u"one"_s);
    store({makeEntry(editOf(message, u"three"_s), 4), makeEntry(reactionTo(message, u"👍"_s), 3),
           makeEntry(editOf(message, u"two"_s), 2), makeEntry(message, 1)});

    const auto stored = messages();

    QCOMPARE(stored.size(), 1u);
    QCOMPARE(stored[0]->text, "three");
    QCOMPARE(stored[0]->fate->changed, 4);
    QCOMPARE(stored[0]->fate->reactions.size(), 1);
    store({makeEntry(deletionOf(message), 5)});
    QVERIFY(messages()[0]->fate->deleted);
    QVERIFY(messages()[0]->text.isEmpty());
    QCOMPARE((*store::RoomTable(*m_database).find(m_room.id))->lastChange, 5);
}

void TestChangeTable::storesMessagesThatAnswerBesideOthers()
{
    std::vector<EntryPtr> said;
    QUuid before;
    for (qint64 position = 1; position <= 6; ++position) {
        NewMessage message = messageTo(m_room, u"it's \"%1\""_s.arg(position));
        if (position % 2 == 0)
            message.replyTo = before;
        before = message.id;
        said.push_back(makeEntry(message, position));
    }
    QCOMPARE(store(said).messages, 6);
    NewMessage alone = messageTo(m_room, u"alone"_s);
    alone.replyTo = before;
    QCOMPARE(store({makeEntry(alone, 7)}).messages, 1);
    said.push_back(makeEntry(alone, 7));

    const auto stored = messages();
    QCOMPARE(stored.size(), said.size());
    for (std::size_t i = 0; i < said.size(); ++i)
        QCOMPARE(stored[i]->json, said[i]->json);
}

void TestChangeTable::countsWhatTookEffect()
{
    const NewMessage message = messageTo(m_room, u"hers"_s);
    NewMessage his = editOf(message, u"his"_s);
    his.nickname = "bob";

    const auto stored =
        store({makeEntry(message, 1), makeEntry(his, 2), makeEntry(deletionOf(message), 3),
               makeEntry(editOf(message, u"late"_s), 4),
               makeEntry(editOf(messageTo(m_room, u"x"_s), u"of nothing"_s), 5)});

    QCOMPARE(stored.messages, 1);
    QCOMPARE(stored.changes, 1);
    QCOMPARE(test::positionsOf(changes()), QList<qint64>({3}));
}

void TestChangeTable::takesAChangeOnce()
{
    const NewMessage message = messageTo(m_room, u"one"_s);
    const NewMessage edit = editOf(message, u"two"_s);
    store({makeEntry(message, 1), makeEntry(edit, 2)});
    QCOMPARE(store({makeEntry(editOf(message, u"three"_s), 3)}).changes, 1);

    QCOMPARE(store({makeEntry(edit, 4)}).changes, 0);

    QCOMPARE(messages()[0]->text, "three");
    const auto held = ChangeTable(*m_database).find(m_room, {edit.id, message.id});
    QCOMPARE(held->size(), 1);
    QCOMPARE(held->value(edit.id).position, 2);
    QVERIFY(MessageTable(*m_database).find(m_room, {edit.id})->isEmpty());
}

void TestChangeTable::givesWhatWasDoneBehindAPosition()
{
    const NewMessage message = messageTo(m_room, u"one"_s);
    const NewMessage gone = messageTo(m_room, u"gone"_s);
    const std::vector<EntryPtr> done = {
        makeEntry(editOf(message, u"with \"quotes\""_s), 3),
        makeEntry(reactionTo(message, u"👍"_s, "지우"), 4),
        makeEntry(editOf(gone, u"secret"_s), 5),
        makeEntry(reactionTo(message, u"👍"_s, "지우", true), 6),
        makeEntry(deletionOf(gone), 7),
    };
    store({makeEntry(message, 1), makeEntry(gone, 2)});
    store(done);

    QCOMPARE(test::positionsOf(changes()), QList<qint64>({3, 4, 6, 7}));
    QCOMPARE(test::positionsOf(changes(4)), QList<qint64>({6, 7}));
    QCOMPARE(changes()[0]->json, done[0]->json);
    QCOMPARE(changes()[1]->json, done[1]->json);
    QCOMPARE(changes(4)[0]->json, done[3]->json);
    QCOMPARE(changes(4)[1]->json, done[4]->json);
}

void TestChangeTable::rewritesWhatTheSearchIndexHas()
{
    const NewMessage message = messageTo(m_room, u"green tea"_s);
    store({makeEntry(message, 1)});
    index();
    QCOMPARE(found(u"tea"_s), QStringList(u"green tea"_s));

    store({makeEntry(editOf(message, u"black coffee"_s), 2)});
    QCOMPARE(found(u"tea"_s), QStringList());
    QCOMPARE(found(u"coffee"_s), QStringList(u"black coffee"_s));

    store({makeEntry(deletionOf(message), 3)});
    QCOMPARE(found(u"coffee"_s), QStringList());
}

void TestChangeTable::removesFromTheIndexWhatWasRewritten()
{
    const NewMessage message = messageTo(m_room, u"green tea"_s);
    store({makeEntry(message, 1), makeEntry(messageTo(m_room, u"coffee cup"_s), 2)});
    index();
    store({makeEntry(editOf(message, u"black coffee"_s), 3)});

    store::MessageRemoval removal(*m_database, [] { return false; });
    QVERIFY(removal.removeOlderThan(test::now() + 1h).ok());

    QCOMPARE(found(u"coffee"_s), QStringList());
    auto rows = m_database->run(u"SELECT COUNT(*) FROM search_documents"_s);
    QVERIFY(rows && rows.value().next());
    QCOMPARE(rows->integer(0), 0);
}

void TestChangeTable::removesChangesByTheirAge()
{
    NewMessage message = messageTo(m_room, u"one"_s);
    message.time = Timestamp(1s);
    std::vector<EntryPtr> entries {makeEntry(message, 1)};
    for (qint64 i = 2; i < 250; ++i) {
        NewMessage edit = editOf(message, QString::number(i));
        edit.time = Timestamp(i * 1s);
        entries.push_back(makeEntry(edit, i));
    }
    store(entries);

    store::MessageRemoval removal(*m_database, [] { return false; });
    QVERIFY(removal.removeOlderThan(Timestamp(240s)).ok());

    QVERIFY(messages().empty());
    QCOMPARE(test::positionsOf(changes()),
             QList<qint64>({240, 241, 242, 243, 244, 245, 246, 247, 248, 249}));
    QCOMPARE(removal.removed(), 1);
}

QTEST_GUILESS_MAIN(TestChangeTable)
#include "tst_change_table.moc"
