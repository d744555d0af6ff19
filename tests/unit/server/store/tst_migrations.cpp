// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "server/store/search_finder.h"
#include "server/store/search_index.h"
#include "server/store/session_table.h"
#include "tests/support/test_database.h"

#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using protocol::Code;
using store::Database;

class TestMigrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDatabaseUrls_data();
    void readsDatabaseUrls();
    void readsUrlsOfServers();
    void takesThePasswordFromAFileOrTheEnvironment();
    void refusesDatabaseUrls_data();
    void refusesDatabaseUrls();
    void bringsAnEmptyDatabaseToTheNewestVersion();
    void keepsWhatIsThere();
    void isDoneOnceByManyAtOnce();
    void refusesADatabaseThatIsNewer();
    void leavesNothingOfAMigrationThatFails();
    void saysWhyAFileCannotBeOpened();
    void makesAFileThatOnlyItsOwnerReads();
    void syncsEachCommit();
    void goesOnAfterItWasInterrupted_data();
    void goesOnAfterItWasInterrupted();
    void foldsNamesAndWordsAnew_data();
    void foldsNamesAndWordsAnew();
    void findsEveryPathsRowsByAnIndex_data();
    void findsEveryPathsRowsByAnIndex();

private:
    std::unique_ptr<Database> openDatabase()
    {
        auto database = Database::open(url(), std::chrono::milliseconds(2000));
        return database ? std::move(database).value() : nullptr;
    }
    DatabaseUrl url() const
    {
        DatabaseUrl url;
        url.path = m_folder->filePath(u"a b#%20.db"_s);
        return url;
    }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
};

void TestMigrations::readsDatabaseUrls_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("sqlite:///var/lib/samsa/samsa.db") << u"/var/lib/samsa/samsa.db"_s;
    QTest::newRow("sqlite:///home/a b/100%/x#y.db") << u"/home/a b/100%/x#y.db"_s;
    QTest::newRow("sqlite:///C:/Users/ann/samsa.db") << u"C:/Users/ann/samsa.db"_s;
    QTest::newRow("sqlite://here.db") << u"here.db"_s;
}

void TestMigrations::readsDatabaseUrls()
{
    const auto url = parseDatabaseUrl(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(url.ok());
    QTEST(url->path, "path");
}

void TestMigrations::readsUrlsOfServers()
{
    const auto full = parseDatabaseUrl(u"postgresql://ann@db.example:5433/chat?"
                                       "password-file=/etc/samsa/pass%20word"_s);
    QVERIFY(full.ok());
    QCOMPARE(full->kind, DatabaseUrl::Kind::PostgreSql);
    QCOMPARE(full->host, u"db.example"_s);
    QCOMPARE(full->port, 5433);
    QCOMPARE(full->user, u"ann"_s);
    QCOMPARE(full->name, u"chat"_s);
    QCOMPARE(full->passwordFile, u"/etc/samsa/pass word"_s);
    QCOMPARE(full->display(), u"ann@db.example/chat"_s);

    const auto bare = parseDatabaseUrl(u"mariadb://localhost/chat"_s);
    QVERIFY(bare.ok());
    QCOMPARE(bare->kind, DatabaseUrl::Kind::MariaDb);
    QCOMPARE(bare->port, 0);
    QCOMPARE(bare->display(), u"localhost/chat"_s);
}

void TestMigrations::takesThePasswordFromAFileOrTheEnvironment()
{
    const QString bare = u"mysql://ann@host/chat"_s;
    const QString path = m_folder->filePath(u"pass word"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("p@ss word \nnot this\n");
    file.close();
    const auto withFile = parseDatabaseUrl(withPasswordFile(bare, path));
    QVERIFY(withFile.ok());
    QCOMPARE(withFile->passwordFile, path);
    QCOMPARE(*databasePassword(*withFile), u"p@ss word "_s);

    qputenv("SAMSA_DATABASE_PASSWORD", "from outside");
    QCOMPARE(*databasePassword(*parseDatabaseUrl(bare)), u"from outside"_s);
    QCOMPARE(*databasePassword(*withFile), u"p@ss word "_s);
    qunsetenv("SAMSA_DATABASE_PASSWORD");
    QVERIFY(databasePassword(*parseDatabaseUrl(bare))->isEmpty());

    file.remove();
    const auto missing = databasePassword(*withFile);
    QCOMPARE(missing.error().code, Code::StartFailed);
    QVERIFY(missing.error().sentence.contains(path));
}

void TestMigrations::refusesDatabaseUrls_data()
{
    QTest::addColumn<QString>("named");
    QTest::newRow("oracle://host/samsa") << u"sqlite:///"_s;
    QTest::newRow("samsa.db") << u"sqlite:///"_s;
    QTest::newRow("") << u"sqlite:///"_s;
    QTest::newRow("postgresql://host") << u"user@host"_s;
    QTest::newRow("postgresql:///samsa") << u"user@host"_s;
    QTest::newRow("mysql://ann@host/samsa?ssl=1") << u"\"ssl\""_s;
    QTest::newRow("mysql://ann:secret@host/samsa") << u"--database-password-file"_s;
    QTest::newRow("sqlite://") << u"names no file"_s;
    QTest::newRow("sqlite:///var/lib/") << u"names no file"_s;
}

void TestMigrations::refusesDatabaseUrls()
{
    QFETCH(const QString, named);
    const auto url = parseDatabaseUrl(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(!url.ok());
    QCOMPARE(url.error().code, Code::OptionInvalid);
    QVERIFY2(url.error().sentence.contains(named), qPrintable(url.error().sentence));
    QVERIFY(!url.error().sentence.contains(u"secret"_s));
}

void TestMigrations::bringsAnEmptyDatabaseToTheNewestVersion()
{
    const auto database = openDatabase();
    QVERIFY(database);

    QVERIFY(store::migrate(*database).ok());

    auto rows = database->run(u"SELECT COUNT(*), MAX(version) FROM schema_version"_s);
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), store::newestSchemaVersion());
    QCOMPARE(rows->integer(1), store::newestSchemaVersion());
}

void TestMigrations::keepsWhatIsThere()
{
    {
        const auto database = openDatabase();
        QVERIFY(store::migrate(*database).ok());
        QVERIFY(database->execute(u"INSERT INTO log_positions VALUES (3, 4, 5)"_s).ok());
    }
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());

    auto rows = database->run(u"SELECT base FROM log_positions"_s);
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), 5);
}

