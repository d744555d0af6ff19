// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/archive/former_files.h"
#include "app/storage/free_name.h"
#include "protocol/shapes.h"
#include "tests/unit/app/archive_helpers.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;

namespace {

const QUuid lobby = QUuid::fromString(u"0191d2f0-0000-7000-8000-000000000002"_s);

// What a program of version 1 of the archive wrote, with something in each table.
const QStringList archiveOfVersion1 = {
    u"PRAGMA journal_mode = WAL"_s,
    u"CREATE TABLE cached_rooms (key INTEGER PRIMARY KEY, room BLOB NOT NULL UNIQUE, "
    "opened INTEGER NOT NULL DEFAULT 0, messages INTEGER NOT NULL DEFAULT 0, "
    "bytes INTEGER NOT NULL DEFAULT 0)"_s,
    u"CREATE TABLE messages (room INTEGER NOT NULL, position INTEGER NOT NULL, "
    "id BLOB NOT NULL, time INTEGER NOT NULL, nickname TEXT NOT NULL, text TEXT NOT NULL, "
    "details BLOB, changed INTEGER NOT NULL, PRIMARY KEY (room, position)) WITHOUT ROWID"_s,
    u"CREATE INDEX messages_by_time ON messages (room, time)"_s,
    u"CREATE INDEX messages_by_id ON messages (id)"_s,
    u"CREATE TABLE spans (room INTEGER NOT NULL, first INTEGER NOT NULL, "
    "last INTEGER NOT NULL, PRIMARY KEY (room, first)) WITHOUT ROWID"_s,
    u"CREATE TABLE room_list (place INTEGER PRIMARY KEY, description BLOB NOT NULL)"_s,
    u"CREATE TABLE outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, "
    "id BLOB NOT NULL UNIQUE, room BLOB NOT NULL, text TEXT NOT NULL, "
    "written INTEGER NOT NULL, failure INTEGER, failure_code TEXT NOT NULL, "
    "failure_sentence TEXT NOT NULL, failure_retry_after INTEGER NOT NULL)"_s,
    u"CREATE TABLE drafts (room BLOB PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"_s,
    u"CREATE TABLE marks (room BLOB PRIMARY KEY, position INTEGER NOT NULL, "
    "count INTEGER NOT NULL, own TEXT NOT NULL, mentions TEXT NOT NULL) WITHOUT ROWID"_s,
    u"CREATE TABLE facts (name TEXT PRIMARY KEY) WITHOUT ROWID"_s,
    u"CREATE TABLE taken_over (hash BLOB PRIMARY KEY) WITHOUT ROWID"_s,
    u"INSERT INTO cached_rooms VALUES (1, x'0191d2f0000070008000000000000002', 0, 1, 7)"_s,
    u"INSERT INTO messages VALUES (1, 7, x'0191d2f00000700080000000000000b1', 1767323045006, "
    "'Bob', 'said', NULL, 0)"_s,
    u"INSERT INTO spans VALUES (1, 1, 7)"_s,
    u"INSERT INTO outbox VALUES (3, x'0191d2f00000700080000000000000a1', "
    "x'0191d2f0000070008000000000000002', 'waits', 1767323045006, NULL, '', '', 0)"_s,
    u"INSERT INTO outbox VALUES (4, x'0191d2f00000700080000000000000a2', "
    "x'0191d2f0000070008000000000000002', 'failed', 1767323045007, 0, 'text_invalid', 'No.', 0)"_s,
    u"INSERT INTO drafts VALUES (x'0191d2f0000070008000000000000002', 'half')"_s,
    u"INSERT INTO marks VALUES (x'0191d2f0000070008000000000000002', 7, 5, '8 9', '')"_s,
    u"INSERT INTO facts VALUES ('marks')"_s,
    u"PRAGMA user_version = 1"_s,
};
const QByteArray formerOutbox =
    R"({"version":1,"messages":[{"id":"0191d2f0-0000-7000-8000-000000000001",)"
    R"("room":"0191d2f0-0000-7000-8000-000000000002","text":"kept",)"
    R"("written":"2026-01-02T03:04:05.006Z","failure":"Zu lang."}]})";
const QByteArray formerMarks =
    R"({"rooms":{"0191d2f0-0000-7000-8000-000000000002":{"position":15,"count":5}}})";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<Trouble::Code> codesOf(const Archive &archive)
{
    QList<Trouble::Code> codes;
    for (const Trouble &trouble : archive.kept().troubles) {
        codes.append(trouble.code);
        if (trouble.sentence.isEmpty())
            qFatal("A trouble without a sentence.");
    }
    return codes;
}

} // namespace

class TestArchiveFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatWasKeptOfADotlessIIsTakenOver();
    void whatIsKeptOfSomebodyElseIsNotTakenOver();
    void aNewerArchiveIsLeftAlone();
    void anArchiveOfTheFormerVersionIsTakenOver();
    void whatIsNoDatabaseIsPutAside();
    void nothingThatWasPutAsideIsOverwritten();
    void somebodyElsesDatabaseIsPutAside();
    void ofADamagedArchiveWhatCanBeReadIsSaved();
    void damageThatIsFoundLaterIsToldAndPutAside();
    void aFolderThatCannotBeWrittenIsTold();
    void formerFilesAreTakenOverOnce();
    void whatWasTakenOverAndSentDoesNotComeAgain();
    void aFormerOutboxThatCannotBeReadIsPutAside();
    void aFormerOutboxOfANewerVersionIsLeftAlone();
    void spoiltReadMarksAreKeptAsideAndTold();
    void spoiltEntriesDoNotCostTheOthers();
    void aFreeNameIsOneThatNothingHas();

private:
    static void put(const QString &path, const QByteArray &bytes);
    /// An archive with an entry, a draft, a mark and a thousand messages, that was closed.
    OutboxEntry fill() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
};

void TestArchiveFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    QVERIFY(QDir().mkpath(QFileInfo(m_files->archive()).absolutePath()));
}

void TestArchiveFile::put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

OutboxEntry TestArchiveFile::fill() const
{
    const auto archive = openArchive(*m_files);
    const OutboxEntry entry = waitingEntry(lobby, u"not sent yet"_s);
    if (!addToOutbox(*archive, entry))
        qFatal("The entry cannot be written.");
    archive->setDraft(lobby, u"half"_s);
    archive->setMark(lobby, {3, 3});
    QList<protocol::Message> messages;
    for (qint64 position = 1; position <= 1000; ++position)
        messages.append({QUuid::createUuid(), lobby, position, u"Bob"_s, u"text "_s.repeated(20),
                         QDateTime::fromMSecsSinceEpoch(position, Qt::UTC)});
    archive->keep(lobby, messages, {1, 1000});
    return entry;
}

void TestArchiveFile::aNewerArchiveIsLeftAlone()
{
    fill();
    {
        const SqliteFile newer(m_files->archive());
        QVERIFY(newer.run(u"PRAGMA user_version = 99"_s));
    }
    const QByteArray before = contentOf(m_files->archive());
    {
        const auto archive = openArchive(*m_files);
        QCOMPARE(codesOf(*archive), QList {Trouble::Code::ArchiveNewer});
        const auto added = addToOutbox(*archive, waitingEntry(lobby, u"text"_s));
        QVERIFY(!added);
        QCOMPARE(added.error().sentence, archive->kept().troubles[0].sentence);
        QVERIFY(!newestOf(*archive, lobby, 10));
        archive->setMark(lobby, {9, 9});
    }
    QCOMPARE(contentOf(m_files->archive()), before);
}

