// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/entry.h"
#include "server/store/database.h"
#include "server/store/search_finder.h"
#include "server/store/search_index.h"
#include "server/store/store.h"
#include "server/store/storing.h"
#include "tests/support/database_server.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"
#include "tests/support/test_server.h"

#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::test::DatabaseServer;
using samsa::test::messagesPath;
using samsa::test::TestServer;

/// Database servers that are set up as their owners set them up.
class TestDatabaseSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsPromisedHolds_data();
    void whatIsPromisedHolds();
    void whatTheServerClosedIsOpenedAnew_data() { kinds(); }
    void whatTheServerClosedIsOpenedAnew();
    void isToldAtStartThatItIsReadOnly_data() { kinds(); }
    void isToldAtStartThatItIsReadOnly();
    void writesAgainWhenTheServerTakesChangesAgain_data() { kinds(); }
    void writesAgainWhenTheServerTakesChangesAgain();
    void longMessagesGoThroughASmallPacket();
    void isToldThatAPacketIsTooSmall();
    void isToldThatNothingIsSynced_data() { kinds(); }
    void isToldThatNothingIsSynced();
    void isToldThatAPoolerGivesItsConnectionAway_data();
    void isToldThatAPoolerGivesItsConnectionAway();
    void writesNoticesIntoTheLog();

private:
    static void kinds();
    static QString nameIn(const QString &url) { return url.section(u'/', -1); }
    static void closeAllConnections(DatabaseServer &server, const QString &url);
    static void makeReadOnly(DatabaseServer &server, const QString &url, bool readOnly);
    static QString storedIn(const QString &url, const QString &question);
};

/// What another connection sees, which nobody set up.
QString TestDatabaseSettings::storedIn(const QString &url, const QString &question)
{
    const auto database = samsa::store::Database::open(*samsa::parseDatabaseUrl(url), 5000ms);
    if (!database)
        return database.error().sentence;
    auto rows = (*database)->run(question);
    return rows && rows.value().next() ? rows->value(0).toString() : u"?"_s;
}

void TestDatabaseSettings::whatIsPromisedHolds_data()
{
    using Kind = DatabaseServer::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("before");
    const auto row = [](Kind kind, const char *setting, const char *value, const char *before) {
        if (DatabaseServer::wanted(kind))
            QTest::addRow("%s = %s", setting, value)
                << kind << QString::fromLatin1(setting) << QString::fromLatin1(value)
                << QString::fromLatin1(before);
    };
    const auto mariaDb = [&](const char *setting, const char *value,
                             const char *before = "DEFAULT") {
        row(Kind::MariaDb, setting, value, before);
    };
    mariaDb("autocommit", "0");
    mariaDb("completion_type", "'CHAIN'");
    mariaDb("completion_type", "'RELEASE'");
    mariaDb("tx_isolation", "'SERIALIZABLE'");
    mariaDb("tx_isolation", "'READ-UNCOMMITTED'");
    mariaDb("sql_mode", "''");
    mariaDb("sql_mode", "'ANSI'");
    mariaDb("sql_mode", "'ORACLE'");
    mariaDb("sql_mode", "'MAXDB,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'");
    mariaDb("time_zone", "'+09:00'");
    mariaDb("character_set_server", "latin1", "utf8mb4");
    mariaDb("collation_connection", "latin1_german2_ci");
    mariaDb("character_set_results", "ucs2");
    mariaDb("sql_safe_updates", "1");
    mariaDb("sql_select_limit", "1");
    mariaDb("max_statement_time", "0.001");
    mariaDb("max_join_size", "1");
    mariaDb("foreign_key_checks", "0");
    mariaDb("unique_checks", "0");
    mariaDb("default_storage_engine", "MyISAM", "InnoDB");
    mariaDb("idle_transaction_timeout", "1");
    mariaDb("innodb_lock_wait_timeout", "1");
    mariaDb("alter_algorithm", "INSTANT");
    const auto postgreSql = [&](const char *setting, const char *value) {
        row(Kind::PostgreSql, setting, value, "DEFAULT");
    };
    postgreSql("default_transaction_isolation", "'serializable'");
    postgreSql("default_transaction_isolation", "'repeatable read'");
    postgreSql("default_transaction_deferrable", "on");
    postgreSql("standard_conforming_strings", "off");
    postgreSql("bytea_output", "escape");
    postgreSql("DateStyle", "'SQL, DMY'");
    postgreSql("TimeZone", "'Asia/Seoul'");
    postgreSql("client_encoding", "'LATIN1'");
    postgreSql("client_min_messages", "debug5");
    postgreSql("synchronous_commit", "off");
    postgreSql("statement_timeout", "20");
    postgreSql("lock_timeout", "1");
    postgreSql("idle_in_transaction_session_timeout", "1");
    postgreSql("idle_session_timeout", "300");
    postgreSql("search_path", "\"$user\", public, pg_catalog");
    postgreSql("transform_null_equals", "on");
}