void TestMigrations::isDoneOnceByManyAtOnce()
{
    std::atomic<int> succeeded = 0;
    std::vector<std::thread> programs;
    for (int i = 0; i < 4; ++i) {
        programs.emplace_back([this, &succeeded] {
            const auto database = openDatabase();
            if (database && store::migrate(*database))
                ++succeeded;
        });
    }
    for (auto &program : programs)
        program.join();
    QCOMPARE(succeeded.load(), 4);
}

void TestMigrations::refusesADatabaseThatIsNewer()
{
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());
    const int newer = store::newestSchemaVersion() + 1;
    QVERIFY(database->execute(u"INSERT INTO schema_version VALUES (?)"_s, {newer}).ok());

    const auto migrated = store::migrate(*database);

    QVERIFY(!migrated.ok());
    QCOMPARE(migrated.error().code, Code::StartFailed);
    const QString sentence = migrated.error().sentence;
    QVERIFY2(sentence.contains(u"version %1"_s.arg(newer)), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"up to %1"_s.arg(newer - 1)), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"newer Samsa"_s), qPrintable(sentence));
}

void TestMigrations::leavesNothingOfAMigrationThatFails()
{
    const auto database = openDatabase();
    // Somebody else's table is in the way of the migration's second.
    QVERIFY(database->execute(u"CREATE TABLE rooms (mine TEXT)"_s).ok());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"rooms"_s));

    const auto migrated = store::migrate(*database);

    QVERIFY(!migrated.ok());
    QCOMPARE(migrated.error().code, Code::StartFailed);
    auto rows = database->run(u"SELECT COUNT(*) FROM sqlite_master WHERE name = 'sessions'"_s);
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), 0);
}

void TestMigrations::saysWhyAFileCannotBeOpened()
{
    DatabaseUrl nowhere;
    nowhere.path = m_folder->filePath(u"no/such/folder.db"_s);
    const auto missing = Database::open(nowhere, std::chrono::milliseconds(100));
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().code, Code::StartFailed);
    QVERIFY2(missing.error().sentence.contains(nowhere.path), qPrintable(missing.error().sentence));

    QFile file(url().path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    const auto garbage = Database::open(url(), std::chrono::milliseconds(100));
    QVERIFY(!garbage.ok());
    QCOMPARE(garbage.error().code, Code::StartFailed);
    QVERIFY2(garbage.error().sentence.contains(u"not a database"_s),
             qPrintable(garbage.error().sentence));
}

void TestMigrations::makesAFileThatOnlyItsOwnerReads()
{
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());
    for (const auto &suffix : {QString(), u"-wal"_s}) {
        const auto rights = QFile::permissions(url().path + suffix);
        QVERIFY(rights.testFlag(QFile::ReadOwner));
        QVERIFY(!rights.testAnyFlags(QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                                     | QFile::WriteOther));
    }
}

