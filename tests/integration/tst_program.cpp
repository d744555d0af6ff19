// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/http_test_client.h"
#include "tests/support/server_program.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::ServerProgram;
using samsa::test::StompTestClient;

/// samsa-server as a process: what it prints, its exit status, signals, and that being killed loses
/// nothing that was accepted.
class TestProgram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void printsHelpAndVersion();
    void printsAConfigurationThatItReads();
    void holdsTheOrderOfStrength();
    void endsWithTwoOnWrongOptions_data();
    void endsWithTwoOnWrongOptions();
    void refusesToListenBeyondThisComputer();
    void endsWithOneWhenItCannotStart();
    void refusesANewerDatabase();
    void drainsOnSigterm();
    void survivesSighup();
    void writesJsonLines();
    void keepsWhatItReceiptedWhenKilled();

private:
    QStringList here() const { return {u"--data-dir"_s, m_folder->path()}; }
    QByteArray claim(quint16 port, const QByteArray &nickname) const
    {
        const auto answer =
            HttpTestClient(port).post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}");
        return answer.json().value("token"_L1).toString().toLatin1();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestProgram::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestProgram::printsHelpAndVersion()
{
    ServerProgram help(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(help.run({u"--help"_s}), 0);
    for (const QByteArray part :
         {"--listen ADDRESS:PORT", "--limit NAME=VALUE", "messages-per-second", "Exit status"})
        QVERIFY2(help.output().contains(part), part.constData());
    QCOMPARE(help.run({u"--version"_s}), 0);
    QVERIFY(help.output().startsWith("samsa-server "));
    QCOMPARE(help.run({u"--print-options"_s}), 0);
    QVERIFY(help.output().contains("| `--data-dir DIR` | `…/samsa` | `SAMSA_DATA_DIR` |"));
}

void TestProgram::printsAConfigurationThatItReads()
{
    ServerProgram first(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(first.run({u"--print-config"_s, u"--listen"_s, u"[::1]:7000"_s, u"--limit"_s,
                        u"rooms=7"_s, u"--workers"_s, u"3"_s, u"--data-dir"_s, u"/srv/data"_s}),
             0);
    const QByteArray printed = first.output();
    QVERIFY(printed.contains("\nlisten = [::1]:7000\n"));
    QVERIFY(printed.contains("\nlimit = rooms=7\n"));
    QVERIFY(printed.contains("\ndatabase = sqlite:///srv/data/samsa.sqlite\n"));
    QFile file(m_folder->filePath(u"server.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(printed);
    file.close();
    ServerProgram second(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(second.run({u"--print-config"_s, u"--config"_s, file.fileName()}), 0);
    QCOMPARE(second.output(), printed);
}

void TestProgram::holdsTheOrderOfStrength()
{
    QFile file(m_folder->filePath(u"server.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("; a comment\nworkers = 1\ntopic = from-file\nlimit = "
               "rooms=1\nlimit = body-bytes=2000\n"
               "session-days = 5\n");
    file.close();
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    server.environment.insert(u"SAMSA_CONFIG"_s, file.fileName());
    server.environment.insert(u"SAMSA_TOPIC"_s, u"from-environment"_s);
    server.environment.insert(u"SAMSA_WORKERS"_s, u"2"_s);
    server.environment.insert(u"SAMSA_LIMIT"_s, u"rooms=2 head-bytes=3000"_s);
    QCOMPARE(server.run({u"--print-config"_s, u"--workers"_s, u"3"_s}), 0);
    for (const QByteArray line :
         {"workers = 3", "topic = from-environment", "limit = rooms=2", "limit = body-bytes=2000",
          "limit = head-bytes=3000", "session-days = 5"})
        QVERIFY2(server.output().contains("\n" + line + "\n"), line.constData());
}

void TestProgram::endsWithTwoOnWrongOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &arguments, const char *says) {
        QTest::newRow(name) << arguments << QByteArray(says);
    };
    row("unknown option", {u"--unknown"_s}, "unknown");
    row("no option", {u"serve"_s}, "serve");
    row("address", {u"--listen"_s, u"nowhere"_s}, "--listen");
    row("port", {u"--listen"_s, u"127.0.0.1:70000"_s}, "--listen");
    row("number", {u"--workers"_s, u"many"_s}, "--workers");
    row("limit without value", {u"--limit"_s, u"rooms"_s}, "name=value");
    row("unknown limit", {u"--limit"_s, u"dogs=1"_s}, "dogs");
    row("limit out of range", {u"--limit"_s, u"rooms=0"_s}, "rooms");
    row("role", {u"--role"_s, u"king"_s}, "king");
    row("role without Kafka", {u"--role"_s, u"gateway"_s}, "--kafka");
    row("Kafka option without Kafka", {u"--kafka-option"_s, u"a=b"_s}, "--kafka");
    row("half of TLS", {u"--tls-key"_s, u"k"_s}, "--tls-certificate");
    row("log format", {u"--log-format"_s, u"xml"_s}, "xml");
    row("missing file", {u"--config"_s, u"/does/not/exist"_s}, "/does/not/exist");
}

void TestProgram::endsWithTwoOnWrongOptions()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(server.run(arguments), 2);
    QVERIFY2(server.errors().startsWith("samsa-server: ") && server.errors().contains(says),
             server.errors().constData());
    QVERIFY(server.output().isEmpty());
}

void TestProgram::refusesToListenBeyondThisComputer()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(server.run(here() + QStringList {u"--listen"_s, u"0.0.0.0:0"_s}), 2);
    QVERIFY(server.errors().contains("--allow-remote"));
    QVERIFY(server.errors().contains("clear"));
    QCOMPARE(server.run(here()
                        + QStringList {u"--listen"_s, u"0.0.0.0:0"_s, u"--allow-remote"_s,
                                       u"--print-config"_s}),
             0);
}

void TestProgram::endsWithOneWhenItCannotStart()
{
    ServerProgram first(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(first.start(here()));
    QTemporaryDir other;
    ServerProgram second(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QCOMPARE(second.run({u"--data-dir"_s, other.path(), u"--listen"_s,
                         u"127.0.0.1:%1"_s.arg(first.port())}),
             1);
    QVERIFY(second.errors().contains("cannot listen"));
    QCOMPARE(second.run(here() + QStringList {u"--listen"_s, u"127.0.0.1:0"_s}), 1);
    QVERIFY(second.errors().contains("Another server"));
}

void TestProgram::refusesANewerDatabase()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(here()));
    server.signal(SIGTERM);
    QVERIFY(server.waitForFinished());
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        database.setDatabaseName(m_folder->filePath(u"samsa.sqlite"_s));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(u"INSERT INTO schema_version (version) VALUES (1000)"_s));
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    QCOMPARE(server.run(here() + QStringList {u"--listen"_s, u"127.0.0.1:0"_s}), 1);
    QVERIFY2(server.errors().contains("newer"), server.errors().constData());
}

void TestProgram::drainsOnSigterm()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(here()));
    StompTestClient client(server.port());
    QVERIFY(client.connectWith(claim(server.port(), "Ann")));
    server.signal(SIGTERM);
    QVERIFY(client.waitForClosed());
    QCOMPARE(client.webSocket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QVERIFY(server.waitForFinished());
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
}

