// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/app/archive_helpers.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using namespace std::chrono_literals;

namespace {

const QUuid lobby = QUuid::createUuid();
const QUuid attic = QUuid::createUuid();

protocol::Room roomNamed(const QString &name)
{
    protocol::Room room;
    room.id = QUuid::createUuid();
    room.name = name;
    room.creator = u"Ann"_s;
    room.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    return room;
}

} // namespace

class TestArchive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsThereForANewcomer();
    void everythingComesBackAtTheNextStart();
    void everyKindOfEntryComesBackAtTheNextStart();
    void theFileIsForItsOwnerOnly();
    void whyAMessageFailedIsKeptAndNotTheSentence();
    void anEntryThatIsTriedAgainStandsAtTheEnd();
    void aDraftIsWrittenOnceForManyKeys();
    void anEmptyDraftIsNone();
    void whatIsWrittenInOneTurnIsOneTransaction();
    void aWriteThatFailsIsToldOnceAndTriedAgain();
    void aTextThatCannotBeWrittenIsNotKept();
    void closingDoesNotWaitForEver();
    void theNewestOfWhatFailsIsWritten();
    void whatWasRemovedDoesNotComeBackByAnEarlierWrite();
    void theEpochOfARoomIsTriedAgain();

private:
    void open() { m_archive = openArchive(*m_files); }
    void reopen()
    {
        m_archive.reset();
        open();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
};

void TestArchive::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    open();
}

void TestArchive::cleanup()
{
    m_archive.reset();
}

void TestArchive::nothingIsThereForANewcomer()
{
    const Kept &kept = m_archive->kept();
    QVERIFY(kept.outbox.isEmpty());
    QVERIFY(kept.drafts.isEmpty());
    QVERIFY(kept.marks.isEmpty());
    QVERIFY(!kept.hasMarks);
    QVERIFY(kept.rooms.isEmpty());
    QVERIFY(kept.troubles.isEmpty());
    m_archive->beginMarks(); // of no room yet
    reopen();
    QVERIFY(m_archive->hasMarks());
}

void TestArchive::everythingComesBackAtTheNextStart()
{
    const OutboxEntry entry = waitingEntry(lobby, u"안녕\nline"_s);
    const QList<protocol::Room> rooms = {roomNamed(u"Lobby"_s), roomNamed(u"Attic"_s)};
    QVERIFY(addToOutbox(*m_archive, entry));
    m_archive->setDraft(attic, u"half a sent"_s);
    m_archive->setMark(lobby, {7, 5});
    m_archive->setMark(lobby, {9, 6});
    m_archive->keepRooms(rooms);
    reopen();
    QCOMPARE(m_archive->kept().outbox, QList {entry});
    QCOMPARE(m_archive->draft(attic), u"half a sent"_s);
    QCOMPARE(m_archive->draft(lobby), QString());
    QCOMPARE(m_archive->marks().value(lobby), (ReadMark {9, 6}));
    QVERIFY(m_archive->hasMarks());
    QCOMPARE(m_archive->kept().rooms, rooms);
    QVERIFY(m_archive->kept().troubles.isEmpty());
    m_archive->removeOutbox(entry.id);
    reopen();
    QVERIFY(m_archive->kept().outbox.isEmpty());
}

void TestArchive::everyKindOfEntryComesBackAtTheNextStart()
{
    const QUuid target = QUuid::createUuid();
    const QList<Submission> all = {TextMessage {u"an answer"_s, target},
                                   MessageEdit {target, u"안녕"_s}, MessageDeletion {target},
                                   MessageReaction {target, u"👍"_s},
                                   MessageReaction {target, u"👍"_s, true}};
    QList<OutboxEntry> entries;
    for (const Submission &what : all) {
        OutboxEntry entry = waitingEntry(lobby, {});
        entry.what = what;
        QVERIFY(addToOutbox(*m_archive, entry));
        entries.append(entry);
    }
    m_archive->noteTried(entries[1].id);
    entries[1].tried = true;
    reopen();
    QCOMPARE(m_archive->kept().outbox, entries);
}

void TestArchive::theFileIsForItsOwnerOnly()
{
    m_archive->setMark(lobby, {1, 1});
    const auto readable = QFileDevice::ReadOther | QFileDevice::ReadGroup;
    QTRY_VERIFY(QFile::exists(m_files->archive() + u"-wal"_s));
    for (const QString &ending : {u""_s, u"-wal"_s, u"-shm"_s})
        QCOMPARE(QFile(m_files->archive() + ending).permissions() & readable,
                 QFileDevice::Permissions());
}

void TestArchive::whyAMessageFailedIsKeptAndNotTheSentence()
{
    OutboxEntry entry = waitingEntry(lobby, u"much too long"_s);
    QVERIFY(addToOutbox(*m_archive, entry));
    entry.failure = OutboxFailure {OutboxFailure::Kind::Refused,
                                   {protocol::Code::TextInvalid, u"Too long."_s, 3s}};
    m_archive->changeOutbox(entry);
    reopen();
    QCOMPARE(m_archive->kept().outbox, QList {entry});
}

void TestArchive::anEntryThatIsTriedAgainStandsAtTheEnd()
{
    const OutboxEntry first = waitingEntry(lobby, u"first"_s);
    const OutboxEntry second = waitingEntry(lobby, u"second"_s);
    QVERIFY(addToOutbox(*m_archive, first));
    QVERIFY(addToOutbox(*m_archive, second));
    m_archive->moveOutboxToEnd(first);
    reopen();
    QCOMPARE(m_archive->kept().outbox, (QList {second, first}));
}