void TestArchiveFile::anArchiveOfTheFormerVersionIsTakenOver()
{
    {
        const SqliteFile former(m_files->archive());
        for (const QString &statement : archiveOfVersion1)
            QVERIFY2(former.run(statement), qPrintable(statement));
    }
    for (int start = 0; start < 2; ++start) {
        const auto archive = openArchive(*m_files);
        QVERIFY(codesOf(*archive).isEmpty());
        QCOMPARE(archive->kept().outbox.size(), 2);
        const OutboxEntry &waiting = archive->kept().outbox[0];
        QCOMPARE(waiting.id, QUuid::fromString(u"0191d2f0-0000-7000-8000-0000000000a1"_s));
        QCOMPARE(waiting.room, lobby);
        QCOMPARE(waiting.what, Submission(TextMessage {u"waits"_s}));
        QVERIFY(!waiting.hasFailed());
        QVERIFY(waiting.tried); // or not: the former program did not say
        const OutboxEntry &failed = archive->kept().outbox[1];
        QCOMPARE(failed.what, Submission(TextMessage {u"failed"_s}));
        QCOMPARE(failed.failure->error.code, protocol::Code::TextInvalid);
        QCOMPARE(archive->draft(lobby), u"half"_s);
        QCOMPARE(archive->marks().value(lobby), (ReadMark {7, 5, {8, 9}}));
        const auto newest = newestOf(*archive, lobby, 10);
        QVERIFY(newest);
        QCOMPARE(newest->messages.size(), 1);
        QCOMPARE(newest->messages[0].text, u"said"_s);
    }
}

void TestArchiveFile::whatIsNoDatabaseIsPutAside()
{
    put(m_files->archive(),
        "this is no database at all, and long enough to be one: " + QByteArray(5000, 'x'));
    const QByteArray before = contentOf(m_files->archive());
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::ArchiveUnreadable});
    QVERIFY(archive->kept().troubles[0].sentence.contains(u"samsa.sqlite.unreadable-1"_s));
    QCOMPARE(contentOf(m_files->archive() + u".unreadable-1"_s), before);
    QVERIFY(addToOutbox(*archive, waitingEntry(lobby, u"text"_s)));
}

void TestArchiveFile::nothingThatWasPutAsideIsOverwritten()
{
    put(m_files->archive() + u".unreadable-1"_s, "the first");
    put(m_files->archive(), QByteArray(5000, 'x'));
    const auto archive = openArchive(*m_files);
    QCOMPARE(contentOf(m_files->archive() + u".unreadable-1"_s), "the first");
    QCOMPARE(contentOf(m_files->archive() + u".unreadable-2"_s), QByteArray(5000, 'x'));
}

void TestArchiveFile::somebodyElsesDatabaseIsPutAside()
{
    {
        const SqliteFile other(m_files->archive());
        QVERIFY(other.run(u"CREATE TABLE recipes (text TEXT)"_s));
    }
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::ArchiveUnreadable});
    const SqliteFile aside(m_files->archive() + u".unreadable-1"_s);
    QCOMPARE(aside.value(u"SELECT COUNT(*) FROM recipes"_s).toInt(), 0);
    QVERIFY(aside.value(u"SELECT COUNT(*) FROM outbox"_s).isNull());
}

void TestArchiveFile::ofADamagedArchiveWhatCanBeReadIsSaved()
{
    const OutboxEntry entry = fill();
    {
        // The pages of the marks are overwritten, and only these.
        const SqliteFile file(m_files->archive());
        const qint64 page =
            file.value(u"SELECT rootpage FROM sqlite_master WHERE name = 'marks'"_s).toLongLong();
        const qint64 size = file.value(u"PRAGMA page_size"_s).toLongLong();
        QFile bytes(m_files->archive());
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QVERIFY(bytes.seek((page - 1) * size));
        QCOMPARE(bytes.write(QByteArray(size, 'x')), size);
    }
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::ArchiveUnreadable});
    QCOMPARE(archive->kept().outbox, QList {entry});
    QCOMPARE(archive->draft(lobby), u"half"_s);
    QVERIFY(QFile::exists(m_files->archive() + u".unreadable-1"_s));
    QVERIFY(addToOutbox(*archive, waitingEntry(lobby, u"next"_s)));
}

