// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/outbox/outbox.h"
#include "app/server_connection/backoff.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;

namespace {

/// Takes what the outbox hands out; the test answers when it wants.
struct Post
{
    QList<Outgoing> sent;
    QList<Transport::SendDone> answers;

    Outbox::Sender sender()
    {
        return [this](const Outgoing &message, Transport::SendDone done) {
            sent.append(message);
            answers.append(std::move(done));
        };
    }
    void accept(qsizetype index)
    {
        answers[index](protocol::Accepted {sent[index].id, index + 1, {}});
    }
    void refuse(qsizetype index, Code code, std::chrono::seconds retryAfter = 0s)
    {
        answers[index](Error {code, u"because"_s, retryAfter});
    }
};

const QUuid lobby = QUuid::createUuid();
const QUuid attic = QUuid::createUuid();

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void sendsInOrderOneAtATime();
    void waitsWhileOffline();
    void triesAgainUnderTheSameId();
    void aRefusalForGoodLetsTheRoomGoOn();
    void anUnexplainedRefusalIsNotTriedForEver();
    void oneRoomDoesNotHoldUpAnother();
    void aRateLimitHoldsUpAll();
    void retryAndDiscardAreForFailedOnes();
    void anotherTransportSendsWhatWasUnderWayAgain();
    void whatComesBackNeedsNoReceipt();
    void survivesARestart();
    void anUnreadableFileIsPutAside();
    void spoiltEntriesDoNotCostTheOthers();
    void pausesGrowAndStayBelowTheCeiling();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestOutbox::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"outbox.json"_s);
}

void TestOutbox::sendsInOrderOneAtATime()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    QSignalSpy accepted(&outbox, &Outbox::accepted);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto first = outbox.add(lobby, u"first"_s);
    const auto second = outbox.add(lobby, u"second"_s);
    QCOMPARE(post.sent.size(), 1);
    QCOMPARE(post.sent[0].id, first.id);
    post.accept(0);
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].id, second.id);
    post.accept(1);
    post.accept(1); // an answer that comes twice
    QCOMPARE(accepted.size(), 2);
    QCOMPARE(outbox.size(), 0);
}

void TestOutbox::waitsWhileOffline()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    Post post;
    outbox.setSender(post.sender());
    outbox.add(lobby, u"first"_s);
    QVERIFY(post.sent.isEmpty());
    outbox.setOnline(true);
    QCOMPARE(post.sent.size(), 1);
    QCOMPARE(outbox.entries(lobby).size(), 1);
    QVERIFY(outbox.entries(attic).isEmpty());
}

void TestOutbox::triesAgainUnderTheSameId()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    outbox.setBackoff(Backoff(1ms, 1ms));
    QSignalSpy waiting(&outbox, &Outbox::waiting);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"first"_s);
    outbox.add(lobby, u"second"_s);
    post.refuse(0, Code::LogUnavailable);
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(post.sent.size(), 1);
    QTRY_COMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].id, post.sent[0].id);
    post.refuse(1, Code::NotConnected);
    QCOMPARE(waiting.size(), 1);
    outbox.setOnline(false);
    outbox.setOnline(true); // does not wait for the pause
    QCOMPARE(post.sent.size(), 3);
    post.accept(2);
    QCOMPARE(post.sent.last().text, u"second"_s);
}

void TestOutbox::aRefusalForGoodLetsTheRoomGoOn()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"bad"_s);
    outbox.add(lobby, u"good"_s);
    post.refuse(0, Code::TextInvalid);
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].text, u"good"_s);
    QVERIFY(outbox.entries(lobby)[0].failed);
    QVERIFY(!outbox.entries(lobby)[0].failure.isEmpty());
    post.accept(1);
    QCOMPARE(outbox.size(), 1);
}

void TestOutbox::anUnexplainedRefusalIsNotTriedForEver()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    outbox.setBackoff(Backoff(1ms, 1ms));
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"breaks the server"_s);
    outbox.add(lobby, u"good"_s);
    for (int attempt = 0; attempt < 5; ++attempt) {
        QVERIFY(!outbox.entries(lobby)[0].failed);
        QTRY_COMPARE(post.sent.size(), attempt + 1);
        post.refuse(attempt, Code::Internal);
    }
    QVERIFY(outbox.entries(lobby)[0].failed);
    QTRY_COMPARE(post.sent.last().text, u"good"_s);
    post.accept(post.sent.size() - 1);
    QCOMPARE(outbox.size(), 1);
}

void TestOutbox::oneRoomDoesNotHoldUpAnother()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    outbox.setBackoff(Backoff(1h, 1h, [] { return 0.9; }));
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"stuck"_s);
    post.refuse(0, Code::DatabaseUnavailable);
    outbox.add(attic, u"goes"_s);
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].room, attic);
    post.accept(1);
    QCOMPARE(outbox.entries(lobby).size(), 1);
}

