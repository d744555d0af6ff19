// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/persist/search_indexer.h"
#include "server/store/message_removal.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "server/store/search.h"
#include "tests/support/await.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <future>

using namespace samsa;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using persist::SearchIndexer;
using protocol::Code;
using store::Database;
using store::MessageTable;
using store::Search;
using store::SearchIndex;
using store::SearchPage;
using store::SearchQuery;
using store::SearchRequest;
using store::Transaction;

/// The index, and what is found in it.
class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void init();

    void findsWords_data();
    void findsWords();
    void findsTheNewestFirstOverAllRooms();
    void findsInOneRoom();
    void findsBySender();
    void goesOnWhereThePageBeforeEnded();
    void comparesWithTheText();
    void showsNothingOverAge();
    void tellsMessagesOfOneTimeApart();
    void indexesLongRoomsInSteps();
    void indexesWhatComesLater();
    void indexesWhatCameSinceItLooked();
    void indexesARoomWhoseMessagesWentMeanwhile();
    void indexesADatabaseFromBeforeTheIndex();
    void forgetsWhatIsRemoved();
    void waitsForWhoeverRemoves();
    void indexesNothingThatIsGoneAfterItWaited();
    void takesAnythingForAQuery_data();
    void takesAnythingForAQuery();
    void foldsAsNamesDo();
    void fillsTheIndexByItself();
    void isBusyWithManyAtOnce();

private:
    struct Said
    {
        QString text;
        Timestamp time {};
        QByteArray nickname = "ann";
    };

    std::unique_ptr<Database> open() const
    {
        auto opened = Database::open(m_place->parsed(), 2s);
        if (!opened || !store::migrate(**opened))
            qFatal("No database.");
        return std::move(opened).value();
    }
    RoomRef makeRoom(const QString &name)
    {
        store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.name = name;
        return *store::RoomTable(*m_database).insert(row);
    }
    void say(const RoomRef &room, const QList<Said> &messages, qint64 from = 1)
    {
        std::vector<EntryPtr> entries;
        for (const Said &said : messages) {
            Entry entry = *test::entryIn(room, from++, said.text);
            entry.time = said.time;
            entry.nickname = said.nickname;
            entries.push_back(std::make_shared<Entry>(entry));
        }
        Transaction transaction(*m_database);
        QVERIFY(transaction.begin().ok());
        QCOMPARE(*MessageTable(*m_database).insert(entries), messages.size());
        QVERIFY(transaction.commit().ok());
    }
    void index()
    {
        SearchIndex index(*m_database);
        for (;;) {
            const auto rooms = index.roomsBehind(0);
            QVERIFY(rooms.ok());
            if (rooms->isEmpty())
                return;
            for (const SearchIndex::Room &room : *rooms)
                QVERIFY(index.addSome(room).ok());
        }
    }
    static SearchRequest request(const QString &text, int limit = 20)
    {
        SearchRequest request;
        request.query = *SearchQuery::parse(text);
        request.limit = limit;
        return request;
    }
    SearchPage find(const SearchRequest &request)
    {
        const auto page = store::findMessages(*m_database, request);
        if (!page)
            qFatal("%s", qPrintable(page.error().sentence));
        return *page;
    }
    QStringList texts(const SearchRequest &request)
    {
        QStringList texts;
        for (const store::SearchHit &hit : find(request).hits)
            texts.append(hit.text);
        return texts;
    }
    qint64 rows(const QString &table)
    {
        auto rows = m_database->run(u"SELECT COUNT(*) FROM "_s + table);
        return rows.ok() && rows.value().next() ? rows->integer(0) : -1;
    }

    std::optional<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestSearch::init()
{
    m_database.reset();
    m_place.emplace();
    m_database = open();
}

