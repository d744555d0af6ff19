// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"
#include "tests/support/database_server.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_database.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::test::DatabaseServer;
using samsa::test::HttpTestClient;
using samsa::test::KafkaBroker;
using samsa::test::messagesPath;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Two whole servers on Kafka whose database goes away under them.
class TestDatabaseAway : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();
    void peopleTalkOnAndNothingIsMissingAfterwards_data();
    void peopleTalkOnAndNothingIsMissingAfterwards();
    void cleanup();

private:
    static QStringList textsOf(const QList<samsa::protocol::Message> &messages);
    static QStringList storedIn(const QString &url);
    static int metric(const TestServer &server, const QByteArray &name);
};

void TestDatabaseAway::initTestCase_data()
{
    samsa::test::addDatabaseServerKinds();
}

QStringList TestDatabaseAway::textsOf(const QList<samsa::protocol::Message> &messages)
{
    QStringList texts;
    for (const auto &message : messages)
        texts.append(message.text);
    return texts;
}

QStringList TestDatabaseAway::storedIn(const QString &url)
{
    const auto database = samsa::store::Database::open(*samsa::parseDatabaseUrl(url), 5000ms);
    auto rows = (*database)->run(u"SELECT text FROM messages ORDER BY position"_s);
    QStringList texts;
    while (rows && rows.value().next())
        texts.append(rows->value(0).toString());
    return texts;
}

int TestDatabaseAway::metric(const TestServer &server, const QByteArray &name)
{
    const QByteArray metrics = server.client().get("/metrics").body;
    const qsizetype at = metrics.indexOf('\n' + name + ' ') + name.size() + 2;
    return metrics.mid(at, metrics.indexOf('\n', at) - at).toInt();
}

void TestDatabaseAway::cleanup()
{
    QFETCH_GLOBAL(DatabaseServer::Kind, kind);
    DatabaseServer::shared(kind).resume();
}

void TestDatabaseAway::peopleTalkOnAndNothingIsMissingAfterwards_data()
{
    QTest::addColumn<bool>("hangs");
    QTest::newRow("dead") << false;
    QTest::newRow("hangs") << true;
}

void TestDatabaseAway::peopleTalkOnAndNothingIsMissingAfterwards()
{
    QFETCH(const bool, hangs);
    QFETCH_GLOBAL(DatabaseServer::Kind, kind);
    DatabaseServer &database = DatabaseServer::shared(kind);
    TestServer first;
    first.options.database = database.newDatabase();
    first.options.kafka = KafkaBroker::shared().address();
    first.options.topic = KafkaBroker::newTopicName();
    TestServer second;
    second.options = first.options;
    QVERIFY(first.start());
    QVERIFY(second.start());
    const QByteArray ann = first.claim("Ann");
    const QByteArray bob = second.claim("Bob");
    const QUuid room = first.makeRoom(ann, "Kitchen");
    QTRY_VERIFY(second.client(bob).get("/api/v1/rooms").body.contains("Kitchen"));
    StompTestClient live(first.port());
    QVERIFY(live.connectWith(ann));
    QVERIFY(live.follow(room, "a"));
    // What Bob sees by polling.
    HttpTestClient polling = second.client(bob);
    QStringList polled;
    qint64 last = 0;
    const auto poll = [&] {
        const auto page = polling.get(messagesPath(room) + "?after=" + QByteArray::number(last));
        for (const QJsonValue &message : page.json().value("messages"_L1).toArray()) {
            polled.append(message["text"_L1].toString());
            last = message["position"_L1].toInteger();
        }
        return page.status;
    };
    QStringList said;
    const auto talk = [&](int times) {
        for (int i = 0; i < times; ++i) {
            said.append(u"ann %1"_s.arg(said.size()));
            QVERIFY(live.say(room, said.last().toUtf8()));
            said.append(u"bob %1"_s.arg(said.size()));
            QCOMPARE(polling.post(messagesPath(room), "{\"text\":\"" + said.last().toUtf8() + "\"}")
                         .status,
                     201);
            QCOMPARE(poll(), 200);
        }
    };
    talk(5);
    // A server that has just started asks the database about every id.
    QTRY_COMPARE_WITH_TIMEOUT(metric(first, "samsa_new_ids_known"), 1, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(metric(second, "samsa_new_ids_known"), 1, 20'000);

    if (hangs)
        database.suspend();
    else
        database.kill();
    talk(25);
    QVERIFY(live.waitForMessages("a", said.size()));
    QCOMPARE(textsOf(live.messages("a")), said);
    QTRY_VERIFY(poll() == 200 && polled == said);
    QVERIFY(metric(first, "samsa_tail_unpersisted") > 0);
    QTRY_COMPARE_WITH_TIMEOUT(first.client().get("/readyz").status, 503, hangs ? 10'000 : 5'000);
    QVERIFY(first.client().get("/metrics").body.contains("\nsamsa_database_waiting{of=\"log\"} "));
    QVERIFY(metric(first, "samsa_database_waiting{of=\"clients\"}") < 10);
    QVERIFY(metric(first, "samsa_database_waiting{of=\"log\"}") < 10);

    if (hangs)
        database.resume();
    else
        QVERIFY2(database.restart(), qPrintable(database.error()));
    QTRY_COMPARE_WITH_TIMEOUT(metric(first, "samsa_tail_unpersisted"), 0, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(metric(second, "samsa_tail_unpersisted"), 0, 20'000);
    QCOMPARE(storedIn(first.options.database), said);
    QTRY_COMPARE(first.client().get("/readyz").status, 200);
    talk(5);
    // What was said at the other server comes here a moment later.
    QTRY_COMPARE(first.history(ann, room), said);
    QCOMPARE(second.history(bob, room), said);
}

QTEST_GUILESS_MAIN(TestDatabaseAway)
#include "tst_database_away.moc"