void TestMigrations::syncsEachCommit()
{
    const auto database = openDatabase();
    auto mode = database->run(u"PRAGMA synchronous"_s);
    QVERIFY(mode.ok() && mode.value().next());
    QCOMPARE(mode->integer(0), 2);
    auto journal = database->run(u"PRAGMA journal_mode"_s);
    QVERIFY(journal.ok() && journal.value().next());
    QCOMPARE(journal->value(0).toString(), u"wal"_s);
}

void TestMigrations::goesOnAfterItWasInterrupted_data()
{
    QTest::addColumn<test::TestDatabase::Kind>("kind");
    QTest::newRow("SQLite") << test::TestDatabase::Kind::Sqlite;
    if (test::TestDatabase::wanted(test::TestDatabase::Kind::PostgreSql))
        QTest::newRow("PostgreSQL") << test::TestDatabase::Kind::PostgreSql;
    if (test::TestDatabase::wanted(test::TestDatabase::Kind::MariaDb))
        QTest::newRow("MariaDB") << test::TestDatabase::Kind::MariaDb;
}

/// However many statements it got to, the next start makes it whole. Where changes of the schema
/// are part of a transaction, nothing is left of it; MariaDB keeps each.
void TestMigrations::goesOnAfterItWasInterrupted()
{
    QFETCH(test::TestDatabase::Kind, kind);
    const QStringList statements = store::migrationStatements(store::dialectFor(kind));
    QVERIFY(statements.size() > 5);
    for (qsizetype reached = 0; reached <= statements.size(); ++reached) {
        const test::TestDatabase place(kind);
        {
            const auto database = Database::open(place.parsed(), std::chrono::milliseconds(2000));
            QVERIFY(database.ok());
            store::Transaction transaction(**database);
            QVERIFY(transaction.begin().ok());
            for (const QString &statement : statements.first(reached))
                QVERIFY((*database)->execute(statement).ok());
        }
        const auto database = Database::open(place.parsed(), std::chrono::milliseconds(2000));
        const auto migrated = store::migrate(**database);
        QVERIFY2(migrated.ok(), migrated ? "" : qPrintable(migrated.error().sentence));
        for (const char *table : {"sessions", "rooms", "messages", "log_positions"}) {
            QVERIFY(
                (*database)->execute(u"SELECT COUNT(*) FROM "_s + QString::fromLatin1(table)).ok());
        }
        // Also the indexes, on which uniqueness stands.
        store::SessionTable sessions(**database);
        QVERIFY(sessions.claim({u"Ann"_s, "a", {}, Timestamp(std::chrono::hours(1))}).ok());
        QVERIFY(!sessions.claim({u"ann"_s, "b", {}, Timestamp(std::chrono::hours(1))}).ok());
        QVERIFY(!sessions.claim({u"Bob"_s, "a", {}, Timestamp(std::chrono::hours(1))}).ok());
    }
}

void TestMigrations::foldsNamesAndWordsAnew_data()
{
    goesOnAfterItWasInterrupted_data();
}