void TestSearch::findsWords_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("text");
    QTest::newRow("a word") << u"tea"_s << u"A cup of tea."_s;
    QTest::newRow("its beginning") << u"te"_s << u"A cup of Tea."_s;
    QTest::newRow("one letter") << u"x"_s << u"the x axis"_s;
    QTest::newRow("a word that is everywhere") << u"the"_s << u"the and of"_s;
    QTest::newRow("a number") << u"42"_s << u"It is 42."_s;
    QTest::newRow("two words") << u"green tea"_s << u"Tea, the green one"_s;
    QTest::newRow("a long word") << u"Donaudampfschifffahrtsgesellschaftskapitän"_s
                                 << u"der Donaudampfschifffahrtsgesellschaftskapitän!"_s;
    QTest::newRow("Cyrillic") << u"прив"_s << u"Привет всем"_s;
    QTest::newRow("Korean") << u"커피숍"_s << u"우리 커피숍에서 만나"_s;
    QTest::newRow("part of a Korean word") << u"피숍"_s << u"우리 커피숍에서 만나"_s;
    QTest::newRow("one Korean syllable") << u"숍"_s << u"우리 커피숍"_s;
    QTest::newRow("Japanese") << u"カレー"_s << u"今日はカレーライスです"_s;
    QTest::newRow("Chinese") << u"天气"_s << u"今天天气很好"_s;
    QTest::newRow("Thai") << u"ครับ"_s << u"สวัสดีครับ"_s;
    QTest::newRow("an emoji") << u"🎉"_s << u"done 🎉🎉"_s;
    QTest::newRow("a rare character") << u"𠮷野"_s << u"𠮷野家"_s;
}

void TestSearch::findsWords()
{
    QFETCH(QString, asked);
    QFETCH(QString, text);
    say(makeRoom(u"Tea"_s),
        {{u"something else 다른 것"_s, Timestamp(1s)},
         {text, Timestamp(2s)},
         {u"另外的事情"_s, Timestamp(3s)}});
    index();
    QCOMPARE(texts(request(asked)), QStringList(text));
}

void TestSearch::findsTheNewestFirstOverAllRooms()
{
    const auto kitchen = makeRoom(u"Kitchen"_s);
    const auto attic = makeRoom(u"Attic"_s);
    say(kitchen, {{u"tea one"_s, Timestamp(1s)}, {u"tea three"_s, Timestamp(3s)}});
    say(attic, {{u"tea two"_s, Timestamp(2s)}, {u"tea four"_s, Timestamp(4s)}});
    index();
    const SearchPage page = find(request(u"tea"_s));
    QCOMPARE(texts(request(u"tea"_s)),
             QStringList({u"tea four"_s, u"tea three"_s, u"tea two"_s, u"tea one"_s}));
    QCOMPARE(page.hits[1].room, kitchen.id);
    QCOMPARE(page.hits[1].position, 2);
    QCOMPARE(page.hits[1].nickname, u"ann"_s);
    QCOMPARE(page.hits[1].time, Timestamp(3s));
    QCOMPARE(page.hits[1].matches, QList<store::TextRange>({{0, 3}}));
    QVERIFY(!page.before);
}

void TestSearch::findsInOneRoom()
{
    QList<RoomRef> rooms;
    for (int i = 0; i < 12; ++i) {
        rooms.append(makeRoom(QString::number(i)));
        say(rooms.constLast(), {{u"tea in %1"_s.arg(i), Timestamp(1s)}});
    }
    index();
    for (int i = 0; i < 12; ++i) {
        SearchRequest wanted = request(u"tea"_s);
        wanted.roomKey = rooms[i].key;
        QCOMPARE(texts(wanted), QStringList(u"tea in %1"_s.arg(i)));
    }
}

void TestSearch::findsBySender()
{
    say(makeRoom(u"Tea"_s),
        {{u"tea by Bo"_s, Timestamp(1s), "Bo"},
         {u"tea by Bob"_s, Timestamp(2s), "Bob"},
         {u"tea by 밥"_s, Timestamp(3s), "밥 \"x\""},
         {u"tea by a long one"_s, Timestamp(4s), "가나다라마바사아자차카타파 하"},
         {u"tea by another"_s, Timestamp(5s), "가나다라마바사아자차카타파 호"}});
    index();
    SearchRequest wanted = request(u"tea"_s);
    wanted.nickname = u"BO"_s;
    QCOMPARE(texts(wanted), QStringList(u"tea by Bo"_s));
    wanted.nickname = u"밥 \"X\""_s;
    QCOMPARE(texts(wanted), QStringList(u"tea by 밥"_s));
    // Longer than an index keeps words.
    wanted.nickname = u"가나다라마바사아자차카타파 하"_s;
    QCOMPARE(texts(wanted), QStringList(u"tea by a long one"_s));
    wanted.nickname = u"nobody"_s;
    QCOMPARE(texts(wanted), QStringList());
}

