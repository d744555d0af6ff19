// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "server/store/database.h"
#include "tests/support/foreign_transaction.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/server_program.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::test::HttpTestClient;
using samsa::test::KafkaBroker;
using samsa::test::messagesPath;
using samsa::test::ServerProgram;
using samsa::test::StompTestClient;
using samsa::test::TestServer;

/// Whole servers on a real Kafka: two of them sharing a topic and a database, the roles apart, and
/// one killed in mid-stream.
class TestKafkaServers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void twoServersShowEachOthersMessages();
    void findsARoomThatTheOtherHasJustMade();
    void countsPeopleOverBothServers();
    void tellsWhoIsTypingAtTheOther();
    void endsTheConnectionsOfWhoLeavesAtTheOther();
    void letsOneOfManyHaveANicknameAndARoomsName();
    void splitsTheWorkByRole();
    void tellsHowAPersisterIs();
    void keepsWhatItReceiptedWhenKilled();
    void tellsOfATransactionThatIsOpen();

private:
    /// On a new topic and one database.
    static bool startBoth(TestServer &first, TestServer &second)
    {
        first.options.kafka = KafkaBroker::shared().address();
        first.options.topic = KafkaBroker::newTopicName();
        if (!first.start())
            return false;
        second.options = first.options;
        second.options.database = samsa::effectiveDatabase(first.options);
        return second.start();
    }
    static QStringList textsOf(const QList<samsa::protocol::Message> &messages)
    {
        QStringList texts;
        for (const auto &message : messages)
            texts.append(message.text);
        return texts;
    }
    static QByteArray claim(quint16 port, const QByteArray &nickname)
    {
        const auto answer =
            HttpTestClient(port).post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}");
        return answer.json().value("token"_L1).toString().toLatin1();
    }
};

void TestKafkaServers::initTestCase()
{
    QVERIFY2(KafkaBroker::shared().running() || KafkaBroker::shared().start(),
             qPrintable(KafkaBroker::shared().error()));
}

void TestKafkaServers::twoServersShowEachOthersMessages()
{
    TestServer first;
    first.options.kafka = KafkaBroker::shared().address();
    first.options.topic = KafkaBroker::newTopicName();
    TestServer second;
    second.options = first.options; // The same topic, and with the folder the same database.
    QVERIFY(first.start());
    QVERIFY(second.start());

    const QByteArray ann = first.claim("Ann");
    QVERIFY(second.claim("ann").isEmpty()); // A nickname is one on both.
    const QByteArray bob = second.claim("Bob");
    const QUuid room = first.makeRoom(ann, "Kitchen");
    // The other server hears of the room from the log.
    QTRY_VERIFY(second.client(bob).get("/api/v1/rooms").body.contains("Kitchen"));

    StompTestClient annHere(first.port());
    StompTestClient bobThere(second.port());
    QVERIFY(annHere.connectWith(ann));
    QVERIFY(bobThere.connectWith(bob));
    QVERIFY(annHere.follow(room, "a"));
    QVERIFY(bobThere.follow(room, "b"));
    for (int i = 0; i < 20; ++i) {
        QVERIFY(annHere.say(room, "ann " + QByteArray::number(i)));
        QVERIFY(bobThere.say(room, "bob " + QByteArray::number(i)));
    }
    QVERIFY(annHere.waitForMessages("a", 40));
    QVERIFY(bobThere.waitForMessages("b", 40));
    // One order, on both, live and by polling.
    QCOMPARE(textsOf(annHere.messages("a")), textsOf(bobThere.messages("b")));
    QCOMPARE(first.history(ann, room), textsOf(annHere.messages("a")));
    QCOMPARE(second.history(bob, room), textsOf(annHere.messages("a")));
    // A token of one server is good at the other.
    QCOMPARE(second.client(ann).get("/api/v1/session").status, 200);
}

