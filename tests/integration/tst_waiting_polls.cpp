// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/waiting_polls.h"
#include "tests/support/messages.h"
#include "tests/support/test_server.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using samsa::RoomRef;
using samsa::http::WaitingPolls;
using samsa::test::entryIn;
using samsa::test::HttpAnswer;
using samsa::test::HttpTestClient;
using samsa::test::messagesPath;
using samsa::test::TestServer;

/// Polls that wait for what is new: by themselves, and asked of a whole server over real sockets.
class TestWaitingPolls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void answersWhenAMessageComes();
    void answersWithNothingWhenItsTimeIsOver();
    void answersAtOnceWhenThereIsSomething();
    void answersWhenTheServerStops();
    void refusesAWaitThatCannotBe_data();
    void refusesAWaitThatCannotBe();
    void givesEverybodyTheNewestPage();

    void answersThoseOfTheRoomOnly();
    void answersEachOnceInOneBatch();
    void answersTheShorterWaitFirst();
    void forgetsWhoHasGone();
    void takesANewPollFromWithinAnAnswer();

private:
    static QByteArray get(const QByteArray &path, const QByteArray &token)
    {
        return "GET " + path + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + token
            + "\r\n\r\n";
    }
    QByteArray say(const QByteArray &text)
    {
        return m_server.client(m_ann)
            .post(messagesPath(m_room), "{\"text\":\"" + text + "\"}")
            .json()
            .value("position"_L1)
            .toVariant()
            .toByteArray();
    }

    TestServer m_server;
    QByteArray m_ann;
    QUuid m_room;
};

void TestWaitingPolls::initTestCase()
{
    QVERIFY(m_server.start());
    m_ann = m_server.claim("Ann");
    m_room = m_server.makeRoom(m_ann, "Kitchen");
}

void TestWaitingPolls::answersWhenAMessageComes()
{
    const QByteArray position = say("before");
    HttpTestClient waiting = m_server.client();
    waiting.write(get(messagesPath(m_room) + "?wait=60&after=" + position, m_ann));
    QTRY_VERIFY(m_server.client().get("/metrics").body.contains("samsa_polls_held_total 1"));
    say("news");
    const HttpAnswer answer = waiting.readAnswer();
    QCOMPARE(answer.status, 200);
    const QJsonArray messages = answer.json().value("messages"_L1).toArray();
    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages.at(0)["text"_L1].toString(), u"news"_s);
    // The connection goes on.
    waiting.write(get(messagesPath(m_room) + "?after=0", m_ann));
    QCOMPARE(waiting.readAnswer().json().value("messages"_L1).toArray().size(), 2);
}

void TestWaitingPolls::answersWithNothingWhenItsTimeIsOver()
{
    const QByteArray position = say("last");
    QElapsedTimer timer;
    timer.start();
    const HttpAnswer answer =
        m_server.client(m_ann).get(messagesPath(m_room) + "?wait=1&after=" + position);
    QVERIFY(timer.elapsed() >= 1000);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.json().value("messages"_L1).toArray().isEmpty());
}

void TestWaitingPolls::answersAtOnceWhenThereIsSomething()
{
    const qint64 position = say("there").toLongLong();
    QElapsedTimer timer;
    timer.start();
    const HttpAnswer answer = m_server.client(m_ann).get(
        messagesPath(m_room) + "?wait=60&after=" + QByteArray::number(position - 1));
    QCOMPARE(answer.json().value("messages"_L1).toArray().size(), 1);
    QVERIFY(timer.elapsed() < 30'000);
}

void TestWaitingPolls::answersWhenTheServerStops()
{
    TestServer server;
    QVERIFY(server.start());
    const QByteArray ann = server.claim("Ann");
    const QUuid room = server.makeRoom(ann, "Kitchen");
    HttpTestClient waiting = server.client();
    waiting.write(get(messagesPath(room) + "?wait=60&after=0", ann));
    QTRY_VERIFY(server.client().get("/metrics").body.contains("samsa_polls_held_total 1"));
    server.stop();
    const HttpAnswer answer = waiting.readAnswer();
    QCOMPARE(answer.status, 200);
    QVERIFY(waiting.waitForClosed());
}

void TestWaitingPolls::refusesAWaitThatCannotBe_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("without a cursor") << QByteArray("wait=5");
    QTest::newRow("into the past") << QByteArray("wait=5&before=7");
    QTest::newRow("too long") << QByteArray("wait=61&after=0");
    QTest::newRow("no number") << QByteArray("wait=soon&after=0");
}