void TestOutbox::aRateLimitHoldsUpAll()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"fast"_s);
    post.refuse(0, Code::TooManyRequests, 1s);
    outbox.add(attic, u"too"_s);
    QCOMPARE(post.sent.size(), 1);
    QTRY_COMPARE(post.sent.size(), 3);
}

void TestOutbox::retryAndDiscardAreForFailedOnes()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    QSignalSpy discarded(&outbox, &Outbox::discarded);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto entry = outbox.add(lobby, u"bad"_s);
    outbox.retry(entry.id);
    outbox.discard(entry.id);
    QCOMPARE(outbox.size(), 1);
    post.refuse(0, Code::RoomNotFound);
    outbox.retry(entry.id);
    QCOMPARE(post.sent.size(), 2);
    post.refuse(1, Code::RoomNotFound);
    outbox.discard(entry.id);
    QCOMPARE(discarded.size(), 1);
    QCOMPARE(outbox.size(), 0);
}

void TestOutbox::anotherTransportSendsWhatWasUnderWayAgain()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    Post before;
    outbox.setSender(before.sender());
    outbox.setOnline(true);
    outbox.add(lobby, u"first"_s);
    Post after;
    outbox.setSender(after.sender());
    QCOMPARE(after.sent.size(), 1);
    QCOMPARE(after.sent[0].id, before.sent[0].id);
    before.refuse(0, Code::TextInvalid); // nobody listens to it any more
    QVERIFY(!outbox.entries(lobby)[0].failed);
    after.accept(0);
    QCOMPARE(outbox.size(), 0);
}

void TestOutbox::whatComesBackNeedsNoReceipt()
{
    FileWriter writer;
    Outbox outbox(m_file, writer);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto first = outbox.add(lobby, u"first"_s);
    outbox.add(lobby, u"second"_s);
    outbox.confirm(first.id);
    outbox.confirm(first.id);
    QCOMPARE(post.sent.size(), 2);
    post.refuse(0, Code::NotConnected);
    QCOMPARE(outbox.size(), 1);
}

void TestOutbox::survivesARestart()
{
    QUuid id;
    {
        FileWriter writer;
        Outbox outbox(m_file, writer);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        id = outbox.add(lobby, u"안녕\nline"_s).id;
        outbox.add(attic, u"bad"_s);
        post.refuse(1, Code::TextInvalid);
    } // the end of the program, with one under way
    FileWriter writer;
    Outbox outbox(m_file, writer);
    QCOMPARE(outbox.size(), 2);
    QVERIFY(outbox.entries(attic)[0].failed);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    QCOMPARE(post.sent.size(), 1);
    QCOMPARE(post.sent[0].id, id);
    QCOMPARE(post.sent[0].text, u"안녕\nline"_s);
    QCOMPARE(QFile(m_file).permissions() & (QFileDevice::ReadOther | QFileDevice::ReadGroup),
             QFileDevice::Permissions());
}

void TestOutbox::anUnreadableFileIsPutAside()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not json");
    file.close();
    FileWriter writer;
    const Outbox outbox(m_file, writer);
    QCOMPARE(outbox.size(), 0);
    QVERIFY(QFile::exists(m_file + u".unreadable"_s));
}

void TestOutbox::spoiltEntriesDoNotCostTheOthers()
{
    const QByteArray json =
        R"({"version":1,"messages":[{"id":"x"},{"id":"0191d2f0-0000-7000-8000-000000000001",)"
        R"("room":"0191d2f0-0000-7000-8000-000000000002","text":"kept"},)"
        R"({"id":"0191d2f0-0000-7000-8000-000000000001",)"
        R"("room":"0191d2f0-0000-7000-8000-000000000002","text":"the same id"}]})";
    const auto parsed = parseOutbox(QJsonDocument::fromJson(json).object());
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 1);
    QVERIFY(!parseOutbox({}));
}

void TestOutbox::pausesGrowAndStayBelowTheCeiling()
{
    Backoff longest(500ms, 30s, [] { return 0.999999; });
    QCOMPARE_LE(longest.next(), 500ms);
    QCOMPARE_GT(longest.next(), 900ms);
    for (int i = 0; i < 100; ++i)
        QCOMPARE_LE(longest.next(), 30s);
    QCOMPARE_GT(longest.next(), 29s);
    QCOMPARE(longest.failures(), 103);
    longest.reset();
    QCOMPARE_LE(longest.next(), 500ms);
    Backoff shortest(500ms, 30s, [] { return 0.0; });
    QCOMPARE(shortest.next(), 50ms);
    Backoff random;
    QCOMPARE_LE(random.next(), 500ms);
}

QTEST_MAIN(TestOutbox)
#include "tst_outbox.moc"
