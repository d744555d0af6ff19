// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/sessions.h"
#include "server/log/history.h"
#include "server/log/local/local_log.h"
#include "server/store/log_questions.h"
#include "tests/support/await.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/database_server.h"
#include "tests/support/log_probe.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QUrl>

#include <thread>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using protocol::Code;
using test::CuttingProxy;
using test::DatabaseServer;
using test::LogProbe;

namespace {

/// Does what waits for the database while this thread passes on the proxy's bytes.
void besideTheEventLoop(const std::function<void()> &what)
{
    QEventLoop loop;
    std::thread thread([&] {
        what();
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    thread.join();
}

} // namespace

/// What a database on a server does to us by going away, and coming back.
class TestDatabaseOutage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();
    void requestsAreAnsweredAgainWhenTheServerIsBack();
    void whoIsInStaysInWhileTheServerHangs();
    void everyQuestionHasAnEndWhileTheServerHangs();
    void theLocalLogRefusesWhileTheServerHangs();
    void theLocalLogGoesOnWhenTheServerIsBack();
    void aCommitWhoseAnswerWasLostIsFoundOut();
    void aSecondServerIsKeptOutOfTheLocalLog();
    void theLockOfAServerThatLostItsConnectionIsTakenAgain();

private:
    QStringList stored(const RoomRef &room);
    bool findNobody();

    TaskQueue m_queue;
    DatabaseServer *m_server = nullptr;
    QString m_url;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<store::LogQuestions> m_questions;
    RoomRef m_room;
};

void TestDatabaseOutage::initTestCase_data()
{
    samsa::test::addDatabaseServerKinds();
}

void TestDatabaseOutage::init()
{
    QFETCH_GLOBAL(DatabaseServer::Kind, kind);
    m_server = &DatabaseServer::shared(kind);
    m_url = m_server->newDatabase();
    m_store = std::make_unique<store::Store>(m_url);
    QVERIFY(m_store->open().ok());
    m_questions = std::make_unique<store::LogQuestions>(m_url);
    QVERIFY(m_questions->open().ok());
    m_room = test::makeRoom(*m_store, u"Garden"_s);
}

void TestDatabaseOutage::cleanup()
{
    m_server->resume();
    m_questions.reset();
    m_store.reset();
}

QStringList TestDatabaseOutage::stored(const RoomRef &room)
{
    const auto page = test::await<store::Result<store::StoredPage>>([&](auto reply) {
        m_store->history({.room = room,
                          .after = 0,
                          .before = {},
                          .ceiling = std::numeric_limits<qint64>::max(),
                          .messages = 1000},
                         reply);
    });
    return page ? test::textsOf(page->messages) : QStringList {page.error().sentence};
}

/// Whether the database answers a client.
bool TestDatabaseOutage::findNobody()
{
    return test::await<store::Result<std::optional<store::SessionRow>>>(
               [&](auto reply) { m_store->findSession("nobody", reply); })
        .ok();
}

void TestDatabaseOutage::requestsAreAnsweredAgainWhenTheServerIsBack()
{
    m_server->kill();
    const auto away = m_questions->loadRooms();
    QVERIFY(!away.ok());
    QCOMPARE(away.error().code, Code::DatabaseUnavailable);
    QVERIFY(!findNobody());
    QVERIFY(!m_store->healthy());

    QVERIFY2(m_server->restart(), qPrintable(m_server->error()));
    const auto back = m_questions->loadRooms();
    QVERIFY(back.ok());
    QCOMPARE(back->constFirst().ref, m_room);
    QVERIFY(findNobody());

    // Also when nobody asked meanwhile: the first to ask must not pay for it.
    QVERIFY2(m_server->restart(), qPrintable(m_server->error()));
    QVERIFY(m_questions->loadRooms().ok());
    QVERIFY(findNobody());
    QVERIFY(m_store->healthy());
}

void TestDatabaseOutage::whoIsInStaysInWhileTheServerHangs()
{
    store::Store store(m_url);
    QVERIFY(store.open().ok());
    Metrics metrics;
    chat::Sessions sessions(store, chat::AccessKey(), {.remembered = 0ms}, metrics);
    TaskQueue queue;
    QByteArray token;
    sessions.claim({u"Ann"_s, {}, {}, {}, false}, queue, [&](const auto &claimed) {
        QVERIFY(claimed);
        token = claimed->token;
    });
    QTRY_VERIFY(!token.isEmpty());
    m_server->suspend();

    std::optional<protocol::Result<chat::SessionPtr>> answer;
    sessions.find(token, queue, [&](const auto &session) { answer = session; });
    QTRY_VERIFY((sessions.flush(), answer.has_value()));

    QCOMPARE(answer->value()->nickname, u"Ann"_s);
    // A stranger's is another matter.
    answer.reset();
    sessions.find(chat::Sessions::makeToken(), queue, [&](const auto &s) { answer = s; });
    sessions.flush();
    sessions.flush();
    QCoreApplication::processEvents();
    QVERIFY(!answer);
    m_server->resume();
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, Code::Unauthorized);
}