void TestArchive::aDraftIsWrittenOnceForManyKeys()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TABLE writes (text TEXT)"_s));
    QVERIFY(beside.run(u"CREATE TRIGGER written AFTER INSERT ON drafts BEGIN "
                       "INSERT INTO writes VALUES (NEW.text); END"_s));
    for (const QString &text : {u"h"_s, u"he"_s, u"hel"_s, u"hell"_s, u"hello"_s}) {
        m_archive->setDraft(lobby, text);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(beside.value(u"SELECT text FROM drafts"_s).toString(), u"hello"_s);
    QCOMPARE(beside.value(u"SELECT COUNT(*) FROM writes"_s).toInt(), 1);
}

void TestArchive::anEmptyDraftIsNone()
{
    m_archive->setDraft(lobby, u"hello"_s);
    reopen(); // closing writes it
    QCOMPARE(m_archive->draft(lobby), u"hello"_s);
    m_archive->setDraft(lobby, {});
    reopen();
    QVERIFY(m_archive->kept().drafts.isEmpty());
}

void TestArchive::whatIsWrittenInOneTurnIsOneTransaction()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON facts BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    m_archive->moveOutboxToEnd(waitingEntry(lobby, u"first"_s));
    m_archive->setMark(lobby, {1, 1});
    QTRY_COMPARE(trouble.size(), 1);
    QCOMPARE(beside.value(u"SELECT COUNT(*) FROM outbox"_s).toInt(), 0);
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QTRY_COMPARE(beside.value(u"SELECT COUNT(*) FROM outbox"_s).toInt(), 1);
    QCOMPARE(beside.value(u"SELECT COUNT(*) FROM marks"_s).toInt(), 1);
}

void TestArchive::aWriteThatFailsIsToldOnceAndTriedAgain()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON marks BEGIN "
                       "SELECT RAISE(ABORT, 'the disk is full'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    QSignalSpy over(m_archive.get(), &Archive::troubleOver);
    m_archive->setMark(lobby, {1, 1});
    QTRY_COMPARE(trouble.size(), 1);
    const auto told = trouble[0][0].value<Trouble>();
    QCOMPARE(told.code, Trouble::Code::WriteFailed);
    QVERIFY(!told.sentence.isEmpty());
    QVERIFY2(!told.sentence.contains(u"the disk is full"_s), qPrintable(told.sentence)); // SQLite's
    m_archive->setMark(attic, {2, 2});
    QVERIFY(newestOf(*m_archive, lobby, 1)); // by now that was tried too
    QCOMPARE(trouble.size(), 1);
    QVERIFY(over.isEmpty());
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QTRY_COMPARE(over.size(), 1);
    QCOMPARE(beside.value(u"SELECT COUNT(*) FROM marks"_s).toInt(), 2);
}

void TestArchive::aTextThatCannotBeWrittenIsNotKept()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'the disk is full'); END"_s));
    const auto added = addToOutbox(*m_archive, waitingEntry(lobby, u"lost?"_s));
    QVERIFY(!added);
    QVERIFY(added.error().sentence.contains(u"the disk is full"_s));
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QVERIFY(addToOutbox(*m_archive, waitingEntry(lobby, u"kept"_s)));
    reopen();
    QCOMPARE(m_archive->kept().outbox.size(), 1); // and not by itself later
}

void TestArchive::closingDoesNotWaitForEver()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"BEGIN IMMEDIATE"_s));
    m_archive->setMark(lobby, {1, 1});
    QElapsedTimer timer;
    timer.start();
    m_archive->close(50ms);
    QCOMPARE_LT(timer.elapsed(), 1500); // SQLite alone would wait for 2 s
    QVERIFY(beside.run(u"ROLLBACK"_s));
    QTRY_COMPARE(beside.value(u"SELECT COUNT(*) FROM marks"_s).toInt(), 1); // late, but written
}

void TestArchive::theNewestOfWhatFailsIsWritten()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON marks BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    for (qint64 position = 1; position <= 3; ++position) {
        m_archive->setMark(lobby, {position, position});
        QVERIFY(newestOf(*m_archive, lobby, 1));
    }
    QTRY_COMPARE(trouble.size(), 1);
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    QTRY_COMPARE(beside.value(u"SELECT position FROM marks"_s).toInt(), 3);
}

void TestArchive::whatWasRemovedDoesNotComeBackByAnEarlierWrite()
{
    const SqliteFile beside(m_files->archive());
    const OutboxEntry first = waitingEntry(lobby, u"first"_s);
    const OutboxEntry second = waitingEntry(lobby, u"second"_s);
    QVERIFY(addToOutbox(*m_archive, first));
    QVERIFY(addToOutbox(*m_archive, second));
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    m_archive->moveOutboxToEnd(first);
    m_archive->moveOutboxToEnd(second);
    QTRY_COMPARE(trouble.size(), 1);
    QVERIFY(answerOf<void>([&](QObject *context, const auto &done) {
        m_archive->removeOutbox({first.id, second.id}, context, done);
    }));
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    reopen(); // writes what waited
    QVERIFY(m_archive->kept().outbox.isEmpty());
}

void TestArchive::theEpochOfARoomIsTriedAgain()
{
    const SqliteFile beside(m_files->archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON epochs BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END"_s));
    QSignalSpy trouble(m_archive.get(), &Archive::trouble);
    m_archive->setEpoch(lobby, "first");
    QTRY_COMPARE(trouble.size(), 1);
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    reopen();
    QCOMPARE(m_archive->epoch(lobby), QByteArray("first"));
}

QTEST_GUILESS_MAIN(TestArchive)
#include "tst_archive.moc"