/// Claimed, said and found; and in the database for everybody else, as soon as it was answered.
void TestDatabaseSettings::whatIsPromisedHolds()
{
    QFETCH(const DatabaseServer::Kind, kind);
    QFETCH(const QString, setting);
    QFETCH(const QString, value);
    QFETCH(const QString, before);
    const bool mariaDb = kind == DatabaseServer::Kind::MariaDb;
    DatabaseServer &server = DatabaseServer::shared(kind);
    const QString url = server.newDatabase();
    const QString name = url.section(u'/', -1);
    const QString set =
        mariaDb ? u"SET GLOBAL %1 = %2"_s : u"ALTER DATABASE "_s + name + u" SET %1 TO %2"_s;
    QVERIFY2(server.administer(set.arg(setting, value)), qPrintable(server.error()));
    const auto undo = qScopeGuard([&] {
        if (mariaDb)
            server.administer(set.arg(setting, before));
    });

    TestServer chat;
    chat.options.database = url;
    QVERIFY(chat.start());
    const QByteArray ann = chat.claim("Ann");
    QVERIFY(!ann.isEmpty());
    QCOMPARE(storedIn(url, u"SELECT COUNT(*) FROM sessions"_s), u"1"_s);
    const QUuid kitchen = chat.makeRoom(ann, "Kitchen");
    const QUuid attic = chat.makeRoom(ann, "Attic");
    QCOMPARE(storedIn(url, u"SELECT COUNT(*) FROM rooms"_s), u"2"_s);
    const QString said = u"it's a \\ \"Grüße\" 한글 🙂"_s;
    const QByteArray body = "{\"text\":\"it's a \\\\ \\\"Grüße\\\" 한글 🙂\"}";
    auto client = chat.client(ann);
    for (const QUuid &room : {kitchen, kitchen, attic})
        QCOMPARE(client.post(messagesPath(room), body).status, 201);
    QCOMPARE(storedIn(url, u"SELECT COUNT(*) FROM messages"_s), u"3"_s);
    QCOMPARE(storedIn(url, u"SELECT text FROM messages"_s), said);
    QTRY_COMPARE_WITH_TIMEOUT(
        client.get("/api/v1/search?q=gr%C3%BC%C3%9Fe").json().value("results"_L1).toArray().size(),
        3, 20'000);
    QVERIFY(chat.restart());
    QCOMPARE(chat.history(ann, kitchen), (QStringList {said, said}));
    QCOMPARE(chat.client(ann).request("DELETE", "/api/v1/session").status, 204);
    QCOMPARE(storedIn(url, u"SELECT COUNT(*) FROM sessions"_s), u"0"_s);
}

void TestDatabaseSettings::kinds()
{
    samsa::test::addDatabaseServerKinds();
}

/// As a server does it that is started anew, or thinks that they have been idle for long enough.
void TestDatabaseSettings::closeAllConnections(DatabaseServer &server, const QString &url)
{
    const QString close = url.startsWith(u"mysql"_s)
        ? u"BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; "
          "FOR c IN (SELECT id FROM information_schema.processlist WHERE db = '%1' "
          "AND id <> CONNECTION_ID()) DO EXECUTE IMMEDIATE CONCAT('KILL ', c.id); END FOR; END"_s
        : u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1'"_s;
    QVERIFY2(server.administer(close.arg(nameIn(url))), qPrintable(server.error()));
}

/// For sessions that begin from now on.
void TestDatabaseSettings::makeReadOnly(DatabaseServer &server, const QString &url, bool readOnly)
{
    const QString statement = url.startsWith(u"mysql"_s)
        ? u"SET GLOBAL tx_read_only = %1"_s.arg(int(readOnly))
        : u"ALTER DATABASE %1 SET default_transaction_read_only TO %2"_s.arg(
            nameIn(url), readOnly ? u"on"_s : u"off"_s);
    QVERIFY2(server.administer(statement), qPrintable(server.error()));
}

void TestDatabaseSettings::whatTheServerClosedIsOpenedAnew()
{
    QFETCH(const DatabaseServer::Kind, kind);
    DatabaseServer &server = DatabaseServer::shared(kind);
    TestServer chat;
    chat.options.database = server.newDatabase();
    QVERIFY(chat.start());
    QByteArray ann = chat.claim("Ann");
    const QUuid kitchen = chat.makeRoom(ann, "Kitchen");
    auto client = chat.client(ann);
    QCOMPARE(client.post(messagesPath(kitchen), "{\"text\":\"tea\"}").status, 201);
    const auto found = [&] {
        return client.get("/api/v1/search?q=tea").json().value("results"_L1).toArray().size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(found(), 1, 20'000);
    const auto close = [&] { closeAllConnections(server, chat.options.database); };

    // Whoever comes first in the morning, whatever he wants.
    close();
    QCOMPARE(client.get("/api/v1/search?q=tea").status, 200);
    close();
    QVERIFY(!chat.claim("Bob").isEmpty());
    close();
    QVERIFY(!chat.makeRoom(ann, "Attic").isNull());
    close();
    QCOMPARE(client.post(messagesPath(kitchen), "{\"text\":\"more tea\"}").status, 201);
    close();
    QCOMPARE(client.get(messagesPath(kitchen) + "?before=2").status, 200);
    close();
    QTRY_COMPARE_WITH_TIMEOUT(found(), 2, 20'000);
    close();
    QCOMPARE(client.request("DELETE", "/api/v1/session").status, 204);
    QVERIFY(!chat.claim("Ann").isEmpty());
}

void TestDatabaseSettings::isToldAtStartThatItIsReadOnly()
{
    QFETCH(const DatabaseServer::Kind, kind);
    DatabaseServer &server = DatabaseServer::shared(kind);
    const QString url = server.newDatabase();
    makeReadOnly(server, url, true);
    const auto undo = qScopeGuard([&] { makeReadOnly(server, url, false); });
    samsa::store::Store store(url);
    const auto opened = store.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, samsa::protocol::Code::StartFailed);
    QVERIFY2(opened.error().sentence.contains(u"read-only"_s), qPrintable(opened.error().sentence));
    QVERIFY(!opened.error().sentence.contains(u"try again"_s));
}

/// A hosted one whose disk was full; or the name of a group of servers, of which another is the
/// first now.
void TestDatabaseSettings::writesAgainWhenTheServerTakesChangesAgain()
{
    QFETCH(const DatabaseServer::Kind, kind);
    DatabaseServer &server = DatabaseServer::shared(kind);
    TestServer chat;
    chat.options.database = server.newDatabase();
    QVERIFY(chat.start());
    const QByteArray ann = chat.claim("Ann");
    const QUuid kitchen = chat.makeRoom(ann, "Kitchen");
    auto client = chat.client(ann);
    const auto say = [&] {
        return client.post(messagesPath(kitchen), "{\"text\":\"tea\"}").status;
    };
    makeReadOnly(server, chat.options.database, true);
    closeAllConnections(server, chat.options.database);
    QTRY_COMPARE(say(), 503);
    QVERIFY(chat.claim("Bob").isEmpty());

    makeReadOnly(server, chat.options.database, false);
    QTRY_COMPARE(say(), 201);
    QByteArray bob;
    QTRY_VERIFY(!bob.isEmpty() || !(bob = chat.claim("Bob")).isEmpty());
    QUuid attic;
    QTRY_VERIFY(!attic.isNull() || !(attic = chat.makeRoom(ann, "Attic")).isNull());
    QTRY_VERIFY_WITH_TIMEOUT(
        !client.get("/api/v1/search?q=tea").json().value("results"_L1).toArray().isEmpty(), 20'000);
}

void TestDatabaseSettings::longMessagesGoThroughASmallPacket()
{
    if (!DatabaseServer::wanted(DatabaseServer::Kind::MariaDb))
        QSKIP("MariaDB is not here.");
    DatabaseServer &server = DatabaseServer::shared(DatabaseServer::Kind::MariaDb);
    QVERIFY(server.administer(u"SET GLOBAL max_allowed_packet = 65536"_s));
    const auto undo =
        qScopeGuard([&] { server.administer(u"SET GLOBAL max_allowed_packet = DEFAULT"_s); });
    samsa::store::Store store(server.newDatabase());
    QVERIFY(store.open());
    const samsa::RoomRef room = samsa::test::makeRoom(store, u"Kitchen"_s);
    const auto database =
        samsa::store::Database::open(*samsa::parseDatabaseUrl(store.url()), 5000ms);
    QVERIFY(database);
    // Such that both the rows and the terms of the index are longer than one statement may be.
    std::vector<samsa::EntryPtr> entries;
    for (int i = 1; i <= 12; ++i) {
        QString text;
        for (char32_t c = 0x20000; c < 0x20000 + 4000; ++c)
            text += QChar::fromUcs4(c + char32_t(i));
        entries.push_back(samsa::makeEntry(samsa::test::messageTo(room, text), i));
    }
    {
        samsa::store::Transaction transaction(**database);
        QVERIFY(transaction.begin());
        const auto stored = samsa::store::storeEntries(**database, entries);
        QVERIFY(stored);
        QCOMPARE(stored->messages, 12);
        QVERIFY(transaction.commit());
    }
    samsa::store::SearchIndex index(**database);
    QCOMPARE(*index.addSome({room.key, 12}), 12);
    QString first; // Of the first message; of each the last words are too much.
    first += QChar::fromUcs4(0x20000 + 1);
    first += QChar::fromUcs4(0x20000 + 2);
    const auto query = samsa::store::SearchQuery::parse(first);
    samsa::store::SearchRequest request;
    request.query = *query;
    request.limit = 10;
    const auto page = samsa::store::findMessages(**database, request);
    QCOMPARE(page->hits.size(), 1);
}

void TestDatabaseSettings::isToldThatAPacketIsTooSmall()
{
    if (!DatabaseServer::wanted(DatabaseServer::Kind::MariaDb))
        QSKIP("MariaDB is not here.");
    DatabaseServer &server = DatabaseServer::shared(DatabaseServer::Kind::MariaDb);
    QVERIFY(server.administer(u"SET GLOBAL max_allowed_packet = 32768"_s));
    const auto undo =
        qScopeGuard([&] { server.administer(u"SET GLOBAL max_allowed_packet = DEFAULT"_s); });
    samsa::store::Store store(server.newDatabase());
    const auto opened = store.open();
    QVERIFY(!opened);
    QVERIFY2(opened.error().sentence.contains(u"max_allowed_packet"_s),
             qPrintable(opened.error().sentence));
}

void TestDatabaseSettings::isToldThatNothingIsSynced()
{
    QFETCH(const DatabaseServer::Kind, kind);
    DatabaseServer &server = DatabaseServer::shared(kind);
    const bool mariaDb = kind == DatabaseServer::Kind::MariaDb;
    const QString reload = u"SELECT pg_reload_conf()"_s;
    const auto set = [&](const QString &value) {
        if (mariaDb)
            return server.administer(u"SET GLOBAL innodb_flush_log_at_trx_commit = "_s + value);
        return server.administer(u"ALTER SYSTEM SET fsync TO "_s + value)
            && server.administer(reload);
    };
    QVERIFY2(set(mariaDb ? u"0"_s : u"off"_s), qPrintable(server.error()));
    const auto undo = qScopeGuard([&] { set(u"DEFAULT"_s); });
    const QString url = server.newDatabase();
    const auto warnings = [&] {
        const auto database = samsa::store::Database::open(*samsa::parseDatabaseUrl(url), 5000ms);
        return (*database)->warnings().join(u'\n');
    };
    QTRY_VERIFY(
        warnings().contains(mariaDb ? u"innodb_flush_log_at_trx_commit = 0"_s : u"fsync = off"_s));
}

void TestDatabaseSettings::isToldThatAPoolerGivesItsConnectionAway_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("more");
    QTest::addColumn<bool>("works");
    QTest::newRow("a session") << u"session"_s << QString() << true;
    QTest::newRow("a transaction") << u"transaction"_s << QString() << false;
    QTest::newRow("a transaction, by turns")
        << u"transaction"_s << u"server_round_robin = 1"_s << false;
    QTest::newRow("a transaction, many ready")
        << u"transaction"_s << u"server_round_robin = 1\nmin_pool_size = 5"_s << false;
}

/// pgbouncer, by its pool_mode.
void TestDatabaseSettings::isToldThatAPoolerGivesItsConnectionAway()
{
    QFETCH(const QString, mode);
    QFETCH(const QString, more);
    QFETCH(const bool, works);
    const QString program = QStandardPaths::findExecutable(
        u"pgbouncer"_s, {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/bin"_s});
    if (program.isEmpty() || !DatabaseServer::wanted(DatabaseServer::Kind::PostgreSql))
        QSKIP("pgbouncer and PostgreSQL are not both here.");
    DatabaseServer &server = DatabaseServer::shared(DatabaseServer::Kind::PostgreSql);
    QUrl url(server.newDatabase());
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::LocalHost));
    const quint16 port = free.serverPort();
    free.close();
    QTemporaryDir folder;
    QVERIFY(QFile::setPermissions(
        folder.path(), QFile::permissions(folder.path()) | QFile::ReadOther | QFile::ExeOther));
    QFile file(folder.filePath(u"pgbouncer.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"[databases]\n* = host=127.0.0.1 port=%1 user=%2\n[pgbouncer]\n"
               "listen_addr = 127.0.0.1\nlisten_port = %3\nauth_type = any\nunix_socket_dir =\n"
               "pool_mode = %4\n%5\n"_s.arg(url.port())
                   .arg(url.userName())
                   .arg(port)
                   .arg(mode, more)
                   .toUtf8());
    file.setPermissions(file.permissions() | QFile::ReadOther);
    file.close();
    QProcess pooler;
    QStringList arguments {file.fileName()};
#ifdef Q_OS_UNIX
    if (::geteuid() == 0)
        arguments.prepend(u"--user=nobody"_s); // It does not run as root.
#endif
    pooler.start(program, arguments);
    const auto end = qScopeGuard([&pooler] {
        pooler.kill();
        pooler.waitForFinished();
    });
    const auto answers = [port] {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        return socket.waitForConnected(200);
    };
    QTRY_VERIFY2(answers(), pooler.readAllStandardError().constData());
    url.setPort(port);
    // Other people's connections are in its pool.
    for (int i = 0; i < 2; ++i)
        QVERIFY(samsa::store::Database::open(*samsa::parseDatabaseUrl(url.toString()), 5000ms));

    samsa::store::Store store(url.toString());
    const auto opened = store.open();

    QVERIFY2(opened.ok() == works, opened ? "" : qPrintable(opened.error().sentence));
    if (!works)
        QVERIFY2(opened.error().sentence.contains(u"pool_mode = session"_s),
                 qPrintable(opened.error().sentence));
}

void TestDatabaseSettings::writesNoticesIntoTheLog()
{
    if (!DatabaseServer::wanted(DatabaseServer::Kind::PostgreSql))
        QSKIP("PostgreSQL is not here.");
    const QString url = DatabaseServer::shared(DatabaseServer::Kind::PostgreSql).newDatabase();
    const auto database = samsa::store::Database::open(*samsa::parseDatabaseUrl(url), 5000ms);
    QVERIFY(database);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"PostgreSQL says: WARNING: .*transaction"_s));
    QVERIFY((*database)->execute(u"ROLLBACK"_s));
}

QTEST_GUILESS_MAIN(TestDatabaseSettings)
#include "tst_database_settings.moc"
