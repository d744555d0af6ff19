// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migrations.h"
#include "server/store/session_table.h"
#include "tests/support/test_database.h"

#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace samsa;
using protocol::Code;
using store::Database;
using store::DatabaseUrl;

class MigrationsTest : public QObject
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
        url.path = m_folder->filePath(QStringLiteral("a b#%20.db"));
        return url;
    }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
};

void MigrationsTest::readsDatabaseUrls_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("sqlite:///var/lib/samsa/samsa.db") << QStringLiteral("/var/lib/samsa/samsa.db");
    QTest::newRow("sqlite:///home/a b/100%/x#y.db") << QStringLiteral("/home/a b/100%/x#y.db");
    QTest::newRow("sqlite:///C:/Users/ann/samsa.db") << QStringLiteral("C:/Users/ann/samsa.db");
    QTest::newRow("sqlite://here.db") << QStringLiteral("here.db");
}

void MigrationsTest::readsDatabaseUrls()
{
    const auto url = store::parseDatabaseUrl(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(url.ok());
    QTEST(url->path, "path");
}

void MigrationsTest::readsUrlsOfServers()
{
    const auto full =
        store::parseDatabaseUrl(QStringLiteral("postgresql://ann@db.example:5433/chat?"
                                               "password-file=/etc/samsa/pass%20word"));
    QVERIFY(full.ok());
    QCOMPARE(full->kind, DatabaseUrl::Kind::PostgreSql);
    QCOMPARE(full->host, QStringLiteral("db.example"));
    QCOMPARE(full->port, 5433);
    QCOMPARE(full->user, QStringLiteral("ann"));
    QCOMPARE(full->name, QStringLiteral("chat"));
    QCOMPARE(full->passwordFile, QStringLiteral("/etc/samsa/pass word"));
    QCOMPARE(full->display(), QStringLiteral("ann@db.example/chat"));

    const auto bare = store::parseDatabaseUrl(QStringLiteral("mariadb://localhost/chat"));
    QVERIFY(bare.ok());
    QCOMPARE(bare->kind, DatabaseUrl::Kind::MariaDb);
    QCOMPARE(bare->port, 0);
    QCOMPARE(bare->display(), QStringLiteral("localhost/chat"));
}

void MigrationsTest::takesThePasswordFromAFileOrTheEnvironment()
{
    const QString bare = QStringLiteral("mysql://ann@host/chat");
    const QString path = m_folder->filePath(QStringLiteral("pass word"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("p@ss word \nnot this\n");
    file.close();
    const auto withFile = store::parseDatabaseUrl(store::withPasswordFile(bare, path));
    QVERIFY(withFile.ok());
    QCOMPARE(withFile->passwordFile, path);
    QCOMPARE(*store::databasePassword(*withFile), QStringLiteral("p@ss word "));

    qputenv("SAMSA_DATABASE_PASSWORD", "from outside");
    QCOMPARE(*store::databasePassword(*store::parseDatabaseUrl(bare)),
             QStringLiteral("from outside"));
    QCOMPARE(*store::databasePassword(*withFile), QStringLiteral("p@ss word "));
    qunsetenv("SAMSA_DATABASE_PASSWORD");
    QVERIFY(store::databasePassword(*store::parseDatabaseUrl(bare))->isEmpty());

    file.remove();
    const auto missing = store::databasePassword(*withFile);
    QCOMPARE(missing.error().code, Code::StartFailed);
    QVERIFY(missing.error().sentence.contains(path));
}

void MigrationsTest::refusesDatabaseUrls_data()
{
    QTest::addColumn<QString>("named");
    QTest::newRow("oracle://host/samsa") << QStringLiteral("sqlite:///");
    QTest::newRow("samsa.db") << QStringLiteral("sqlite:///");
    QTest::newRow("") << QStringLiteral("sqlite:///");
    QTest::newRow("postgresql://host") << QStringLiteral("user@host");
    QTest::newRow("postgresql:///samsa") << QStringLiteral("user@host");
    QTest::newRow("mysql://ann@host/samsa?ssl=1") << QStringLiteral("\"ssl\"");
    QTest::newRow("mysql://ann:secret@host/samsa") << QStringLiteral("--database-password-file");
    QTest::newRow("sqlite://") << QStringLiteral("names no file");
    QTest::newRow("sqlite:///var/lib/") << QStringLiteral("names no file");
}

void MigrationsTest::refusesDatabaseUrls()
{
    QFETCH(const QString, named);
    const auto url = store::parseDatabaseUrl(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(!url.ok());
    QCOMPARE(url.error().code, Code::OptionInvalid);
    QVERIFY2(url.error().sentence.contains(named), qPrintable(url.error().sentence));
    QVERIFY(!url.error().sentence.contains(QStringLiteral("secret")));
}

void MigrationsTest::bringsAnEmptyDatabaseToTheNewestVersion()
{
    const auto database = openDatabase();
    QVERIFY(database);

    QVERIFY(store::migrate(*database).ok());

    auto rows = database->run(QStringLiteral("SELECT COUNT(*), MAX(version) FROM schema_version"));
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), store::newestSchemaVersion());
    QCOMPARE(rows->integer(1), store::newestSchemaVersion());
}

void MigrationsTest::keepsWhatIsThere()
{
    {
        const auto database = openDatabase();
        QVERIFY(store::migrate(*database).ok());
        QVERIFY(
            database->execute(QStringLiteral("INSERT INTO log_positions VALUES (3, 4, 5)")).ok());
    }
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());

    auto rows = database->run(QStringLiteral("SELECT base FROM log_positions"));
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), 5);
}