void TestKafkaServers::findsARoomThatTheOtherHasJustMade()
{
    constexpr int rounds = 20;
    TestServer first;
    TestServer second;
    QVERIFY(startBoth(first, second));
    const QByteArray ann = first.claim("Ann");
    HttpTestClient polling = second.client(ann);
    StompTestClient live(second.port());
    QVERIFY(live.connectWith(ann));
    for (int round = 0; round < rounds; ++round) {
        const QByteArray number = QByteArray::number(round);
        // The second may not have heard of it yet.
        const QUuid polled = first.makeRoom(ann, "Polled " + number);
        QCOMPARE(polling.get(messagesPath(polled)).status, 200);
        const QUuid followed = first.makeRoom(ann, "Followed " + number);
        // What is sent behind it waits for it.
        live.send("SUBSCRIBE",
                  {{"id", number}, {"destination", samsa::protocol::roomDestination(followed)}});
        QVERIFY(live.say(followed, "Here already."));
        QVERIFY(live.waitForMessages(number, 1));
    }
    QCOMPARE(polling.get(messagesPath(QUuid::createUuid())).status, 404);
    // Who asks for rooms that are nowhere does not keep the database busy.
    constexpr int tooMany = 2000;
    int refused = 0;
    for (int i = 0; i < tooMany; ++i) {
        const int status = polling.get(messagesPath(QUuid::createUuid())).status;
        QVERIFY(status == 404 || status == 429);
        refused += status == 429 ? 1 : 0;
    }
    QVERIFY(refused > 0);
}