void TestArchiveFile::damageThatIsFoundLaterIsToldAndPutAside()
{
    const OutboxEntry entry = fill();
    {
        const SqliteFile file(m_files->archive());
        const qint64 page =
            file.value(u"SELECT rootpage FROM sqlite_master WHERE name = 'messages'"_s)
                .toLongLong();
        const qint64 size = file.value(u"PRAGMA page_size"_s).toLongLong();
        QFile bytes(m_files->archive());
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QVERIFY(bytes.seek((page - 1) * size));
        QCOMPARE(bytes.write(QByteArray(size, 'x')), size);
    }
    {
        const auto archive = openArchive(*m_files);
        QVERIFY(codesOf(*archive).isEmpty()); // nothing that is needed at once
        QSignalSpy trouble(archive.get(), &Archive::trouble);
        QVERIFY(!newestOf(*archive, lobby, 10));
        QTRY_COMPARE(trouble.size(), 1);
        QCOMPARE(trouble[0][0].value<Trouble>().code, Trouble::Code::ArchiveUnreadable);
        const auto again = newestOf(*archive, lobby, 10);
        QVERIFY(again);
        QVERIFY(again->messages.isEmpty());
    }
    const auto archive = openArchive(*m_files);
    QCOMPARE(archive->kept().outbox, QList {entry});
    QCOMPARE(archive->marks().value(lobby), (ReadMark {3, 3}));
}

void TestArchiveFile::aFolderThatCannotBeWrittenIsTold()
{
    const PersonFiles nowhere(u"/proc/none"_s, PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(nowhere);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::ArchiveUnavailable});
    const QString told = archive->kept().troubles[0].sentence;
    QVERIFY2(told.endsWith(QDir::toNativeSeparators(nowhere.archive()) + u" may be written."_s),
             qPrintable(told)); // and not what the system says
    QVERIFY(!addToOutbox(*archive, waitingEntry(lobby, u"text"_s)));
}

/// When a "ı" was still taken for an "i".
void TestArchiveFile::whatWasKeptOfADotlessIIsTakenOver()
{
    const auto folderOf = [this](const QString &nickname) {
        return QFileInfo(
                   PersonFiles(m_folder->path(), PersonFiles::thisComputer(), nickname).archive())
            .path();
    };
    const QString before = folderOf(u"ali"_s);
    QVERIFY(QDir().mkpath(before));
    put(before + u"/session.json"_s,
        protocol::writeSessionAnswer(
            {QByteArray(43, 'a'), u"Alı"_s, QDateTime::currentDateTimeUtc()}));
    const QString now = folderOf(u"Alı"_s);
    QVERIFY(now != before);
    QVERIFY(QFile::exists(now + u"/session.json"_s));
    QVERIFY(!QDir(before).exists());
    // Somebody else has that name from now on.
    QVERIFY(QDir().mkpath(before));
    QCOMPARE(folderOf(u"ALı"_s), now);
    QVERIFY(QFile::exists(now + u"/session.json"_s));
}

void TestArchiveFile::whatIsKeptOfSomebodyElseIsNotTakenOver()
{
    PersonFiles theirs(m_folder->path(), PersonFiles::thisComputer(), u"Ali"_s);
    QVERIFY(theirs.take());
    const auto foldersOf = [this] {
        return QDir(m_folder->path() + u"/people"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    };
    const QStringList before = foldersOf();
    const QDateTime later = QDateTime::currentDateTimeUtc();
    put(theirs.session(), protocol::writeSessionAnswer({QByteArray(43, 'a'), u"Ali"_s, later}));
    const PersonFiles mine(m_folder->path(), PersonFiles::thisComputer(), u"Alı"_s);
    QCOMPARE(foldersOf(), before);
    // Nor while another program works there.
    put(theirs.session(), protocol::writeSessionAnswer({QByteArray(43, 'a'), u"Alı"_s, later}));
    const PersonFiles again(m_folder->path(), PersonFiles::thisComputer(), u"Alı"_s);
    QCOMPARE(foldersOf(), before);
}

void TestArchiveFile::formerFilesAreTakenOverOnce()
{
    put(m_files->outbox(), formerOutbox);
    put(m_files->readMarks(), formerMarks);
    {
        const auto archive = openArchive(*m_files);
        QVERIFY(codesOf(*archive).isEmpty());
        QCOMPARE(archive->kept().outbox.size(), 1);
        const OutboxEntry &entry = archive->kept().outbox[0];
        QCOMPARE(textOf(entry.what), u"kept"_s);
        QCOMPARE(entry.room, lobby);
        QCOMPARE(entry.written, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 6), Qt::UTC));
        QCOMPARE(entry.failure->kind, OutboxFailure::Kind::AsTold);
        QCOMPARE(entry.failure->error.sentence, u"Zu lang."_s);
        QVERIFY(archive->hasMarks());
        QCOMPARE(archive->marks().value(lobby), (ReadMark {15, 5}));
    }
    QVERIFY(!QFile::exists(m_files->outbox()));
    QVERIFY(!QFile::exists(m_files->readMarks()));
    QCOMPARE(contentOf(m_files->outbox() + u".taken-over"_s), formerOutbox);
    QCOMPARE(contentOf(m_files->readMarks() + u".taken-over"_s), formerMarks);
    QCOMPARE(openArchive(*m_files)->kept().outbox.size(), 1);
}