void TestSearch::goesOnWhereThePageBeforeEnded()
{
    const auto room = makeRoom(u"Tea"_s);
    QList<Said> messages;
    QStringList expected;
    for (int i = 0; i < 25; ++i) {
        messages.append({u"tea %1"_s.arg(i), fromMilliseconds(i / 2)});
        expected.prepend(messages.constLast().text);
    }
    say(room, messages);
    index();
    SearchRequest wanted = request(u"tea"_s, 10);
    QStringList found;
    for (int pages = 1;; ++pages) {
        const SearchPage page = find(wanted);
        for (const store::SearchHit &hit : page.hits)
            found.append(hit.text);
        QVERIFY(pages <= 3);
        if (!page.before)
            break;
        QCOMPARE(page.hits.size(), 10);
        wanted.before = *page.before;
    }
    QCOMPARE(found, expected);
}

void TestSearch::comparesWithTheText()
{
    QList<Said> messages {{u"東京都"_s, Timestamp(1s)}};
    for (int i = 0; i < 60; ++i)
        messages.append({u"京都から東京へ"_s, Timestamp(2s)});
    say(makeRoom(u"Tea"_s), messages);
    index();
    QCOMPARE(texts(request(u"東京都"_s, 5)), QStringList(u"東京都"_s));
}

void TestSearch::showsNothingOverAge()
{
    say(makeRoom(u"Tea"_s), {{u"tea old"_s, Timestamp(1s)}, {u"tea young"_s, Timestamp(2s)}});
    index();
    SearchRequest wanted = request(u"tea"_s);
    wanted.oldest = Timestamp(2s);
    QCOMPARE(texts(wanted), QStringList(u"tea young"_s));
}

void TestSearch::tellsMessagesOfOneTimeApart()
{
    say(makeRoom(u"Tea"_s),
        {{u"tea a"_s, Timestamp(0s)},
         {u"tea b"_s, Timestamp(0s)},
         {u"tea c"_s, Timestamp(std::chrono::years(400))}});
    say(makeRoom(u"Milk"_s),
        {{u"tea d"_s, Timestamp(0s)}, {u"tea e"_s, Timestamp(std::chrono::years(400))}});
    index();
    QCOMPARE(texts(request(u"tea"_s)).size(), 5);
}

void TestSearch::indexesLongRoomsInSteps()
{
    const auto room = makeRoom(u"Tea"_s);
    QList<Said> messages;
    for (int i = 0; i < 250; ++i)
        messages.append({u"tea %1"_s.arg(i), fromMilliseconds(i)});
    say(room, messages);
    SearchIndex index(*m_database);
    const auto rooms = index.roomsBehind(0);
    QCOMPARE(rooms->size(), 1);
    QCOMPARE(*index.addSome(rooms->constFirst()), 100);
    QCOMPARE(rows(u"search_documents"_s), 100);
    QCOMPARE(*index.addSome(rooms->constFirst()), 100);
    QCOMPARE(*index.addSome(rooms->constFirst()), 50);
    QCOMPARE(*index.addSome(rooms->constFirst()), 0);
    QCOMPARE(rows(u"search_documents"_s), 250);
    QVERIFY(index.roomsBehind(0)->isEmpty());
    QVERIFY(!texts(request(u"249"_s)).isEmpty());
}

void TestSearch::indexesWhatComesLater()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea"_s, Timestamp(1s)}});
    index();
    say(room, {{u"tea again"_s, Timestamp(2s)}}, 7);
    index();
    QCOMPARE(texts(request(u"tea"_s)), QStringList({u"tea again"_s, u"tea"_s}));
    QCOMPARE(rows(u"search_documents"_s), 2);
}

void TestSearch::indexesWhatCameSinceItLooked()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea"_s, Timestamp(1s)}});
    SearchIndex index(*m_database);
    const auto behind = index.roomsBehind(0);
    say(room, {{u"tea again"_s, Timestamp(2s)}}, 2);
    QCOMPARE(*index.addSome(behind->constFirst()), 2);
    QVERIFY(index.roomsBehind(0)->isEmpty());
    QCOMPARE(*index.addSome(behind->constFirst()), 0);
    QCOMPARE(rows(u"search_documents"_s), 2);
}

void TestSearch::indexesARoomWhoseMessagesWentMeanwhile()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea"_s, Timestamp(1s)}, {u"tea"_s, Timestamp(1s)}});
    store::MessageRemoval removal(*m_database, [] { return false; });
    QVERIFY(removal.removeOlderThan(Timestamp(5s)).ok());
    index();
    QVERIFY(SearchIndex(*m_database).roomsBehind(0)->isEmpty());
    QCOMPARE(rows(u"search_documents"_s), 0);
}

