// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/database_server.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_tool.h"
#include "tests/support/server_program.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_database.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::test::DatabaseServer;
using samsa::test::HttpTestClient;
using samsa::test::KafkaBroker;
using samsa::test::KafkaTool;
using samsa::test::messagesPath;
using samsa::test::ServerProgram;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// A database server that is stopped (SIGSTOP) and not gone: it takes connections and says nothing.
class TestDatabaseHangs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { samsa::test::addDatabaseServerKinds(); }
    void cleanup() { database().resume(); }

    void isNotReadyAlsoWhenNobodyAsks();
    void aPersisterApartIsNotReady();
    void aForeignRecordDoesNotStopTheRooms();
    void endsInTwoSeconds_data();
    void endsInTwoSeconds();

private:
    static DatabaseServer &database()
    {
        QFETCH_GLOBAL(DatabaseServer::Kind, kind);
        return DatabaseServer::shared(kind);
    }
    static int readiness(quint16 port) { return HttpTestClient(port).get("/readyz").status; }
};

void TestDatabaseHangs::isNotReadyAlsoWhenNobodyAsks()
{
    TestServer server;
    server.options.database = database().newDatabase();
    QVERIFY(server.start());
    QTRY_COMPARE(readiness(server.port()), 200);
    database().suspend();
    QTRY_COMPARE_WITH_TIMEOUT(readiness(server.port()), 503, 7'000);
    database().resume();
    QTRY_COMPARE_WITH_TIMEOUT(readiness(server.port()), 200, 15'000);
}

void TestDatabaseHangs::aPersisterApartIsNotReady()
{
    TestServer server;
    server.options.database = database().newDatabase();
    server.options.kafka = KafkaBroker::shared().address();
    server.options.topic = KafkaBroker::newTopicName();
    server.options.role = samsa::Role::Persister;
    server.options.statusListen = samsa::ListenAddress {QHostAddress::LocalHost, 0};
    QVERIFY(server.start());
    const quint16 port = server.server().statusPort();
    QTRY_COMPARE_WITH_TIMEOUT(readiness(port), 200, 30'000);
    database().suspend();
    QTRY_COMPARE_WITH_TIMEOUT(readiness(port), 503, 7'000);
    database().resume();
    QTRY_COMPARE_WITH_TIMEOUT(readiness(port), 200, 15'000);
}

/// Whose id is none of ours, so that the database would have to say whether it is new.
void TestDatabaseHangs::aForeignRecordDoesNotStopTheRooms()
{
    TestServer server;
    server.options.database = database().newDatabase();
    server.options.kafka = KafkaBroker::shared().address();
    server.options.topic = KafkaBroker::newTopicName();
    server.options.partitions = 1;
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid kitchen = server.makeRoom(ann, "Kitchen");
    const QUuid attic = server.makeRoom(ann, "Attic");
    StompTestClient live(server.port());
    QVERIFY(live.connectWith(ann));
    QVERIFY(live.follow(kitchen, "kitchen"));
    QVERIFY(live.follow(attic, "attic"));
    KafkaTool stranger(KafkaBroker::shared().address());
    const auto say = [&](const QString &text) {
        stranger.produce(server.options.topic,
                         {.partition = 0,
                          .key = samsa::protocol::writeId(kitchen),
                          .value = samsa::protocol::writeMessageRecord({.id = QUuid::createUuid(),
                                                                        .room = kitchen,
                                                                        .nickname = u"kcat"_s,
                                                                        .text = text,
                                                                        .time = std::nullopt}),
                          .headers = KafkaTool::messageHeaders()});
    };
    say(u"before"_s);
    QVERIFY(live.waitForMessages("kitchen", 1));
    database().suspend();

    say(u"first"_s);
    QVERIFY(live.waitForMessages("kitchen", 2, 6s));
    // Known to be away, it is asked for a second at most.
    qint64 slowest = 0;
    for (int i = 0; i < 8; ++i) {
        QElapsedTimer clock;
        clock.start();
        say(u"another %1"_s.arg(i));
        QVERIFY(live.say(attic, "meanwhile " + QByteArray::number(i)));
        QVERIFY(live.waitForMessages("attic", i + 1, 6s));
        slowest = std::max(slowest, clock.elapsed());
    }
    QVERIFY(live.waitForMessages("kitchen", 10));
    QVERIFY2(slowest < 3'000, qPrintable(QString::number(slowest)));
    QTRY_COMPARE_WITH_TIMEOUT(readiness(server.port()), 503, 7'000);
    QElapsedTimer clock;
    clock.start();
    server.stop();
    QVERIFY2(clock.elapsed() < 2'500, qPrintable(QString::number(clock.elapsed())));
}

void TestDatabaseHangs::endsInTwoSeconds_data()
{
    QTest::addColumn<bool>("kafka");
    QTest::addColumn<bool>("known");
    QTest::newRow("local log, since a moment") << false << false;
    QTest::newRow("local log, since long") << false << true;
    QTest::newRow("Kafka, since a moment") << true << false;
    QTest::newRow("Kafka, since long") << true << true;
}

/// While messages and questions wait for it.
void TestDatabaseHangs::endsInTwoSeconds()
{
    QFETCH(const bool, kafka);
    QFETCH(const bool, known);
    QTemporaryDir folder;
    QStringList arguments {u"--data-dir"_s,          folder.path(),         u"--database"_s,
                           database().newDatabase(), u"--retention-days"_s, u"1"_s};
    if (kafka)
        arguments << u"--kafka"_s << KafkaBroker::shared().address() << u"--topic"_s
                  << KafkaBroker::newTopicName();
    ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
    QVERIFY(server.start(arguments));
    HttpTestClient client(server.port());
    client.setToken(client.post("/api/v1/session", "{\"nickname\":\"Ann\"}")
                        .json()
                        .value("token"_L1)
                        .toString()
                        .toLatin1());
    const QUuid room(
        client.post("/api/v1/rooms", "{\"name\":\"Kitchen\"}").json().value("id"_L1).toString());
    QVERIFY(!room.isNull());
    QCOMPARE(client.post(messagesPath(room), "{\"text\":\"tea\"}").status, 201);
    database().suspend();
    HttpTestClient waiting(server.port());
    waiting.write("GET /api/v1/search?q=tea HTTP/1.1\r\nHost: x\r\n\r\n");
    StompTestClient live(server.port());
    QVERIFY(live.open());
    if (known)
        QTRY_COMPARE_WITH_TIMEOUT(readiness(server.port()), 503, 10'000);

    QElapsedTimer clock;
    clock.start();
    server.signal(SIGTERM);
    QVERIFY(server.waitForFinished());
    // And what it takes to notice the end of a process on a machine that has much to do.
    QVERIFY2(clock.elapsed() < 2'500, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestDatabaseHangs)
#include "tst_database_hangs.moc"
