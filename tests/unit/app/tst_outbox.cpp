// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/backoff.h"
#include "tests/unit/app/outbox_helpers.h"

#include <QLocale>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::Error;

namespace {

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
    void whatIsDoneWithDoesNotComeBack();
    void whatIsTriedAgainWaitsAtTheEndAlsoAfterARestart();
    void aTextIsShownOnceItIsKept();
    void aTextThatCannotBeKeptIsToldAndNotSent();
    void whatComesBackIsToldWhereverItStands();
    void whatWaitedForADayIsNotSentByItself();
    void whyItFailedIsSaidInTheLanguageOfNow();
    void allThatIsNotSentCanBeDiscarded();
    void nothingThatWasShownIsLostHoweverTheProgramEnds();
    void pausesGrowAndStayBelowTheCeiling();

private:
    void reopen()
    {
        m_archive.reset();
        m_archive = openArchive(*m_files);
    }
    /// What an earlier program left: an entry of that age.
    OutboxEntry leave(const QUuid &room, const QString &text, std::chrono::hours age)
    {
        OutboxEntry entry = waitingEntry(room, text);
        entry.written = entry.written.addSecs(-std::chrono::seconds(age).count());
        if (!addToOutbox(*m_archive, entry))
            qFatal("The entry cannot be kept.");
        reopen();
        return entry;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
};

void TestOutbox::init()
{
    m_archive.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
}

void TestOutbox::sendsInOrderOneAtATime()
{
    Outbox outbox(*m_archive);
    QSignalSpy accepted(&outbox, &Outbox::accepted);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto first = add(outbox, lobby, u"first"_s);
    const auto second = add(outbox, lobby, u"second"_s);
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
    Outbox outbox(*m_archive);
    Post post;
    outbox.setSender(post.sender());
    add(outbox, lobby, u"first"_s);
    QVERIFY(post.sent.isEmpty());
    outbox.setOnline(true);
    QCOMPARE(post.sent.size(), 1);
    QCOMPARE(outbox.entries(lobby).size(), 1);
    QVERIFY(outbox.entries(attic).isEmpty());
}

void TestOutbox::triesAgainUnderTheSameId()
{
    Outbox outbox(*m_archive);
    outbox.setBackoff(Backoff(1ms, 1ms));
    QSignalSpy waiting(&outbox, &Outbox::waiting);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"first"_s);
    add(outbox, lobby, u"second"_s);
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
    QCOMPARE(textOf(post.sent.last().what), u"second"_s);
}

void TestOutbox::aRefusalForGoodLetsTheRoomGoOn()
{
    Outbox outbox(*m_archive);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"bad"_s);
    add(outbox, lobby, u"good"_s);
    post.refuse(0, Code::TextInvalid);
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(textOf(post.sent[1].what), u"good"_s);
    QVERIFY(outbox.entries(lobby)[0].hasFailed());
    QVERIFY(!failureText(outbox.entries(lobby)[0]).isEmpty());
    post.accept(1);
    QCOMPARE(outbox.size(), 1);
}

void TestOutbox::anUnexplainedRefusalIsNotTriedForEver()
{
    Outbox outbox(*m_archive);
    outbox.setBackoff(Backoff(1ms, 1ms));
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"breaks the server"_s);
    add(outbox, lobby, u"good"_s);
    for (int attempt = 0; attempt < 5; ++attempt) {
        QVERIFY(!outbox.entries(lobby)[0].hasFailed());
        QTRY_COMPARE(post.sent.size(), attempt + 1);
        post.refuse(attempt, Code::Internal);
    }
    QVERIFY(outbox.entries(lobby)[0].hasFailed());
    QTRY_COMPARE(textOf(post.sent.last().what), u"good"_s);
    post.accept(post.sent.size() - 1);
    QCOMPARE(outbox.size(), 1);
}

void TestOutbox::oneRoomDoesNotHoldUpAnother()
{
    Outbox outbox(*m_archive);
    outbox.setBackoff(Backoff(1h, 1h, [] { return 0.9; }));
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"stuck"_s);
    post.refuse(0, Code::DatabaseUnavailable);
    add(outbox, attic, u"goes"_s);
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].room, attic);
    post.accept(1);
    QCOMPARE(outbox.entries(lobby).size(), 1);
}

void TestOutbox::aRateLimitHoldsUpAll()
{
    Outbox outbox(*m_archive);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"fast"_s);
    post.refuse(0, Code::TooManyRequests, 1s);
    add(outbox, attic, u"too"_s);
    QCOMPARE(post.sent.size(), 1);
    QTRY_COMPARE(post.sent.size(), 3);
}