void MigrationsTest::isDoneOnceByManyAtOnce()
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

void MigrationsTest::refusesADatabaseThatIsNewer()
{
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());
    const int newer = store::newestSchemaVersion() + 1;
    QVERIFY(
        database->execute(QStringLiteral("INSERT INTO schema_version VALUES (?)"), {newer}).ok());

    const auto migrated = store::migrate(*database);

    QVERIFY(!migrated.ok());
    QCOMPARE(migrated.error().code, Code::StartFailed);
    const QString sentence = migrated.error().sentence;
    QVERIFY2(sentence.contains(QStringLiteral("version %1").arg(newer)), qPrintable(sentence));
    QVERIFY2(sentence.contains(QStringLiteral("up to %1").arg(newer - 1)), qPrintable(sentence));
    QVERIFY2(sentence.contains(QStringLiteral("newer Samsa")), qPrintable(sentence));
}

void MigrationsTest::leavesNothingOfAMigrationThatFails()
{
    const auto database = openDatabase();
    // Somebody else's table is in the way of the migration's second.
    QVERIFY(database->execute(QStringLiteral("CREATE TABLE rooms (mine TEXT)")).ok());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("rooms")));

    const auto migrated = store::migrate(*database);

    QVERIFY(!migrated.ok());
    QCOMPARE(migrated.error().code, Code::StartFailed);
    auto rows =
        database->run(QStringLiteral("SELECT COUNT(*) FROM sqlite_master WHERE name = 'sessions'"));
    QVERIFY(rows.ok() && rows.value().next());
    QCOMPARE(rows->integer(0), 0);
}

void MigrationsTest::saysWhyAFileCannotBeOpened()
{
    DatabaseUrl nowhere;
    nowhere.path = m_folder->filePath(QStringLiteral("no/such/folder.db"));
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
    QVERIFY2(garbage.error().sentence.contains(QStringLiteral("not a database")),
             qPrintable(garbage.error().sentence));
}

void MigrationsTest::makesAFileThatOnlyItsOwnerReads()
{
    const auto database = openDatabase();
    QVERIFY(store::migrate(*database).ok());
    for (const auto &suffix : {QString(), QStringLiteral("-wal")}) {
        const auto rights = QFile::permissions(url().path + suffix);
        QVERIFY(rights.testFlag(QFile::ReadOwner));
        QVERIFY(!rights.testAnyFlags(QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                                     | QFile::WriteOther));
    }
}

void MigrationsTest::syncsEachCommit()
{
    const auto database = openDatabase();
    auto mode = database->run(QStringLiteral("PRAGMA synchronous"));
    QVERIFY(mode.ok() && mode.value().next());
    QCOMPARE(mode->integer(0), 2);
    auto journal = database->run(QStringLiteral("PRAGMA journal_mode"));
    QVERIFY(journal.ok() && journal.value().next());
    QCOMPARE(journal->value(0).toString(), QStringLiteral("wal"));
}

