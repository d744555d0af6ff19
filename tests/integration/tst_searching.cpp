// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/clock.h"
#include "tests/support/test_server.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::TestServer;

/// A whole server that is asked for words.
class TestSearching : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { samsa::setWallClockAhead(0ms); }

    void findsAMessageOfAnyRoom();
    void findsPartOfAKoreanWord();
    void narrowsByRoomAndSender();
    void givesPages();
    void wantsASession();
    void refusesByAStableCode_data();
    void refusesByAStableCode();
    void livesThroughAnything_data();
    void livesThroughAnything();
    void saysHowFarBehindTheIndexIs();
    void findsNothingThatIsOverAge();

private:
    HttpAnswer search(const QByteArray &query) { return m_client->get("/api/v1/search?" + query); }
    QStringList texts(const QByteArray &query)
    {
        QStringList texts;
        for (const auto &result : search(query).json().value("results"_L1).toArray())
            texts.append(
                result.toObject().value("message"_L1).toObject().value("text"_L1).toString());
        return texts;
    }
    void say(const QUuid &room, const QByteArray &text)
    {
        QCOMPARE(m_client->post(messagesPath(room), "{\"text\":\"" + text + "\"}").status, 201);
    }

    TestServer m_server;
    std::optional<HttpTestClient> m_client;
    QUuid m_kitchen;
    QUuid m_attic;
};

void TestSearching::initTestCase()
{
    m_server.options.retentionDays = std::chrono::days(10);
    QVERIFY(m_server.start());
    const QByteArray bob = m_server.claim("Bob");
    const QByteArray ann = m_server.claim("Ann");
    m_kitchen = m_server.makeRoom(ann, "Kitchen");
    m_attic = m_server.makeRoom(ann, "Attic");
    m_client.emplace(m_server.client(bob));
    say(m_attic, "Bob hides tea");
    m_client.emplace(m_server.client(ann));
    say(m_kitchen, "우리 커피숍에서 만나");
    say(m_kitchen, "Green tea, please");
    QTRY_COMPARE(texts("q=tea").size(), 2);
}

void TestSearching::findsAMessageOfAnyRoom()
{
    const QJsonArray results = search("q=TEA").json().value("results"_L1).toArray();
    QCOMPARE(results.size(), 2);
    const QJsonObject newest = results[0].toObject();
    const QJsonObject message = newest.value("message"_L1).toObject();
    QCOMPARE(message.value("text"_L1).toString(), u"Green tea, please"_s);
    QCOMPARE(message.value("nickname"_L1).toString(), u"Ann"_s);
    QCOMPARE(message.value("room"_L1).toString(), m_kitchen.toString(QUuid::WithoutBraces));
    // It can be read there.
    const int position = message.value("position"_L1).toInt();
    const QByteArray page =
        m_client
            ->get(messagesPath(m_kitchen) + "?limit=1&after=" + QByteArray::number(position - 1))
            .body;
    QVERIFY(page.contains("Green tea"));
    const QJsonObject match = newest.value("matches"_L1).toArray()[0].toObject();
    QCOMPARE(match.value("start"_L1).toInt(), 6);
    QCOMPARE(match.value("length"_L1).toInt(), 3);
}

void TestSearching::findsPartOfAKoreanWord()
{
    const QByteArray asked = u"피숍"_s.toUtf8().toPercentEncoding();
    QCOMPARE(texts("q=" + asked), QStringList(u"우리 커피숍에서 만나"_s));
}

void TestSearching::narrowsByRoomAndSender()
{
    const QByteArray attic = m_attic.toByteArray(QUuid::WithoutBraces);
    QCOMPARE(texts("q=tea&room=" + attic), QStringList(u"Bob hides tea"_s));
    QCOMPARE(texts("q=tea&from=bob"), QStringList(u"Bob hides tea"_s));
    QCOMPARE(texts("q=tea&from=ann&room=" + attic), QStringList());
    QCOMPARE(texts("q=green+TEA"), QStringList(u"Green tea, please"_s));
}