void TestWaitingPolls::refusesAWaitThatCannotBe()
{
    QFETCH(const QByteArray, query);
    const HttpAnswer answer = m_server.client(m_ann).get(messagesPath(m_room) + '?' + query);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.code(), u"cursor_invalid"_s);
}

void TestWaitingPolls::givesEverybodyTheNewestPage()
{
    for (int i = 0; i < 3; ++i) {
        const QByteArray text = "page " + QByteArray::number(i);
        say(text);
        for (int again = 0; again < 2; ++again) {
            const HttpAnswer answer = m_server.client(m_ann).get(messagesPath(m_room) + "?limit=2");
            const QJsonArray messages = answer.json().value("messages"_L1).toArray();
            QCOMPARE(messages.size(), 2);
            QCOMPARE(messages.at(1)["text"_L1].toString(), QString::fromLatin1(text));
            const HttpAnswer same = m_server.client(m_ann).get(
                messagesPath(m_room) + "?limit=2", {{"If-None-Match", answer.header("etag")}});
            QCOMPARE(same.status, 304);
        }
    }
}

void TestWaitingPolls::answersThoseOfTheRoomOnly()
{
    WaitingPolls polls;
    QObject asker;
    const RoomRef kitchen {QUuid::createUuid(), 1, 0};
    const RoomRef hall {QUuid::createUuid(), 2, 0};
    QStringList answered;
    polls.add(kitchen.id, 60s, &asker, [&] { answered.append(u"kitchen"_s); });
    polls.add(hall.id, 60s, &asker, [&] { answered.append(u"hall"_s); });
    polls.deliver({entryIn(hall, 1)});
    QCOMPARE(answered, QStringList({u"hall"_s}));
    QCOMPARE(polls.count(), 1);
}

void TestWaitingPolls::answersEachOnceInOneBatch()
{
    WaitingPolls polls;
    QObject asker;
    const RoomRef room {QUuid::createUuid(), 1, 0};
    int answers = 0;
    polls.add(room.id, 60s, &asker, [&] { ++answers; });
    polls.deliver({entryIn(room, 1), entryIn(room, 2)});
    polls.deliver({entryIn(room, 3)});
    QCOMPARE(answers, 1);
}

void TestWaitingPolls::answersTheShorterWaitFirst()
{
    WaitingPolls polls;
    QObject asker;
    QStringList answered;
    polls.add(QUuid::createUuid(), 20ms, &asker, [&] { answered.append(u"longer"_s); });
    polls.add(QUuid::createUuid(), 1ms, &asker, [&] { answered.append(u"shorter"_s); });
    QTRY_COMPARE(answered, QStringList({u"shorter"_s, u"longer"_s}));
    QCOMPARE(polls.count(), 0);
}

void TestWaitingPolls::forgetsWhoHasGone()
{
    WaitingPolls polls;
    const RoomRef room {QUuid::createUuid(), 1, 0};
    bool answered = false;
    {
        QObject asker;
        polls.add(room.id, 60s, &asker, [&] { answered = true; });
        QCOMPARE(polls.count(), 1);
    }
    QCOMPARE(polls.count(), 0);
    polls.deliver({entryIn(room, 1)});
    QVERIFY(!answered);
}

void TestWaitingPolls::takesANewPollFromWithinAnAnswer()
{
    WaitingPolls polls;
    QObject asker;
    const RoomRef room {QUuid::createUuid(), 1, 0};
    int answers = 0;
    const std::function<void()> again = [&] {
        if (++answers < 3)
            polls.add(room.id, 60s, &asker, again);
    };
    polls.add(room.id, 60s, &asker, again);
    polls.deliver({entryIn(room, 1)});
    polls.deliver({entryIn(room, 2)});
    polls.end();
    QCOMPARE(answers, 3);
    QCOMPARE(polls.count(), 0);
}

QTEST_GUILESS_MAIN(TestWaitingPolls)
#include "tst_waiting_polls.moc"
