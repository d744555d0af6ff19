// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migrations.h"
#include "tests/support/http_test_client.h"
#include "tests/support/server_program.h"
#include "tests/support/test_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::ServerProgram;
using samsa::test::TestServer;

/// `samsa-server COMMAND`: what is done instead of serving, its files and exit status.
class TestCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void movesEverythingToAnotherDatabase();
    void exportsWhileTheServerRuns();
    void keepsAnExportFromOthers();
    void leavesTheOldFileWhenAnExportFails();
    void makesNoDatabaseToExport();
    void changesNoDatabaseToExport();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    ServerProgram m_program {QStringLiteral(SAMSA_SERVER_PROGRAM)};
};

void TestCommands::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestCommands::movesEverythingToAnotherDatabase()
{
    ServerProgram first(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(first.start({u"--data-dir"_s, path(u"one"_s)}));
    HttpTestClient client(first.port());
    const auto token = client.post("/api/v1/session", "{\"nickname\":\"Ann\"}")
                           .json()
                           .value("token"_L1)
                           .toString()
                           .toLatin1();
    HttpTestClient ann(first.port(), token);
    const auto room = QUuid::fromString(
        ann.post("/api/v1/rooms", "{\"name\":\"Tea\"}").json().value("id"_L1).toString());
    QCOMPARE(ann.post(messagesPath(room), "{\"text\":\"안녕\"}").status, 201);
    const auto said = ann.get(messagesPath(room)).json().value("messages"_L1);
    first.signal(SIGTERM);
    QVERIFY(first.waitForFinished());

    QCOMPARE(m_program.run({u"--data-dir"_s, path(u"one"_s), u"export"_s, u"--output"_s,
                            path(u"all.jsonl"_s)}),
             0);
    QVERIFY(m_program.errors().contains("1 sessions, 1 rooms, 1 messages, 1 log positions"));
    QCOMPARE(m_program.run({u"--data-dir"_s, path(u"two"_s), u"import"_s, u"--input"_s,
                            path(u"all.jsonl"_s)}),
             0);

    // The person is still who she was, and goes on where she left off.
    ServerProgram second(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(second.start({u"--data-dir"_s, path(u"two"_s)}));
    HttpTestClient again(second.port(), token);
    QCOMPARE(again.get(messagesPath(room)).json().value("messages"_L1), said);
    QCOMPARE(again.post(messagesPath(room), "{\"text\":\"again\"}").json().value("position"_L1),
             QJsonValue(2));
}

void TestCommands::exportsWhileTheServerRuns()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start({u"--data-dir"_s, path(u"one"_s)}));
    QCOMPARE(HttpTestClient(server.port()).post("/api/v1/session", "{\"nickname\":\"Ann\"}").status,
             201);
    QCOMPARE(m_program.run({u"--data-dir"_s, path(u"one"_s), u"export"_s}), 0);
    QVERIFY(m_program.output().startsWith("{\"format\":\"samsa.export\""));
    QVERIFY(m_program.output().contains("\"nickname\":\"Ann\""));
}

void TestCommands::keepsAnExportFromOthers()
{
    // Fails, and leaves a database that is empty.
    QCOMPARE(m_program.run({u"--data-dir"_s, path(u"one"_s), u"import"_s, u"--input"_s,
                            QProcess::nullDevice()}),
             1);
    QCOMPARE(m_program.run(
                 {u"--data-dir"_s, path(u"one"_s), u"export"_s, u"--output"_s, path(u"all"_s)}),
             0);
    QCOMPARE(QFile::permissions(path(u"all"_s))
                 & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
}

void TestCommands::leavesTheOldFileWhenAnExportFails()
{
    QFile old(path(u"all"_s));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("yesterday's");
    old.close();
    QCOMPARE(m_program.run(
                 {u"--data-dir"_s, path(u"none"_s), u"export"_s, u"--output"_s, old.fileName()}),
             1);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), "yesterday's");
}

void TestCommands::makesNoDatabaseToExport()
{
    QCOMPARE(m_program.run({u"--data-dir"_s, m_folder->path(), u"export"_s}), 1);
    QVERIFY(m_program.errors().contains("There is no database file"));
    QVERIFY(!QFile::exists(path(u"samsa.sqlite"_s)));
}

void TestCommands::changesNoDatabaseToExport()
{
    auto opened = samsa::store::Database::open(
        *samsa::parseDatabaseUrl(u"sqlite://"_s + path(u"samsa.sqlite"_s)),
        std::chrono::seconds(5));
    QVERIFY(opened.ok());
    QVERIFY(samsa::store::migrate(**opened, 1).ok());
    QCOMPARE(m_program.run({u"--data-dir"_s, m_folder->path(), u"export"_s}), 1);
    QVERIFY(m_program.errors().contains("The database has version 1"));
    auto version = (*opened)->run(u"SELECT MAX(version) FROM schema_version"_s);
    QVERIFY(version.ok() && version.value().next());
    QCOMPARE(version->integer(0), 1);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