void TestSearching::givesPages()
{
    const QJsonObject first = search("q=tea&limit=1").json();
    QCOMPARE(first.value("results"_L1).toArray().size(), 1);
    const QByteArray before = first.value("before"_L1).toString().toUtf8();
    QVERIFY(!before.isEmpty());
    const QJsonObject second = search("q=tea&limit=1&before=" + before).json();
    QCOMPARE(second.value("results"_L1).toArray().size(), 1);
    QVERIFY(second.value("results"_L1) != first.value("results"_L1));
    QVERIFY(second.value("before"_L1).isNull());
}

void TestSearching::wantsASession()
{
    QCOMPARE(m_server.client().get("/api/v1/search?q=tea").code(), u"unauthorized"_s);
}

void TestSearching::refusesByAStableCode_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const QByteArray &query, int status, const QString &code) {
        QTest::newRow(query.left(40).constData()) << query << status << code;
    };
    row("", 400, u"query_invalid"_s);
    row("q=", 400, u"query_invalid"_s);
    row("q=%22%27%2a%28%29", 400, u"query_invalid"_s);
    row("q=%00", 400, u"query_invalid"_s);
    row("q=%ED%A0%80", 400, u"query_invalid"_s); // Half a pair of surrogates.
    row("q=tea%FF", 400, u"query_invalid"_s);
    row("q=tea&from=%ED%A0%80", 400, u"query_invalid"_s);
    row("q=" + QByteArray("abc+").repeated(100), 400, u"query_invalid"_s);
    row("q=" + QByteArray(10'000, 'a'), 400, u"query_invalid"_s);
    row("q=tea&room=", 404, u"room_not_found"_s);
    row("q=tea&room=3f2504e0-4f89-41d3-9a0c-0305e82c3301", 404, u"room_not_found"_s);
    row("q=tea&before=!", 400, u"cursor_invalid"_s);
    row("q=tea&before=-1", 400, u"cursor_invalid"_s);
    row("q=tea&before=zzzzzzzzzzzzzzzzzzzzzz", 400, u"cursor_invalid"_s);
    row("q=tea&limit=0", 400, u"cursor_invalid"_s);
    row("q=tea&limit=101", 400, u"cursor_invalid"_s);
}

void TestSearching::refusesByAStableCode()
{
    QFETCH(QByteArray, query);
    const HttpAnswer answer = search(query);
    QTEST(answer.status, "status");
    QTEST(answer.code(), "code");
}

void TestSearching::livesThroughAnything_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("quotes") << QByteArray("q=%22tea%22%22");
    QTest::newRow("operators") << QByteArray("q=NOT+tea+AND+OR+NEAR(x)");
    QTest::newRow("NUL in it") << QByteArray("q=tea%00pot");
    QTest::newRow("a column") << QByteArray("q=terms:tea");
    QTest::newRow("percent alone") << QByteArray("q=%tea%");
    QTest::newRow("a hostile sender") << QByteArray("q=tea&from=%27%20OR%201=1%20--");
    QTest::newRow("an invisible sender") << QByteArray("q=tea&from=%00%00");
}

void TestSearching::livesThroughAnything()
{
    QFETCH(QByteArray, query);
    QCOMPARE(search(query).status, 200);
    QCOMPARE(texts("q=tea").size(), 2);
}

void TestSearching::saysHowFarBehindTheIndexIs()
{
    QTRY_VERIFY(m_server.client().get("/metrics").body.contains("\nsamsa_search_lag_seconds 0\n"));
    QVERIFY(m_server.client().get("/metrics").body.contains("\nsamsa_search_indexed_messages 3\n"));
}

/// Last: the clock goes on.
void TestSearching::findsNothingThatIsOverAge()
{
    samsa::setWallClockAhead(std::chrono::days(11));
    QCOMPARE(search("q=tea").json().value("results"_L1).toArray().size(), 0);
}

QTEST_GUILESS_MAIN(TestSearching)
#include "tst_searching.moc"