void MigrationsTest::goesOnAfterItWasInterrupted_data()
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
void MigrationsTest::goesOnAfterItWasInterrupted()
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
                (*database)
                    ->execute(QStringLiteral("SELECT COUNT(*) FROM ") + QString::fromLatin1(table))
                    .ok());
        }
        // Also the indexes, on which uniqueness stands.
        store::SessionTable sessions(**database);
        QVERIFY(sessions.claim({QStringLiteral("Ann"), "a", {}, std::chrono::hours(1)}).ok());
        QVERIFY(!sessions.claim({QStringLiteral("ann"), "b", {}, std::chrono::hours(1)}).ok());
        QVERIFY(!sessions.claim({QStringLiteral("Bob"), "a", {}, std::chrono::hours(1)}).ok());
    }
}

void MigrationsTest::findsEveryPathsRowsByAnIndex_data()
{
    goesOnAfterItWasInterrupted_data();
}

/// No statement of the serving paths goes through a whole table.
void MigrationsTest::findsEveryPathsRowsByAnIndex()
{
    QFETCH(test::TestDatabase::Kind, kind);
    const test::TestDatabase place(kind);
    const auto opened = Database::open(place.parsed(), std::chrono::milliseconds(2000));
    QVERIFY(opened.ok());
    Database &database = **opened;
    QVERIFY(store::migrate(database).ok());
    // PostgreSQL reads a small table whole, which costs nothing; so it is told not to.
    if (kind == test::TestDatabase::Kind::PostgreSql)
        QVERIFY(database.execute(QStringLiteral("SET enable_seqscan = off")).ok());
    const QStringList statements {
        QStringLiteral("SELECT nickname FROM sessions WHERE token_hash = 'x'"),
        QStringLiteral("SELECT nickname FROM sessions WHERE nickname_fold = 'x'"),
        QStringLiteral("SELECT name FROM rooms WHERE id = 'x'"),
        QStringLiteral("SELECT name FROM rooms WHERE name_fold = 'x'"),
        QStringLiteral("SELECT text FROM messages WHERE room_key = 1 AND position > 5 "
                       "AND position < 9 ORDER BY position LIMIT 10"),
        QStringLiteral("SELECT text FROM messages WHERE room_key = 1 AND position > 5 "
                       "AND position < 9 ORDER BY position DESC LIMIT 10"),
        QStringLiteral("SELECT position FROM messages WHERE room_key = 1 AND id IN ('x', 'y')"),
        QStringLiteral("SELECT next_offset FROM log_positions WHERE partition_number = 1"),
        QStringLiteral("SELECT indexed_position FROM search_progress WHERE room_key = 1"),
        QStringLiteral("SELECT MAX(document) FROM search_documents WHERE document BETWEEN 1 AND 9"),
        QStringLiteral("SELECT d.document FROM messages m JOIN search_documents d "
                       "ON d.room_key = m.room_key AND d.position = m.position "
                       "WHERE m.room_key = 1 AND m.position BETWEEN 5 AND 9 AND m.time < 7"),
    };
    for (const QString &statement : statements) {
        auto rows = database.run((kind == test::TestDatabase::Kind::Sqlite
                                      ? QStringLiteral("EXPLAIN QUERY PLAN ")
                                      : QStringLiteral("EXPLAIN "))
                                 + statement);
        QVERIFY2(rows.ok(), qPrintable(statement));
        QString plan;
        while (rows.value().next()) {
            for (int column = 0; column < 10; ++column)
                plan += rows->value(column).toString() + u' ';
        }
        // SQLite: SCAN; PostgreSQL: Seq Scan; MariaDB: the type ALL. None of them sorts.
        for (const QString &word :
             {QStringLiteral("SCAN "), QStringLiteral("Seq Scan"), QStringLiteral(" ALL "),
              QStringLiteral("TEMP B-TREE"), QStringLiteral("Sort"), QStringLiteral("filesort")})
            QVERIFY2(!plan.contains(word), qPrintable(statement + u'\n' + plan));
    }
}

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