void TestKafkaServers::countsPeopleOverBothServers()
{
    TestServer first;
    TestServer second;
    QVERIFY(startBoth(first, second));
    const QByteArray ann = first.claim("Ann");
    const QByteArray bob = second.claim("Bob");
    const QUuid room = first.makeRoom(ann, "Kitchen");
    const auto people = [&](const TestServer &server) {
        const auto rooms =
            samsa::protocol::parseRooms(server.client(ann).get("/api/v1/rooms").body);
        return rooms && rooms->size() == 1 ? rooms->first().peopleNow : -1;
    };
    {
        StompTestClient live(first.port());
        QVERIFY(live.connectWith(ann));
        QVERIFY(live.follow(room, "a"));
        QTRY_COMPARE_WITH_TIMEOUT(people(second), 1, 20'000);
        QTRY_COMPARE(second.client(bob).get(messagesPath(room)).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(people(first), 2, 20'000);
        // At both, she is one person.
        StompTestClient twice(second.port());
        QVERIFY(twice.connectWith(ann));
        QVERIFY(twice.follow(room, "a"));
        QCOMPARE(people(second), 2);
    }
    QTRY_COMPARE_WITH_TIMEOUT(people(first), 0, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(people(second), 0, 30'000);
}

void TestKafkaServers::tellsWhoIsTypingAtTheOther()
{
    TestServer first;
    TestServer second;
    QVERIFY(startBoth(first, second));
    const QByteArray ann = first.claim("Ann");
    const QByteArray bob = second.claim("Bob");
    const QUuid room = first.makeRoom(ann, "Kitchen");
    QTRY_VERIFY(second.client(bob).get("/api/v1/rooms").body.contains("Kitchen"));
    StompTestClient bobThere(second.port());
    QVERIFY(bobThere.connectWith(bob));
    QVERIFY(bobThere.sendAndWait(
        "SUBSCRIBE", {{"id", "t"}, {"destination", samsa::protocol::typingDestination(room)}}));
    const QByteArray path = "/api/v1/rooms/" + samsa::protocol::writeId(room) + "/typing";
    // The other may not hear yet of what is only told once.
    QTRY_VERIFY_WITH_TIMEOUT(first.client(ann).post(path, {}).status == 204
                                 && bobThere.wait(
                                     [](const auto &frame) {
                                         return frame.header("subscription") == "t"
                                             && frame.body.contains("Ann");
                                     },
                                     std::chrono::seconds(1)),
                             20'000);
}

void TestKafkaServers::endsTheConnectionsOfWhoLeavesAtTheOther()
{
    TestServer first;
    TestServer second;
    QVERIFY(startBoth(first, second));
    const QByteArray ann = first.claim("Ann");
    const QUuid room = first.makeRoom(ann, "Kitchen");
    StompTestClient live(second.port());
    QVERIFY(live.connectWith(ann));
    // Both have said that they are there.
    QVERIFY(live.follow(room, "a"));
    QTRY_COMPARE_WITH_TIMEOUT(
        samsa::protocol::parseRooms(first.client(ann).get("/api/v1/rooms").body)->first().peopleNow,
        1, 20'000);

    QCOMPARE(first.client(ann).request("DELETE", "/api/v1/session").status, 204);

    QVERIFY(live.waitForClosed());
    QTRY_COMPARE(second.client(ann).get("/api/v1/session").status, 401);
}

void TestKafkaServers::letsOneOfManyHaveANicknameAndARoomsName()
{
    constexpr int rounds = 20;
    TestServer first;
    TestServer second;
    QVERIFY(startBoth(first, second));
    HttpTestClient one = first.client();
    HttpTestClient two = second.client();
    const QByteArray ann = first.claim("Ann");
    HttpTestClient annAtOne = first.client(ann);
    HttpTestClient annAtTwo = second.client(ann);
    // Asked at the same moment at both servers; the answers, in order.
    const auto race = [](HttpTestClient &left, HttpTestClient &right, const QByteArray &request) {
        left.write(request);
        right.write(request);
        QList<int> statuses {left.readAnswer().status, right.readAnswer().status};
        std::sort(statuses.begin(), statuses.end());
        return statuses;
    };
    const auto post = [](const QByteArray &path, const QByteArray &body, const QByteArray &token) {
        return "POST /api/v1/" + path + " HTTP/1.1\r\nHost: x\r\n"
            + (token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n")
            + "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
            + "\r\n\r\n" + body;
    };
    for (int i = 0; i < rounds; ++i) {
        const QByteArray name = "Cho " + QByteArray::number(i);
        QCOMPARE(race(one, two, post("session", "{\"nickname\":\"" + name + "\"}", {})),
                 (QList<int> {201, 409}));
        QCOMPARE(race(annAtOne, annAtTwo, post("rooms", "{\"name\":\"" + name + "\"}", ann)),
                 (QList<int> {201, 409}));
    }
    const auto rooms = [&](const TestServer &server) {
        return samsa::protocol::parseRooms(server.client(ann).get("/api/v1/rooms").body)->size();
    };
    QTRY_COMPARE(rooms(first), rounds);
    QTRY_COMPARE(rooms(second), rounds);
}

void TestKafkaServers::splitsTheWorkByRole()
{
    TestServer gateway;
    gateway.options.kafka = KafkaBroker::shared().address();
    gateway.options.topic = KafkaBroker::newTopicName();
    gateway.options.role = samsa::Role::Gateway;
    QVERIFY(gateway.start());
    const QByteArray ann = gateway.claim("Ann");
    const QUuid room = gateway.makeRoom(ann, "Kitchen");
    QCOMPARE(gateway.client(ann).post(messagesPath(room), "{\"text\":\"kept\"}").status, 201);
    const auto unpersisted = [&] {
        const QByteArray metrics = gateway.client().get("/metrics").body;
        const qsizetype at = metrics.indexOf("\nsamsa_tail_unpersisted ");
        return metrics.mid(at + 24, metrics.indexOf('\n', at + 1) - at - 24).toInt();
    };
    QCOMPARE(unpersisted(), 1);

    samsa::Options options = gateway.options;
    options.role = samsa::Role::Persister;
    samsa::Server persister(options);
    QVERIFY(persister.start().ok());
    QCOMPARE(persister.port(), quint16(0));
    QTRY_COMPARE_WITH_TIMEOUT(unpersisted(), 0, 20'000);
    persister.stop();
    QCOMPARE(gateway.history(ann, room), QStringList(u"kept"_s));
}

void TestKafkaServers::tellsHowAPersisterIs()
{
    QTemporaryDir folder;
    samsa::Options options;
    options.dataDir = folder.path();
    options.kafka = KafkaBroker::shared().address();
    options.topic = KafkaBroker::newTopicName();
    options.role = samsa::Role::Persister;
    options.statusListen = samsa::ListenAddress {QHostAddress(QHostAddress::LocalHost), 0};
    samsa::Server persister(options);
    QVERIFY(persister.start().ok());
    QCOMPARE(persister.port(), quint16(0));
    HttpTestClient client(persister.statusPort());
    QCOMPARE(client.get("/healthz").status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(
        client.get("/metrics").body.contains("\nsamsa_persister_partitions 12\n"), 20'000);
    QCOMPARE(client.get("/readyz").body,
             "{\"ready\":true,\"persister\":{\"ready\":true},\"database\":{\"ready\":true}}");
    QCOMPARE(client.get("/api/v1/rooms").status, 404);

    // Somebody else holds the database for longer than a batch waits.
    options.role = samsa::Role::Gateway;
    TestServer gateway;
    gateway.options = options;
    gateway.options.statusListen.reset();
    gateway.options.database = samsa::effectiveDatabase(options);
    gateway.options.port = 0;
    QVERIFY(gateway.start());
    const QByteArray ann = gateway.claim("Ann");
    const QUuid room = gateway.makeRoom(ann, "Kitchen");
    auto database = samsa::store::Database::open(
        *samsa::parseDatabaseUrl(samsa::effectiveDatabase(options)), std::chrono::seconds(5));
    QVERIFY(database.ok());
    auto held = std::make_unique<samsa::store::Transaction>(**database);
    QVERIFY(held->begin().ok());
    QCOMPARE(gateway.client(ann).post(messagesPath(room), "{\"text\":\"kept\"}").status, 201);
    QTRY_COMPARE(client.get("/readyz").status, 503);
    held.reset();
    QTRY_COMPARE_WITH_TIMEOUT(client.get("/readyz").status, 200, 20'000);
    QTRY_VERIFY(client.get("/metrics").body.contains("\nsamsa_persisted_messages 1\n"));
}

void TestKafkaServers::keepsWhatItReceiptedWhenKilled()
{
    QTemporaryDir folder;
    const QStringList arguments {u"--data-dir"_s, folder.path(),
                                 u"--kafka"_s,    KafkaBroker::shared().address(),
                                 u"--topic"_s,    KafkaBroker::newTopicName(),
                                 u"--limit"_s,    u"messages-per-second=0"_s};
    QStringList receipted;
    QByteArray token;
    QUuid room;
    for (int life = 0; life < 2; ++life) {
        ServerProgram server(QStringLiteral(SAMSA_SERVER_PROGRAM));
        QVERIFY(server.start(arguments));
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
        }
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
    QVERIFY(server.start(arguments));
    StompTestClient reader(server.port());
    QVERIFY(reader.connectWith(token));
    QVERIFY(reader.follow(room, "s", 0));
    const QStringList history = textsOf(reader.messages("s"));
    for (const QString &text : receipted)
        QVERIFY2(history.count(text) == 1, qPrintable(text));
    QStringList once = history;
    QCOMPARE(once.removeDuplicates(), 0);
}

void TestKafkaServers::tellsOfATransactionThatIsOpen()
{
    using samsa::test::KafkaTool;
    TestServer server;
    server.options.kafka = KafkaBroker::shared().address();
    server.options.topic = KafkaBroker::newTopicName();
    server.options.partitions = 1;
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Kitchen");
    HttpTestClient client(server.port());
    const auto part = [&client] {
        return client.get("/readyz").json().value("transactions"_L1).toObject();
    };
    QCOMPARE(part().value("ready"_L1).toBool(), true);
    samsa::test::ForeignTransaction stranger(KafkaBroker::shared().address());
    stranger.produce(
        server.options.topic,
        {.partition = 0,
         .key = samsa::protocol::writeId(room),
         .value = samsa::protocol::writeMessageRecord(
             {.id = {}, .room = room, .nickname = u"kcat"_s, .text = u"hers"_s, .time = {}}),
         .headers = KafkaTool::messageHeaders()});

    QTRY_COMPARE_WITH_TIMEOUT(part().value("ready"_L1).toBool(), false, 10'000);
    QVERIFY(part().value("sentence"_L1).toString().contains(u"kafka-transactions.sh"_s));
    QCOMPARE(client.get("/readyz").status, 200); // Nobody else would serve better.
    const QByteArray name = "samsa_kafka_open_transaction_seconds{partition=\"0\"} ";
    const auto seconds = [&] {
        const QByteArray body = client.get("/metrics").body;
        const qsizetype at = body.indexOf(name);
        return at < 0 ? 0.0 : body.sliced(at + name.size(), 3).trimmed().toDouble();
    };
    QTRY_VERIFY_WITH_TIMEOUT(seconds() >= 2, 10'000);
    // People talk on.
    QCOMPARE(server.client(ann).post(messagesPath(room), R"({"text":"ours"})").status, 201);
    QCOMPARE(server.history(ann, room), QStringList({u"ours"_s}));

    stranger.commit();

    QTRY_COMPARE_WITH_TIMEOUT(server.history(ann, room), QStringList({u"ours"_s, u"hers"_s}),
                              10'000);
    QTRY_COMPARE_WITH_TIMEOUT(part().value("ready"_L1).toBool(), true, 10'000);
    QVERIFY(!client.get("/metrics").body.contains(name));
}

QTEST_GUILESS_MAIN(TestKafkaServers)
#include "tst_kafka_servers.moc"