void TestSearch::forgetsWhatIsRemoved()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea old"_s, Timestamp(1s)}, {u"tea young"_s, Timestamp(9s)}});
    index();
    store::MessageRemoval removal(*m_database, [] { return false; });
    QVERIFY(removal.removeOlderThan(Timestamp(5s)).ok());
    QCOMPARE(removal.removed(), 1);
    QCOMPARE(texts(request(u"tea"_s)), QStringList(u"tea young"_s));
    QCOMPARE(rows(u"search_documents"_s), 1);
    // Nothing is left of it in the index either: one message has two words, a room and a sender.
    qint64 left = 0;
    if (m_place->kind() == test::TestDatabase::Kind::Sqlite) {
        QVERIFY(m_database
                    ->execute(u"CREATE VIRTUAL TABLE temp.words USING "
                              "fts5vocab(main, search_index, row)"_s)
                    .ok());
        auto words = m_database->run(u"SELECT SUM(doc) FROM temp.words"_s);
        QVERIFY(words.ok() && words.value().next());
        left = words->integer(0);
    } else {
        left = 4 * rows(u"search_index"_s);
    }
    QCOMPARE(left, 4);
}

/// As version 1 made it.
void TestSearch::indexesADatabaseFromBeforeTheIndex()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea of old"_s, Timestamp(1s)}});
    index();
    for (const char *table : {"search_index", "search_documents", "search_progress",
                              "message_changes", "log_epochs", "log_records"})
        QVERIFY(m_database->execute(u"DROP TABLE "_s + QString::fromLatin1(table)).ok());
    for (const char *column : {"messages DROP COLUMN reply_to", "messages DROP COLUMN edited",
                               "messages DROP COLUMN deleted", "messages DROP COLUMN changed",
                               "messages DROP COLUMN reactions", "rooms DROP COLUMN last_change"})
        QVERIFY(m_database->execute(u"ALTER TABLE "_s + QString::fromLatin1(column)).ok());
    QVERIFY(m_database->execute(u"DELETE FROM schema_version WHERE version > 1"_s).ok());

    m_database = open();
    QCOMPARE(texts(request(u"tea"_s)), QStringList());
    index();
    QCOMPARE(texts(request(u"tea"_s)), QStringList(u"tea of old"_s));
}

/// What is being removed does not come into the index behind its removal.
void TestSearch::waitsForWhoeverRemoves()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"milk"_s, Timestamp(1s)}});
    index();
    say(room, {{u"tea"_s, Timestamp(1s)}}, 2);
    const auto other = Database::open(m_place->parsed(), 100ms);
    QVERIFY(other.ok());
    SearchIndex index(**other);
    const auto behind = index.roomsBehind(0);
    QCOMPARE(behind->size(), 1);
    {
        Transaction transaction(*m_database);
        QVERIFY(transaction.begin().ok());
        QVERIFY(SearchIndex(*m_database).remove(room.key, 1, 2, Timestamp(5s)).ok());
        QVERIFY(m_database->execute(u"DELETE FROM messages"_s).ok());
        QVERIFY(!index.addSome(behind->constFirst()).ok());
        QVERIFY(transaction.commit().ok());
    }
    QCOMPARE(*index.addSome(behind->constFirst()), 0);
    QCOMPARE(rows(u"search_documents"_s), 0);
}

/// On PostgreSQL, where it can be seen that somebody waits.
void TestSearch::indexesNothingThatIsGoneAfterItWaited()
{
    if (m_place->kind() != test::TestDatabase::Kind::PostgreSql)
        return;
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"milk"_s, Timestamp(1s)}});
    index();
    say(room, {{u"tea"_s, Timestamp(1s)}}, 2);
    const auto watch = Database::open(m_place->parsed(), 2s);
    QVERIFY(watch.ok());
    const auto waiting = [&] {
        auto rows = (*watch)->run(u"SELECT COUNT(*) FROM pg_locks WHERE NOT granted"_s);
        return rows.ok() && rows.value().next() && rows->integer(0) > 0;
    };
    Transaction transaction(*m_database);
    QVERIFY(transaction.begin().ok());
    QVERIFY(SearchIndex(*m_database).remove(room.key, 1, 2, Timestamp(5s)).ok());
    QVERIFY(m_database->execute(u"DELETE FROM messages"_s).ok());
    auto added = std::async(std::launch::async, [&] {
        const auto other = Database::open(m_place->parsed(), 20s);
        return SearchIndex(**other).addSome({room.key, 2});
    });
    QTRY_VERIFY(waiting());
    QVERIFY(transaction.commit().ok());
    QCOMPARE(*added.get(), 0);
    QCOMPARE(rows(u"search_documents"_s), 0);
}