void TestOutbox::retryAndDiscardAreForFailedOnes()
{
    Outbox outbox(*m_archive);
    QSignalSpy discarded(&outbox, &Outbox::discarded);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto entry = add(outbox, lobby, u"bad"_s);
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
    Outbox outbox(*m_archive);
    Post before;
    outbox.setSender(before.sender());
    outbox.setOnline(true);
    add(outbox, lobby, u"first"_s);
    Post after;
    outbox.setSender(after.sender());
    QCOMPARE(after.sent.size(), 1);
    QCOMPARE(after.sent[0].id, before.sent[0].id);
    before.refuse(0, Code::TextInvalid); // nobody listens to it any more
    QVERIFY(!outbox.entries(lobby)[0].hasFailed());
    after.accept(0);
    QCOMPARE(outbox.size(), 0);
}

void TestOutbox::whatComesBackNeedsNoReceipt()
{
    Outbox outbox(*m_archive);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto first = add(outbox, lobby, u"first"_s);
    add(outbox, lobby, u"second"_s);
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
        Outbox outbox(*m_archive);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        id = add(outbox, lobby, u"안녕\nline"_s).id;
        add(outbox, attic, u"bad"_s);
        post.refuse(1, Code::TextInvalid);
    } // the end of the program, with one under way
    reopen();
    Outbox outbox(*m_archive);
    QCOMPARE(outbox.size(), 2);
    QVERIFY(outbox.entries(attic)[0].hasFailed());
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    QCOMPARE(post.sent.size(), 1);
    QCOMPARE(post.sent[0].id, id);
    QCOMPARE(textOf(post.sent[0].what), u"안녕\nline"_s);
}

void TestOutbox::whatIsDoneWithDoesNotComeBack()
{
    {
        Outbox outbox(*m_archive);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        add(outbox, lobby, u"accepted"_s);
        post.accept(0);
        outbox.confirm(add(outbox, lobby, u"seen"_s).id);
        const OutboxEntry bad = add(outbox, lobby, u"bad"_s);
        post.refuse(2, Code::TextInvalid);
        outbox.discard(bad.id);
    }
    reopen();
    QVERIFY(m_archive->kept().outbox.isEmpty());
}

void TestOutbox::whatIsTriedAgainWaitsAtTheEndAlsoAfterARestart()
{
    {
        Outbox outbox(*m_archive);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        const OutboxEntry bad = add(outbox, lobby, u"bad"_s);
        post.refuse(0, Code::TextInvalid);
        outbox.setOnline(false);
        add(outbox, lobby, u"next"_s);
        outbox.retry(bad.id);
    }
    reopen();
    QCOMPARE(m_archive->kept().outbox.size(), 2);
    QCOMPARE(textOf(m_archive->kept().outbox[0].what), u"next"_s);
    QVERIFY(!m_archive->kept().outbox[1].hasFailed());
}

void TestOutbox::aTextIsShownOnceItIsKept()
{
    Outbox outbox(*m_archive);
    const SqliteFile beside(m_files->archive());
    QStringList keptThen;
    connect(&outbox, &Outbox::added, this, [&](const OutboxEntry &) {
        keptThen += beside.value(u"SELECT text FROM outbox"_s).toString();
    });
    add(outbox, lobby, u"hello"_s);
    QCOMPARE(keptThen, QStringList {u"hello"_s});
}

void TestOutbox::aTextThatCannotBeKeptIsToldAndNotSent()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'the disk is full'); END"_s));
    Outbox outbox(*m_archive);
    QSignalSpy added(&outbox, &Outbox::added);
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    const auto kept = answerOf<void>(
        [&](QObject *, const auto &done) { outbox.add(lobby, TextMessage {u"hello"_s}, done); });
    QVERIFY(!kept);
    QVERIFY(kept.error().sentence.contains(u"the disk is full"_s));
    QVERIFY(added.isEmpty());
    QVERIFY(post.sent.isEmpty());
    QVERIFY(outbox.unsent().isEmpty());
}

void TestOutbox::whatComesBackIsToldWhereverItStands()
{
    Outbox outbox(*m_archive);
    QSignalSpy confirmed(&outbox, &Outbox::confirmed);
    const OutboxEntry entry = add(outbox, lobby, u"first"_s);
    outbox.confirm(entry.id); // in an older page, before any answer
    QCOMPARE(confirmed.size(), 1);
    QCOMPARE(confirmed[0][0].value<OutboxEntry>(), entry);
    outbox.confirm(entry.id);
    QCOMPARE(confirmed.size(), 1);
}