void TestArchiveFile::whatWasTakenOverAndSentDoesNotComeAgain()
{
    put(m_files->outbox(), formerOutbox);
    {
        const auto archive = openArchive(*m_files);
        archive->removeOutbox(archive->kept().outbox[0].id);
    }
    put(m_files->outbox(), formerOutbox); // the end came before it was renamed
    const auto archive = openArchive(*m_files);
    QVERIFY(archive->kept().outbox.isEmpty());
    QVERIFY(!QFile::exists(m_files->outbox()));
}

void TestArchiveFile::aFormerOutboxThatCannotBeReadIsPutAside()
{
    put(m_files->outbox() + u".unreadable-1"_s, "the first");
    put(m_files->outbox(), "not json");
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::OutboxUnreadable});
    QCOMPARE(contentOf(m_files->outbox() + u".unreadable-1"_s), "the first");
    QCOMPARE(contentOf(m_files->outbox() + u".unreadable-2"_s), "not json");
    QVERIFY(!QFile::exists(m_files->outbox()));
}

void TestArchiveFile::aFormerOutboxOfANewerVersionIsLeftAlone()
{
    const QByteArray newer = R"({"version":2,"letters":[]})";
    put(m_files->outbox(), newer);
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::OutboxNewer});
    QCOMPARE(contentOf(m_files->outbox()), newer);
}

void TestArchiveFile::spoiltReadMarksAreKeptAsideAndTold()
{
    put(m_files->readMarks(), R"({"rooms":{"0191)");
    const auto archive = openArchive(*m_files);
    QCOMPARE(codesOf(*archive), QList {Trouble::Code::MarksUnreadable});
    QVERIFY(!archive->hasMarks());
    QCOMPARE(contentOf(m_files->readMarks() + u".unreadable-1"_s), R"({"rooms":{"0191)");
}

void TestArchiveFile::spoiltEntriesDoNotCostTheOthers()
{
    const QByteArray json =
        R"({"version":1,"messages":[{"id":"x"},{"id":"0191d2f0-0000-7000-8000-000000000001",)"
        R"("room":"0191d2f0-0000-7000-8000-000000000002","text":"kept"},)"
        R"({"id":"0191d2f0-0000-7000-8000-000000000001",)"
        R"("room":"0191d2f0-0000-7000-8000-000000000002","text":"the same id"}]})";
    const auto parsed = parseFormerOutbox(QJsonDocument::fromJson(json).object());
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 1);
    QVERIFY(!parseFormerOutbox({}));
}

void TestArchiveFile::aFreeNameIsOneThatNothingHas()
{
    const QString path = m_folder->filePath(u"a"_s);
    QCOMPARE(freeName(path), path);
    QCOMPARE(numberedName(path), path + u"-1"_s);
    put(path, {});
    put(path + u"-1"_s, {});
    QVERIFY(QFile::link(u"nowhere"_s, path + u"-2"_s));
    QCOMPARE(freeName(path), path + u"-3"_s);
}

QTEST_GUILESS_MAIN(TestArchiveFile)
#include "tst_archive_file.moc"
