// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/destinations.h"
#include "protocol/shapes.h"
#include "tests/support/stomp_test_client.h"
#include "tests/support/test_server.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <QWebSocket>

using namespace Qt::Literals::StringLiterals;
using samsa::protocol::MessagePage;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::StompTestClient;
using samsa::test::TestServer;
using Frame = samsa::protocol::StompFrame;

/// What a client is told whose positions are not of this log: of a backup that was put back above
/// all (docs/decisions/0022).
class TestEpochs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tellsWhereARoomEnds_data();
    void tellsWhereARoomEnds();
    void goesOnAfterARestart();
    void tellsWhoHasWhatABackupDoesNot_data();
    void tellsWhoHasWhatABackupDoesNot();
    void asksNothingOfThoseWhoSayNoEpoch();
    void servesNoOldPageForWhatWasPutBack();
    void tellsRoomsWithTheirEpoch();
    void refusesAnEpochThatIsNone();
    void tellsAFollowerWhoIsAhead_data();
    void tellsAFollowerWhoIsAhead();
    void tellsAFollowerOfTheEpochIfHeAsks();

private:
    QString databaseFile() const { return m_server->options.dataDir + u"/samsa.sqlite"_s; }
    void backUp()
    {
        m_server->stop();
        QVERIFY(QFile::copy(databaseFile(), databaseFile() + u".backup"_s));
        QVERIFY(m_server->start());
    }
    void putBack()
    {
        m_server->stop();
        QVERIFY(QFile::remove(databaseFile()));
        QVERIFY(QFile::copy(databaseFile() + u".backup"_s, databaseFile()));
        QVERIFY(m_server->start());
    }
    /// Says so much, and answers the room's newest page.
    MessagePage say(int count)
    {
        auto client = m_server->client(m_ann);
        for (int i = 0; i < count; ++i)
            client.post(path(), R"({"text": "hello"})");
        return *samsa::protocol::parsePage(client.get(path()).body);
    }
    HttpAnswer get(const QByteArray &query) const
    {
        return m_server->client(m_ann).get(path() + '?' + query);
    }
    QByteArray path() const { return samsa::test::messagesPath(m_room); }
    std::unique_ptr<StompTestClient> connect() const
    {
        auto client = std::make_unique<StompTestClient>(m_server->port());
        if (!client->connectWith(m_ann))
            return nullptr;
        client->sendAndWait("SUBSCRIBE", {{"id", "errors"}, {"destination", "/user/queue/errors"}});
        return client;
    }
    std::optional<Frame> refusalOf(StompTestClient &client, const StompTestClient::Headers &more)
    {
        client.send("SUBSCRIBE",
                    StompTestClient::Headers {
                        {"id", "s"}, {"destination", samsa::protocol::roomDestination(m_room)}}
                        + more);
        return client.wait(
            [](const Frame &frame) { return frame.header("subscription") == "errors"; });
    }

    std::unique_ptr<TestServer> m_server;
    QByteArray m_ann;
    QUuid m_room;
};

void TestEpochs::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_ann = m_server->claim("Ann");
    m_room = m_server->makeRoom(m_ann, "Kitchen");
    QVERIFY(!m_room.isNull());
}

void TestEpochs::tellsWhereARoomEnds_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<QByteArray>("more");

    QTest::newRow("by one") << qint64(1) << QByteArray();
    QTest::newRow("by far") << (qint64(1) << 60) << QByteArray();
    QTest::newRow("with events") << qint64(1) << QByteArray("&events=true");
    QTest::newRow("waiting") << qint64(1) << QByteArray("&wait=60");
    QTest::newRow("waiting for events") << qint64(5) << QByteArray("&wait=60&events=true");
}

void TestEpochs::tellsWhereARoomEnds()
{
    QFETCH(const qint64, ahead);
    QFETCH(const QByteArray, more);
    const MessagePage page = say(3);
    const qint64 last = page.messages.constLast().position;
    QCOMPARE(get("after=" + QByteArray::number(last) + "&events=true").status, 200);

    for (const QByteArray &epoch : {QByteArray(), "&epoch=" + page.epoch}) {
        const HttpAnswer answer = get("after=" + QByteArray::number(last + ahead) + more + epoch);

        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"cursor_ahead"_s);
        QCOMPARE(answer.json().value("last"_L1).toInteger(), last);
        QCOMPARE(answer.json().value("epoch"_L1).toString().toLatin1(), page.epoch);
    }
}