void TestOutbox::whatWaitedForADayIsNotSentByItself()
{
    const OutboxEntry old = leave(lobby, u"see you in a minute"_s, 25h);
    const OutboxEntry fresh = leave(lobby, u"hello"_s, 23h);
    {
        Outbox outbox(*m_archive);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        QCOMPARE(post.sent.size(), 1);
        QCOMPARE(post.sent[0].id, fresh.id);
        const OutboxEntry failed = outbox.entries(lobby)[0];
        QVERIFY(failed.hasFailed());
        const QString day =
            QLocale().toString(old.written.toLocalTime().date(), QLocale::LongFormat);
        QVERIFY2(failureText(failed).contains(day), qPrintable(failureText(failed)));
        outbox.retry(old.id); // the person decides
        post.accept(0);
        QCOMPARE(post.sent.size(), 2);
        QCOMPARE(post.sent[1].id, old.id);
    }
}

void TestOutbox::whyItFailedIsSaidInTheLanguageOfNow()
{
    leave(lobby, u"bad"_s, 1h);
    {
        Outbox outbox(*m_archive);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        post.refuse(0, Code::TextInvalid);
    }
    reopen();
    const OutboxEntry failed = m_archive->kept().outbox[0];
    QVERIFY(failureText(failed).startsWith(u"A message has"_s));
    QTranslator korean;
    QVERIFY(korean.load(u":/i18n/samsa_ko.qm"_s));
    QVERIFY(QCoreApplication::installTranslator(&korean));
    QVERIFY(!failureText(failed).startsWith(u"A message has"_s));
    QCoreApplication::removeTranslator(&korean);
}

void TestOutbox::allThatIsNotSentCanBeDiscarded()
{
    {
        Outbox outbox(*m_archive);
        QSignalSpy discarded(&outbox, &Outbox::discarded);
        QSignalSpy added(&outbox, &Outbox::added);
        Post post;
        outbox.setSender(post.sender());
        outbox.setOnline(true);
        add(outbox, lobby, u"under way"_s);
        add(outbox, attic, u"bad"_s);
        post.refuse(1, Code::TextInvalid);
        outbox.add(lobby, TextMessage {u"not even kept yet"_s});
        QCOMPARE(outbox.unsent().size(), 3);
        QVERIFY(answerOf<void>([&](QObject *, const auto &done) { outbox.discardAll(done); }));
        QCOMPARE(discarded.size(), 3);
        QCOMPARE(added.size(), 2);
        QVERIFY(outbox.unsent().isEmpty());
        post.refuse(0, Code::NotConnected); // an answer that nobody waits for
        QCOMPARE(post.sent.size(), 2);
    }
    reopen();
    QVERIFY(m_archive->kept().outbox.isEmpty());
}

void TestOutbox::nothingThatWasShownIsLostHoweverTheProgramEnds()
{
    for (int round = 0; round < 100; ++round) {
        const QString nickname = u"Ann %1"_s.arg(round);
        QProcess program;
        program.start(QStringLiteral(SAMSA_OUTBOX_WRITER), {m_folder->path(), nickname});
        // The moment is after some line that it printed, wherever it is by then with the next ones.
        const int lines = QRandomGenerator::global()->bounded(30);
        QByteArray printed;
        while (printed.count('\n') < lines) {
            QVERIFY2(program.waitForReadyRead(20'000), qPrintable(program.errorString()));
            printed += program.readAllStandardOutput();
        }
        program.kill(); // SIGKILL
        QVERIFY(program.waitForFinished());
        printed += program.readAllStandardOutput();

        const PersonFiles files(m_folder->path(), PersonFiles::thisComputer(), nickname);
        const auto archive = openArchive(files);
        QVERIFY(archive->kept().troubles.isEmpty());
        QSet<QByteArray> kept;
        for (const OutboxEntry &entry : archive->kept().outbox)
            kept.insert(bodyOf({entry.id, entry.room, entry.what}));
        printed.truncate(printed.lastIndexOf('\n') + 1); // the last line may be half of one
        for (const QByteArray &body : printed.split('\n'))
            QVERIFY2(body.isEmpty() || kept.contains(body), body.constData());
    }
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