/// Up to version 5 a "ı" was an "i", and no "ß" was two "s" where one looked for words.
void TestMigrations::foldsNamesAndWordsAnew()
{
    QFETCH(test::TestDatabase::Kind, kind);
    const test::TestDatabase place(kind);
    const auto opened = Database::open(place.parsed(), std::chrono::milliseconds(2000));
    QVERIFY(opened.ok());
    Database &database = **opened;
    QVERIFY(store::migrate(database, 5).ok());
    const auto run = [&database](const QString &sql, const QVariantList &values) {
        QVERIFY(database.execute(sql, values).ok());
    };
    const QString session = u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, "
                            "expires) VALUES (?, ?, ?, 1, 4000000000000)"_s;
    run(session, {u"ali"_s, u"Alı"_s, QByteArray(32, 'a')});
    run(session, {u"bill"_s, u"Bill"_s, QByteArray(32, 'b')});
    const QUuid id = QUuid::createUuid();
    run(u"INSERT INTO rooms (id, name, name_fold, creator, created, partition_number, "
        "message_count, last_position, last_time, last_nickname, last_text) "
        "VALUES (?, ?, ?, 'Ann', 1, 0, 1, 1, 1, 'Ann', 'x')"_s,
        {id.toRfc4122(), u"Kapı"_s, u"kapi"_s});
    auto key = database.run(u"SELECT room_key FROM rooms"_s);
    QVERIFY(key && key.value().next());
    const qint64 room = key->integer(0);
    run(u"INSERT INTO messages (room_key, position, id, nickname, text, time) "
        "VALUES (?, 1, ?, 'Ann', ?, 5)"_s,
        {room, QByteArray(16, 'm'), u"In der Straße"_s});
    run(u"INSERT INTO search_documents (document, room_key, position) VALUES (1280, ?, 1)"_s,
        {room});
    run(database.dialect().search.insert, {1280, database.dialect().search.term(u"1straße"_s)});
    run(u"INSERT INTO search_progress (room_key, indexed_position) VALUES (?, 1)"_s, {room});

    QVERIFY(store::migrate(database).ok());

    store::SessionTable sessions(database);
    using std::chrono::hours;
    QCOMPARE(sessions.claim({u"ALı"_s, "c", {}, Timestamp(hours(1))}).error().code,
             Code::NicknameTaken);
    QVERIFY(sessions.claim({u"ALI"_s, "d", {}, Timestamp(hours(1))}).ok());
    QCOMPARE(sessions.claim({u"bill"_s, "e", {}, Timestamp(hours(1))}).error().code,
             Code::NicknameTaken);
    store::RoomRow kapi;
    kapi.ref.id = QUuid::createUuid();
    kapi.name = u"Kapi"_s;
    QVERIFY(store::RoomTable(database).insert(kapi).ok());
    const auto kept = store::RoomTable(database).find(id);
    QCOMPARE((*kept)->name, u"Kapı"_s);
    // The index is filled as for a new room.
    store::SearchIndex index(database);
    const auto behind = index.roomsBehind(0);
    QCOMPARE(behind->size(), 1);
    QCOMPARE(*index.addSome(behind->constFirst()), 1);
    store::SearchRequest request;
    request.query = *store::SearchQuery::parse(u"STRASSE"_s);
    request.limit = 5;
    QCOMPARE(store::findMessages(database, request)->hits.size(), 1);
}

void TestMigrations::findsEveryPathsRowsByAnIndex_data()
{
    goesOnAfterItWasInterrupted_data();
}

/// No statement of the serving paths goes through a whole table.
void TestMigrations::findsEveryPathsRowsByAnIndex()
{
    QFETCH(test::TestDatabase::Kind, kind);
    const test::TestDatabase place(kind);
    const auto opened = Database::open(place.parsed(), std::chrono::milliseconds(2000));
    QVERIFY(opened.ok());
    Database &database = **opened;
    QVERIFY(store::migrate(database).ok());
    // PostgreSQL reads a small table whole, which costs nothing; so it is told not to.
    if (kind == test::TestDatabase::Kind::PostgreSql)
        QVERIFY(database.execute(u"SET enable_seqscan = off"_s).ok());
    const QStringList statements {
        u"SELECT nickname FROM sessions WHERE token_hash = 'x'"_s,
        u"SELECT nickname FROM sessions WHERE nickname_fold = 'x'"_s,
        u"SELECT name FROM rooms WHERE id = 'x'"_s,
        u"SELECT name FROM rooms WHERE name_fold = 'x'"_s,
        u"SELECT text FROM messages WHERE room_key = 1 AND position > 5 "
        "AND position < 9 ORDER BY position LIMIT 10"_s,
        u"SELECT text FROM messages WHERE room_key = 1 AND position > 5 "
        "AND position < 9 ORDER BY position DESC LIMIT 10"_s,
        u"SELECT position FROM messages WHERE room_key = 1 AND id IN ('x', 'y')"_s,
        u"SELECT next_offset FROM log_positions WHERE partition_number = 1"_s,
        u"SELECT indexed_position FROM search_progress WHERE room_key = 1"_s,
        u"SELECT MAX(document) FROM search_documents WHERE document BETWEEN 1 AND 9"_s,
        u"SELECT d.document FROM messages m JOIN search_documents d "
        "ON d.room_key = m.room_key AND d.position = m.position "
        "WHERE m.room_key = 1 AND m.position BETWEEN 5 AND 9 AND m.time < 7"_s,
    };
    for (const QString &statement : statements) {
        auto rows = database.run(
            (kind == test::TestDatabase::Kind::Sqlite ? u"EXPLAIN QUERY PLAN "_s : u"EXPLAIN "_s)
            + statement);
        QVERIFY2(rows.ok(), qPrintable(statement));
        QString plan;
        while (rows.value().next())
            for (int column = 0; column < 10; ++column)
                plan += rows->value(column).toString() + u' ';
        // SQLite: SCAN; PostgreSQL: Seq Scan; MariaDB: the type ALL. None of them sorts.
        for (const QString &word :
             {u"SCAN "_s, u"Seq Scan"_s, u" ALL "_s, u"TEMP B-TREE"_s, u"Sort"_s, u"filesort"_s})
            QVERIFY2(!plan.contains(word), qPrintable(statement + u'\n' + plan));
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