void TestSearch::takesAnythingForAQuery_data()
{
    QTest::addColumn<QString>("asked");
    for (const QString &asked :
         {u"\"tea"_s, u"tea\""_s, u"tea AND"_s, u"NOT tea"_s, u"NEAR(tea pot)"_s, u"tea*"_s,
          u"-tea +pot"_s, u"terms:tea"_s, u"(tea"_s, u"tea & ! | <-> pot"_s, u"'tea''; DROP"_s,
          u"\\'tea\\"_s, u"tea\0pot"_s, u"%_tea"_s, u"@tea ~pot >x <y"_s, u"^tea {pot}"_s})
        QTest::newRow(asked.toUtf8().constData()) << asked;
    QTest::newRow("what has many terms") << QString(200, u'가');
}

/// It is looked for, and nothing in it is an operator.
void TestSearch::takesAnythingForAQuery()
{
    QFETCH(QString, asked);
    const QString text = u"tea and not near pot terms drop x y "_s + QString(200, u'가');
    say(makeRoom(u"Tea"_s), {{text, Timestamp(1s)}});
    index();
    QCOMPARE(texts(request(asked)), QStringList(text));
}

void TestSearch::foldsAsNamesDo()
{
    const RoomRef room = makeRoom(u"Garden"_s);
    say(room,
        {{u"Große Straße"_s, Timestamp(1s)},
         {u"GROSSE STRASSE"_s, Timestamp(2s)},
         {u"Kapı"_s, Timestamp(3s)},
         {u"KAPI"_s, Timestamp(4s)},
         {u"ΟΔΟΣ"_s, Timestamp(5s)},
         {u"οδός οδος"_s, Timestamp(6s)},
         {u"ﬁn"_s, Timestamp(7s)}});
    index();
    const QStringList streets {u"GROSSE STRASSE"_s, u"Große Straße"_s};
    for (const QString &text : {u"strasse"_s, u"straße"_s, u"STRASSE"_s, u"STRAẞE"_s, u"stras"_s})
        QCOMPARE(texts(request(text)), streets);
    QCOMPARE(texts(request(u"kapi"_s)), QStringList(u"KAPI"_s));
    QCOMPARE(texts(request(u"kapı"_s)), QStringList(u"Kapı"_s));
    QCOMPARE(texts(request(u"οδοσ"_s)).size(), 2);
    QCOMPARE(texts(request(u"FIN"_s)), QStringList(u"ﬁn"_s));
}

void TestSearch::fillsTheIndexByItself()
{
    const auto room = makeRoom(u"Tea"_s);
    say(room, {{u"tea"_s, Timestamp(1s)}});
    SearchIndexer indexer(m_place->url());
    SearchIndexer second(m_place->url());
    QVERIFY(indexer.lag() == 0ms || indexer.indexed() == 0);
    indexer.start();
    second.start();
    QTRY_COMPARE(texts(request(u"tea"_s)).size(), 1);
    say(room, {{u"tea"_s, Timestamp(2s)}}, 2);
    QTRY_COMPARE(texts(request(u"tea"_s)).size(), 2);
    QTRY_COMPARE(indexer.lag(), 0ms);
    QTRY_COMPARE(indexer.indexed() + second.indexed(), 2);
    indexer.stop();
    second.stop();
}

void TestSearch::isBusyWithManyAtOnce()
{
    say(makeRoom(u"Tea"_s), {{u"tea"_s, Timestamp(1s)}});
    index();
    Search search(m_place->url());
    const auto ask = [&] {
        return test::await<protocol::Result<SearchPage>>(
            [&](const ReplyTo<protocol::Result<SearchPage>> &reply) {
                search.find(request(u"tea"_s), reply);
            });
    };
    QCOMPARE(ask().error().code, Code::SearchBusy); // It does not run yet.
    search.start();
    QCOMPARE(ask()->hits.size(), 1);

    TaskQueue queue;
    int answered = 0;
    int busy = 0;
    constexpr int many = 2000;
    for (int i = 0; i < many; ++i) {
        search.find(request(u"tea"_s), {queue, [&](const protocol::Result<SearchPage> &page) {
                                            ++answered;
                                            busy += page ? 0 : 1;
                                        }});
    }
    QTRY_COMPARE(answered, many);
    QVERIFY(busy > 0);
    QVERIFY(busy <= many - int(Search::queueMax));
    QCOMPARE(ask()->hits.size(), 1);
}

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