void TestDatabaseOutage::everyQuestionHasAnEndWhileTheServerHangs()
{
    m_server->suspend();
    QElapsedTimer clock;
    clock.start();
    QList<Code> answers;
    for (int i = 0; i < 20; ++i) {
        m_store->findSession("hash", {m_queue, [&](const auto &session) {
                                          QVERIFY(!session);
                                          answers.append(session.error().code);
                                      }});
    }

    const auto positions = m_questions->persistedPositions();
    QVERIFY2(clock.elapsed() < 6'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!positions);
    QCOMPARE(positions.error().code, Code::DatabaseUnavailable);
    QTRY_COMPARE(answers.size(), 20);
    QVERIFY2(clock.elapsed() < 7'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(answers.count(Code::DatabaseUnavailable), 20);
    QVERIFY(!m_store->healthy());

    // Who comes now does not wait as long again, and nothing piles up.
    clock.start();
    QVERIFY(!findNobody());
    QVERIFY(!m_questions->persistedPositions());
    QVERIFY2(clock.elapsed() < 6'000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(m_store->waiting() <= 1);
    QVERIFY(m_questions->waiting() <= 1);
    m_store->close();
    m_questions->close();
    QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
}

void TestDatabaseOutage::theLocalLogRefusesWhileTheServerHangs()
{
    LogProbe probe;
    log::Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    log::LocalLog log(m_url, tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    const auto message = test::messageTo(m_room, u"hello"_s);
    m_server->suspend();

    log.append(message, probe.answer());
    QTRY_COMPARE_WITH_TIMEOUT(probe.answers().size(), 1u, 45'000);
    QCOMPARE(probe.answers().front().error().code, Code::LogUnavailable);

    m_server->resume();
    QVERIFY(LogProbe::send(log, message).ok());
    QCOMPARE(stored(m_room), QStringList(u"hello"_s));
}

void TestDatabaseOutage::theLocalLogGoesOnWhenTheServerIsBack()
{
    LogProbe probe;
    log::Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    log::LocalLog log(m_url, tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    QVERIFY(LogProbe::send(log, test::messageTo(m_room, u"before"_s)).ok());

    m_server->kill();
    const auto message = test::messageTo(m_room, u"meanwhile"_s);
    const auto refused = LogProbe::send(log, message);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, Code::LogUnavailable);
    QVERIFY(!log.health().writable);

    QVERIFY2(m_server->restart(), qPrintable(m_server->error()));
    QVERIFY(LogProbe::send(log, message).ok());
    QVERIFY(LogProbe::send(log, test::messageTo(m_room, u"after"_s)).ok());
    QVERIFY(!probe.sawDisorder());
    const QStringList all {u"before"_s, u"meanwhile"_s, u"after"_s};
    QCOMPARE(test::textsOf(probe.entries()), all);
    QCOMPARE(stored(m_room), all);
}

void TestDatabaseOutage::aCommitWhoseAnswerWasLostIsFoundOut()
{
    QUrl url(m_url);
    CuttingProxy proxy(quint16(url.port()));
    url.setPort(proxy.serverPort());
    LogProbe probe;
    log::Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    log::LocalLog log(url.toString(), tail);
    protocol::Result<void> opened = protocol::Error {};
    besideTheEventLoop([&] { opened = log.open(probe.deliver(), 5s); });
    QVERIFY(opened.ok());

    proxy.cutTheAnswerTo("COMMIT");
    const auto first = test::messageTo(m_room, u"first"_s);
    log.append(first, probe.answer());
    QTRY_COMPARE(probe.answers().size(), 1u);
    QCOMPARE(proxy.cuts(), 1);
    QVERIFY(probe.answers().front().ok()); // Nobody but the log noticed.
    QCOMPARE(stored(m_room), QStringList(u"first"_s));

    log.append(test::messageTo(m_room, u"second"_s), probe.answer());
    QTRY_COMPARE(probe.answers().size(), 2u);
    log.append(first, probe.answer());
    QTRY_COMPARE(probe.answers().size(), 3u);
    QVERIFY(probe.answers().at(1).ok());
    QVERIFY(probe.answers().at(2).ok());
    const QStringList both {u"first"_s, u"second"_s};
    QCOMPARE(test::textsOf(probe.entries()), both);
    QCOMPARE(stored(m_room), both);
    QCOMPARE(probe.answers().at(2)->position, probe.entries().front()->position);
    besideTheEventLoop([&] { log.close(5s); });
}

void TestDatabaseOutage::aSecondServerIsKeptOutOfTheLocalLog()
{
    LogProbe probe;
    log::Tail tail(1'000'000);
    log::LocalLog first(m_url, tail);
    QVERIFY(first.open(probe.deliver(), 5s).ok());
    log::LocalLog second(m_url, tail);
    const auto refused = second.open(probe.deliver(), 5s);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, Code::StartFailed);
    QVERIFY2(refused.error().sentence.contains(u"Another server"_s),
             qPrintable(refused.error().sentence));
    first.close(5s);
    log::LocalLog third(m_url, tail);
    QVERIFY(third.open(probe.deliver(), 5s).ok());
}

void TestDatabaseOutage::theLockOfAServerThatLostItsConnectionIsTakenAgain()
{
    LogProbe probe;
    log::Tail tail(1'000'000);
    tail.addRoom(m_room, 0);
    log::LocalLog log(m_url, tail);
    QVERIFY(log.open(probe.deliver(), 5s).ok());
    QVERIFY2(m_server->restart(), qPrintable(m_server->error()));
    QVERIFY(LogProbe::send(log, test::messageTo(m_room, u"hello"_s)).ok());

    log::Tail otherTail(1'000'000);
    log::LocalLog other(m_url, otherTail);
    QCOMPARE(other.open(probe.deliver(), 5s).error().code, Code::StartFailed);
}

QTEST_GUILESS_MAIN(TestDatabaseOutage)
#include "tst_database_outage.moc"