void TestEpochs::goesOnAfterARestart()
{
    const MessagePage before = say(3);
    QVERIFY(!before.epoch.isEmpty());
    const QByteArray cursor = "after=" + QByteArray::number(before.messages.constLast().position)
        + "&epoch=" + before.epoch;

    QVERIFY(m_server->restart());
    QVERIFY(m_server->restart());
    say(2);
    const HttpAnswer answer = get(cursor);

    QCOMPARE(answer.status, 200);
    const auto page = samsa::protocol::parsePage(answer.body);
    QCOMPARE(page->messages.size(), 2);
    QVERIFY(!page->epoch.isEmpty() && page->epoch != before.epoch);
    QCOMPARE(get("after=" + QByteArray::number(page->messages.constLast().position)
                 + "&epoch=" + page->epoch)
                 .status,
             200);
}

void TestEpochs::tellsWhoHasWhatABackupDoesNot_data()
{
    QTest::addColumn<int>("saidSince");

    QTest::newRow("before its positions are given again") << 0;
    QTest::newRow("when they have been given again") << 7;
}

void TestEpochs::tellsWhoHasWhatABackupDoesNot()
{
    QFETCH(const int, saidSince);
    const MessagePage first = say(3);
    const qint64 kept = first.messages.constLast().position;
    backUp();
    const MessagePage lost = say(4);
    const qint64 last = lost.messages.constLast().position;

    putBack();
    const MessagePage now = say(saidSince);

    const QList<QByteArray> cursors {
        "after=" + QByteArray::number(last), "wait=60&after=" + QByteArray::number(last),
        "after=" + QByteArray::number(kept + 1), "before=" + QByteArray::number(last)};
    for (const QByteArray &query : cursors) {
        const HttpAnswer answer = get(query + "&epoch=" + lost.epoch);
        QVERIFY2(answer.status == 409 && answer.code() == u"epoch_changed"_s,
                 (query + answer.body).constData());
        QCOMPARE(answer.json().value("last"_L1).toInteger(), now.messages.constLast().position);
        QCOMPARE(answer.json().value("epoch"_L1).toString().toLatin1(), now.epoch);
    }
    // Up to the backup all is as it was.
    const HttpAnswer good = get("after=" + QByteArray::number(kept) + "&epoch=" + first.epoch);
    QCOMPARE(good.status, 200);
    QCOMPARE(samsa::protocol::parsePage(good.body)->messages.size(), saidSince);

    auto client = connect();
    const auto refusal = refusalOf(
        *client, {{"after", QByteArray::number(last)}, {"epoch", lost.epoch}, {"receipt", "r"}});
    QVERIFY(refusal);
    QCOMPARE(refusal->header("receipt-id"), "r");
    const auto error = samsa::protocol::parseProblem(refusal->body, 409);
    QCOMPARE(error.code, samsa::protocol::Code::EpochChanged);
    QCOMPARE(error.end->last, now.messages.constLast().position);
    QCOMPARE(error.end->epoch, now.epoch);
    const auto receipt =
        client->sendAndWait("SUBSCRIBE",
                            {{"id", "t"},
                             {"destination", samsa::protocol::roomDestination(m_room)},
                             {"after", QByteArray::number(kept)},
                             {"epoch", first.epoch}});
    QVERIFY(receipt && receipt->command == "RECEIPT");
    QCOMPARE(receipt->header("epoch"), now.epoch);
    QCOMPARE(client->messageCount("t"), saidSince);
}

void TestEpochs::asksNothingOfThoseWhoSayNoEpoch()
{
    say(3);
    backUp();
    const qint64 last = say(4).messages.constLast().position;
    putBack();
    say(7);

    const HttpAnswer answer = get("after=" + QByteArray::number(last));

    QCOMPARE(answer.status, 200);
    QCOMPARE(samsa::protocol::parsePage(answer.body)->messages.size(), 3);
}