void TestProgram::survivesSighup()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(here()));
    server.signal(SIGHUP);
    QTRY_VERIFY(server.errors().contains("SIGHUP"));
    QCOMPARE(HttpTestClient(server.port()).get("/healthz").status, 200);
    server.signal(SIGINT);
    QVERIFY(server.waitForFinished());
    QCOMPARE(server.exitCode(), 0);
}

void TestProgram::writesJsonLines()
{
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(here() + QStringList {u"--log-format"_s, u"json"_s}));
    server.signal(SIGTERM);
    QVERIFY(server.waitForFinished());
    const QList<QByteArray> lines = server.errors().trimmed().split('\n');
    QVERIFY(lines.size() >= 2);
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QVERIFY2(object.contains("message"_L1) && object.contains("category"_L1), line.constData());
    }
}

void TestProgram::keepsWhatItReceiptedWhenKilled()
{
    QStringList receipted;
    QUuid room;
    QByteArray token;
    QStringList sent;
    for (int life = 0; life < 3; ++life) {
        ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
        QVERIFY(server.start(here() + QStringList {u"--limit"_s, u"messages-per-second=0"_s}));
        if (life == 0) {
            token = claim(server.port(), "Ann");
            const auto made = HttpTestClient(server.port(), token)
                                  .post("/api/v1/rooms", "{\"name\":\"Kitchen\"}");
            room = QUuid(made.json().value("id"_L1).toString());
        }
        StompTestClient client(server.port());
        QVERIFY(client.connectWith(token));
        for (int i = 0; i < 2000; ++i) {
            const QByteArray text = QByteArray::number(life) + '/' + QByteArray::number(i);
            client.send(
                "SEND",
                {{"destination", samsa::protocol::sendDestination(room)}, {"receipt", text}},
                samsa::protocol::writeSendRequest({samsa::protocol::makeMessageId(), text}));
            sent.append(QString::fromLatin1(text));
        }
        // In the middle of it: some are receipted, many are not.
        for (int i = 0; i < 100; ++i) {
            const auto receipt = client.waitFor("RECEIPT");
            QVERIFY(receipt);
            receipted.append(QString::fromLatin1(receipt->header("receipt-id").toByteArray()));
        }
        server.kill();
        QVERIFY(client.waitForClosed());
        while (const auto receipt = client.waitFor("RECEIPT", std::chrono::milliseconds(0)))
            receipted.append(QString::fromLatin1(receipt->header("receipt-id").toByteArray()));
    }
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(here()));
    StompTestClient reader(server.port());
    QVERIFY(reader.connectWith(token));
    QVERIFY(reader.follow(room, "s", 0));
    QStringList history;
    for (const auto &message : reader.messages("s"))
        history.append(message.text);
    for (const QString &text : receipted)
        QVERIFY2(history.count(text) == 1, qPrintable(text));
    // And in the order in which they were sent, each once.
    const QStringList order = history;
    history.removeDuplicates();
    QCOMPARE(history, order);
    sent.removeIf([&](const QString &text) { return !order.contains(text); });
    QCOMPARE(order, sent);
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
