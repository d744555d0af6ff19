// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/account/account.h"
#include "tests/support/test_server.h"
#include "tests/unit/app/archive_helpers.h"
#include "ui/timeline/message_roles.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::app;
using namespace std::chrono_literals;
using samsa::test::TestServer;
using samsa::ui::TransportKind;

/// The server comes back with a backup of its database, and people have what came after it.
class TestPutBack : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void readsTheOpenRoomAnew_data();
    void readsTheOpenRoomAnew();
    void readsARoomOfTheLastTimeAnew_data();
    void readsARoomOfTheLastTimeAnew();
    void goesOnAfterAnOrdinaryRestart_data();
    void goesOnAfterAnOrdinaryRestart();

private:
    void join(TransportKind kind);
    void end()
    {
        m_anew.reset();
        m_account.reset();
        m_writer.flush();
    }
    void say(const QByteArray &text)
    {
        QCOMPARE(m_server->client(m_ben)
                     .post(samsa::test::messagesPath(m_room), R"({"text": ")" + text + R"("})")
                     .status,
                 201);
    }
    QString file() const { return m_server->options.dataDir + u"/samsa.sqlite"_s; }
    void backUp()
    {
        m_server->stop();
        QVERIFY(QFile::copy(file(), file() + u".backup"_s));
        QVERIFY(m_server->start());
    }
    void putBack()
    {
        QVERIFY(QFile::remove(file()));
        QVERIFY(QFile::copy(file() + u".backup"_s, file()));
        QVERIFY(m_server->start());
    }
    QStringList texts() const
    {
        const MessageModel &model = *m_account->conversation().model();
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(model.index(row).data(samsa::ui::TextRole).toString());
        return texts;
    }

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    FileWriter m_writer;
    QByteArray m_ben;
    QUuid m_room;
    std::unique_ptr<Account> m_account;
    std::unique_ptr<QSignalSpy> m_anew;
};

static void bothWays()
{
    QTest::addColumn<TransportKind>("kind");
    QTest::newRow("polling") << TransportKind::Polling;
    QTest::newRow("live") << TransportKind::Live;
}

void TestPutBack::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_server->options.port = m_server->port();
    m_folder = std::make_unique<QTemporaryDir>();
    m_ben = m_server->claim("Ben");
    m_room = m_server->makeRoom(m_ben, "Kitchen");
    say("one");
    say("two");
}

void TestPutBack::cleanup()
{
    end();
    m_server.reset();
}

void TestPutBack::join(TransportKind kind)
{
    JoinedServer server;
    const QUrl url(u"http://127.0.0.1:%1"_s.arg(m_server->options.port));
    server.label = url.host();
    server.files = std::make_unique<PersonFiles>(m_folder->path(), url.toString(), u"Ann"_s);
    QVERIFY(server.files->take());
    server.archive = samsa::test::openArchive(*server.files);
    server.http = std::make_unique<HttpClient>(url);
    server.identity = std::make_unique<Identity>(*server.http, server.files->session(), m_writer);
    bool claimed = false;
    server.identity->claim(u"Ann"_s, {}, [&claimed](const auto &result) { claimed = result.ok(); });
    QTRY_VERIFY(claimed);
    m_account = std::make_unique<Account>(std::move(server), 20ms);
    m_anew = std::make_unique<QSignalSpy>(&m_account->conversation(), &Conversation::begunAnew);
    m_account->start(kind);
    QTRY_VERIFY(m_account->knowsRooms());
    m_account->open(m_room);
    QTRY_VERIFY(m_account->conversation().isLoaded());
}

void TestPutBack::readsTheOpenRoomAnew_data()
{
    bothWays();
}

void TestPutBack::readsTheOpenRoomAnew()
{
    QFETCH(const TransportKind, kind);
    join(kind);
    backUp();
    say("lost");
    say("lost as well");
    QTRY_COMPARE_WITH_TIMEOUT(texts().size(), 4, 20'000);
    QCOMPARE(m_anew->count(), 0);

    m_server->stop();
    m_account->outbox().add(m_room, TextMessage {u"mine"_s});
    putBack();

    QTRY_COMPARE_WITH_TIMEOUT(texts(), QStringList({u"one"_s, u"two"_s, u"mine"_s}), 30'000);
    QCOMPARE(m_anew->count(), 1);
    say("after");
    QTRY_COMPARE_WITH_TIMEOUT(texts().constLast(), u"after"_s, 20'000);
    QCOMPARE(m_server->history(m_ben, m_room), texts());
}

void TestPutBack::readsARoomOfTheLastTimeAnew_data()
{
    bothWays();
}

void TestPutBack::readsARoomOfTheLastTimeAnew()
{
    QFETCH(const TransportKind, kind);
    join(kind);
    backUp();
    say("lost");
    say("lost as well");
    QTRY_COMPARE_WITH_TIMEOUT(texts().size(), 4, 20'000);
    end();
    m_server->stop();
    putBack();
    for (int i = 0; i < 5; ++i)
        say("after");

    join(kind);

    QTRY_COMPARE_WITH_TIMEOUT(texts(), m_server->history(m_ben, m_room), 20'000);
    QCOMPARE(m_anew->count(), 1);
    // What is kept now is of this log: the next time nothing is said of it.
    end();
    join(kind);
    QTRY_COMPARE_WITH_TIMEOUT(texts(), m_server->history(m_ben, m_room), 20'000);
    QCOMPARE(m_anew->count(), 0);
}

void TestPutBack::goesOnAfterAnOrdinaryRestart_data()
{
    bothWays();
}

void TestPutBack::goesOnAfterAnOrdinaryRestart()
{
    QFETCH(const TransportKind, kind);
    join(kind);
    for (const QByteArray &text : {QByteArray("three"), QByteArray("four")}) {
        QVERIFY(m_server->restart());
        say(text);
        QTRY_COMPARE_WITH_TIMEOUT(texts().constLast(), QString::fromLatin1(text), 20'000);
    }
    end();
    QVERIFY(m_server->restart());
    say("five");
    join(kind);
    QTRY_COMPARE_WITH_TIMEOUT(texts().constLast(), u"five"_s, 20'000);
    QCOMPARE(texts().size(), 5);
    QCOMPARE(m_anew->count(), 0);
}

QTEST_GUILESS_MAIN(TestPutBack)
#include "tst_put_back.moc"