void TestEpochs::servesNoOldPageForWhatWasPutBack()
{
    say(3);
    backUp();
    say(4);
    const QByteArray etag = get("limit=50").header("etag");
    putBack();
    say(4);

    const HttpAnswer answer =
        m_server->client(m_ann).get(path() + "?limit=50", {{"If-None-Match", etag}});

    QCOMPARE(answer.status, 200);
}

void TestEpochs::tellsRoomsWithTheirEpoch()
{
    const MessagePage page = say(1);

    const auto rooms =
        samsa::protocol::parseRooms(m_server->client(m_ann).get("/api/v1/rooms").body);

    QCOMPARE(rooms->constFirst().epoch, page.epoch);
}

void TestEpochs::refusesAnEpochThatIsNone()
{
    say(1);
    QCOMPARE(get("after=1&epoch=yesterday").code(), u"cursor_invalid"_s);
    // One that was never here, as of another server.
    QCOMPARE(get("epoch=01935a2e-7b1c-7def-8123-456789abcdef").code(), u"epoch_changed"_s);
    auto client = connect();
    const auto refusal = refusalOf(*client, {{"epoch", "yesterday"}});
    QVERIFY(refusal);
    QCOMPARE(samsa::protocol::parseProblem(refusal->body, 400).code,
             samsa::protocol::Code::SubscriptionInvalid);
}

void TestEpochs::tellsAFollowerWhoIsAhead_data()
{
    QTest::addColumn<bool>("saysEpoch");

    QTest::newRow("of no epoch") << false;
    QTest::newRow("of this epoch") << true;
}

void TestEpochs::tellsAFollowerWhoIsAhead()
{
    QFETCH(const bool, saysEpoch);
    const MessagePage page = say(3);
    const qint64 last = page.messages.constLast().position;
    auto client = connect();
    StompTestClient::Headers headers {{"after", QByteArray::number(last + 1)}};
    if (saysEpoch)
        headers.append({"epoch", page.epoch});

    const auto refusal = refusalOf(*client, headers);

    QVERIFY(refusal);
    const auto error = samsa::protocol::parseProblem(refusal->body, 409);
    QCOMPARE(error.code, samsa::protocol::Code::CursorAhead);
    QCOMPARE(error.end->last, last);
    // The connection stays, and so does the subscription's id.
    QVERIFY(client->follow(m_room, "s", last));
    QVERIFY(client->say(m_room, "next"));
    QVERIFY(client->waitForMessages("s", 1));
}

void TestEpochs::tellsAFollowerOfTheEpochIfHeAsks()
{
    const MessagePage page = say(2);
    auto client = connect();
    QStringList told;
    QObject::connect(&client->webSocket(), &QWebSocket::textMessageReceived, client.get(),
                     [&told](const QString &text) {
                         if (text.startsWith(u"MESSAGE"))
                             told.append(text);
                     });
    const QByteArray destination = samsa::protocol::roomDestination(m_room);
    const auto asking = client->sendAndWait(
        "SUBSCRIBE", {{"id", "a"}, {"destination", destination}, {"after", "0"}, {"epoch", ""}});
    const auto other =
        client->sendAndWait("SUBSCRIBE", {{"id", "b"}, {"destination", destination}});
    QVERIFY(asking && other);
    QCOMPARE(asking->header("epoch"), page.epoch);
    QCOMPARE(other->header("epoch"), page.epoch);

    QVERIFY(client->say(m_room, "live"));

    QVERIFY(client->waitForMessages("a", 3));
    QVERIFY(client->waitForMessages("b", 1));
    const QString header = u"\nepoch:%1\n"_s.arg(QString::fromLatin1(page.epoch));
    QCOMPARE(told.filter(u"\nsubscription:a\n"_s).size(), 3);
    QCOMPARE(told.filter(u"\nsubscription:a\n"_s).filter(header).size(), 3);
    QCOMPARE(told.filter(header).size(), 3);
}

QTEST_GUILESS_MAIN(TestEpochs)
#include "tst_epochs.moc"
