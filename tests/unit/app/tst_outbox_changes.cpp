// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/app/outbox_helpers.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Code;

namespace {

const QUuid lobby = QUuid::createUuid();
const QUuid attic = QUuid::createUuid();
const QUuid said = QUuid::createUuid(); // a message of the lobby that the log holds

QList<Submission> contentsOf(const Post &post)
{
    QList<Submission> contents;
    for (const Outgoing &outgoing : post.sent)
        contents.append(outgoing.what);
    return contents;
}

Submission text(const QString &text)
{
    return TextMessage {text};
}

} // namespace

/// Edits, deletions and reactions on their way, and what is done to a message that still waits.
class TestOutboxChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everyKindGoesOutInTheOrderOfItsRoom();
    void everyKindSurvivesARestart();
    void aRefusedChangeIsToldAndTheRoomGoesOn_data();
    void aRefusedChangeIsToldAndTheRoomGoesOn();
    void anEditOfWhatWaitsChangesItsText();
    void anEditOfWhatIsUnderWayGoesBehindIt();
    void whatWasUnderWayBeforeARestartIsStillTakenForThat();
    void whatWaitsDoesNotGoOutWhileItsTextIsBeingKept();
    void anEditThatCannotBeKeptChangesNothing();
    void anEditOfWhatWasRefusedTriesItAgain();
    void anEditOfWhatTheLogMayHoldAllTheSameGoesBehindIt();
    void anEditOfWhatWaitedTooLongTakesWhatWaitsBehindAlong();
    void whatIsBeingChangedIsNotTriedAgainBeside();
    void deletingWhatWaitsDiscardsIt();
    void deletingWhatIsUnderWayGoesBehindIt();
    void whatWaitsBehindARefusedMessageIsDoneToIt();
    void deletingARefusedMessageThatWasUnderWayLeavesNothing();
    void whatFailedOfAMessageIsTriedAgainOrGivenUpWithIt();
    void whatWaitsBehindAMessageIsGivenUpWithIt();
    void whatIsDoneToAMessageThatWaitedTooLongWaitsWithIt();

private:
    void reopen()
    {
        m_archive.reset();
        m_archive = openArchive(*m_files);
    }
    std::unique_ptr<Outbox> startedOutbox(Post &post)
    {
        auto outbox = std::make_unique<Outbox>(*m_archive);
        outbox->setSender(post.sender());
        outbox->setOnline(true);
        return outbox;
    }
    static void edit(Outbox &outbox, const QUuid &target, const QString &text)
    {
        QVERIFY(answerOf<void>(
            [&](QObject *, const auto &done) { outbox.edit(lobby, target, text, done); }));
    }
    static void remove(Outbox &outbox, const QUuid &target)
    {
        QVERIFY(answerOf<void>(
            [&](QObject *, const auto &done) { outbox.remove(lobby, target, done); }));
    }
    QList<Submission> kept()
    {
        reopen();
        QList<Submission> kept;
        for (const OutboxEntry &entry : m_archive->kept().outbox)
            kept.append(entry.what);
        return kept;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
};

void TestOutboxChanges::init()
{
    m_archive.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
}

void TestOutboxChanges::everyKindGoesOutInTheOrderOfItsRoom()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const QList<Submission> all = {TextMessage {u"an answer"_s, said},
                                   MessageEdit {said, u"new"_s},
                                   MessageReaction {said, u"👍"_s},
                                   MessageReaction {said, u"👍"_s, true},
                                   MessageDeletion {said},
                                   TextMessage {u"last"_s}};
    for (const Submission &what : all)
        add(*outbox, lobby, what);
    add(*outbox, attic, u"elsewhere"_s);
    QCOMPARE(contentsOf(post), (QList<Submission> {all[0], text(u"elsewhere"_s)}));
    post.accept(1);
    for (qsizetype i = 1; i < all.size(); ++i) {
        post.accept(i == 1 ? 0 : i);
        QCOMPARE(post.sent.size(), i + 2);
        QCOMPARE(post.sent.constLast().what, all[i]);
    }
    post.accept(all.size());
    QCOMPARE(outbox->size(), 0);
}

void TestOutboxChanges::everyKindSurvivesARestart()
{
    const QList<Submission> all = {TextMessage {u"an answer"_s, said}, MessageEdit {said, u"new"_s},
                                   MessageReaction {said, u"👍"_s},
                                   MessageReaction {said, u"👍"_s, true}, MessageDeletion {said}};
    QList<QUuid> ids;
    {
        Outbox outbox(*m_archive);
        for (const Submission &what : all)
            ids.append(add(outbox, lobby, what).id);
    }
    reopen();
    Post post;
    const auto outbox = startedOutbox(post);
    for (qsizetype i = 0; i < all.size(); ++i) {
        QCOMPARE(post.sent[i].what, all[i]);
        QCOMPARE(post.sent[i].id, ids[i]);
        post.accept(i);
    }
    QCOMPARE(post.sent.size(), all.size());
}

void TestOutboxChanges::aRefusedChangeIsToldAndTheRoomGoesOn_data()
{
    QTest::addColumn<Code>("code");
    QTest::addColumn<QString>("english");
    QTest::newRow("target_not_found")
        << Code::TargetNotFound << u"The message that this was meant for is not there any more."_s;
    QTest::newRow("target_deleted")
        << Code::TargetDeleted << u"The message that this was meant for was deleted."_s;
    QTest::newRow("not_the_author")
        << Code::NotTheAuthor << u"Only who wrote a message can change or delete it."_s;
    QTest::newRow("reaction_invalid")
        << Code::ReactionInvalid
        << u"The server does not take this as a reaction. Choose another sign."_s;
    QTest::newRow("reactions_full")
        << Code::ReactionsFull << u"This message has as many reactions as it can have."_s;
}

void TestOutboxChanges::aRefusedChangeIsToldAndTheRoomGoesOn()
{
    QFETCH(const Code, code);
    QFETCH(const QString, english);
    Post post;
    const auto outbox = startedOutbox(post);
    add(*outbox, lobby, MessageReaction {said, u"👍"_s});
    add(*outbox, lobby, u"next"_s);
    post.refuse(0, code);
    QCOMPARE(post.sent.constLast().what, text(u"next"_s));
    const OutboxEntry failed = outbox->entries(lobby)[0];
    QCOMPARE(failureText(failed), english);
    QTranslator korean;
    QVERIFY(korean.load(u":/i18n/samsa_ko.qm"_s));
    QVERIFY(QCoreApplication::installTranslator(&korean));
    const QString inKorean = failureText(failed);
    QCoreApplication::removeTranslator(&korean);
    QVERIFY(inKorean != english && !inKorean.contains(u"because"_s));
}

void TestOutboxChanges::anEditOfWhatWaitsChangesItsText()
{
    Post post;
    const auto outbox = startedOutbox(post);
    QSignalSpy changed(outbox.get(), &Outbox::changed);
    add(*outbox, lobby, u"first"_s);
    const OutboxEntry second = add(*outbox, lobby, TextMessage {u"secnod"_s, said});
    edit(*outbox, second.id, u"second"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(outbox->size(), 2);
    post.accept(0);
    QCOMPARE(post.sent[1].id, second.id);
    QCOMPARE(post.sent[1].what, Submission(TextMessage {u"second"_s, said}));
    QCOMPARE(kept(), (QList<Submission> {TextMessage {u"second"_s, said}}));
}

void TestOutboxChanges::anEditOfWhatIsUnderWayGoesBehindIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry first = add(*outbox, lobby, u"frist"_s);
    add(*outbox, lobby, u"second"_s);
    edit(*outbox, first.id, u"first"_s);
    post.accept(0);
    post.accept(1);
    QCOMPARE(contentsOf(post),
             (QList<Submission> {text(u"frist"_s), text(u"second"_s),
                                 MessageEdit {first.id, u"first"_s}}));
}

void TestOutboxChanges::whatWasUnderWayBeforeARestartIsStillTakenForThat()
{
    QUuid under;
    QUuid waiting;
    {
        Post post;
        const auto outbox = startedOutbox(post);
        under = add(*outbox, lobby, u"the log may have it"_s).id;
        waiting = add(*outbox, lobby, u"the log has it not"_s).id;
    }
    reopen();
    Outbox outbox(*m_archive);
    edit(outbox, under, u"edited"_s);
    remove(outbox, waiting);
    QCOMPARE(
        kept(),
        (QList<Submission> {text(u"the log may have it"_s), MessageEdit {under, u"edited"_s}}));
}

void TestOutboxChanges::whatWaitsDoesNotGoOutWhileItsTextIsBeingKept()
{
    Post post;
    const auto outbox = startedOutbox(post);
    outbox->setOnline(false);
    const OutboxEntry first = add(*outbox, lobby, u"frist"_s);
    const auto kept = answerOf<void>([&](QObject *, const auto &done) {
        outbox->edit(lobby, first.id, u"first"_s, done);
        outbox->setOnline(true);
        QVERIFY(post.sent.isEmpty());
    });
    QVERIFY(kept);
    QCOMPARE(contentsOf(post), QList {text(u"first"_s)});
}

void TestOutboxChanges::anEditThatCannotBeKeptChangesNothing()
{
    const SqliteFile beside(m_files->archive());
    Outbox outbox(*m_archive);
    const OutboxEntry first = add(outbox, lobby, u"first"_s);
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE UPDATE ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'the disk is full'); END"_s));
    QVERIFY(!answerOf<void>(
        [&](QObject *, const auto &done) { outbox.edit(lobby, first.id, u"other"_s, done); }));
    QCOMPARE(outbox.entries(lobby)[0].what, text(u"first"_s));
    Post post;
    outbox.setSender(post.sender());
    outbox.setOnline(true);
    QCOMPARE(contentsOf(post), QList {text(u"first"_s)});
}

void TestOutboxChanges::anEditOfWhatWasRefusedTriesItAgain()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry bad = add(*outbox, lobby, u"bad"_s);
    add(*outbox, lobby, u"next"_s);
    post.refuse(0, Code::TextInvalid);
    edit(*outbox, bad.id, u"good"_s);
    QVERIFY(!outbox->entries(lobby)[1].hasFailed());
    post.accept(1);
    QCOMPARE(post.sent[2].what, text(u"good"_s));
    QCOMPARE(post.sent[2].id, bad.id);
}

/// A server that fails for no reason may have taken the message before.
void TestOutboxChanges::anEditOfWhatTheLogMayHoldAllTheSameGoesBehindIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    outbox->setBackoff(Backoff(std::chrono::milliseconds(1), std::chrono::milliseconds(1)));
    const OutboxEntry first = add(*outbox, lobby, u"frist"_s);
    for (int attempt = 0; !outbox->entries(lobby)[0].hasFailed(); ++attempt) {
        QTRY_COMPARE(post.sent.size(), attempt + 1);
        post.refuse(attempt, Code::Internal);
    }
    edit(*outbox, first.id, u"first"_s);
    QCOMPARE(outbox->entries(lobby)[0].what, text(u"frist"_s));
    QCOMPARE(outbox->entries(lobby)[1].what, Submission(MessageEdit {first.id, u"first"_s}));
}

void TestOutboxChanges::anEditOfWhatWaitedTooLongTakesWhatWaitsBehindAlong()
{
    OutboxEntry old = waitingEntry(lobby, u"yesterday's"_s);
    old.written = old.written.addSecs(-25 * 3600);
    QVERIFY(addToOutbox(*m_archive, old));
    for (const Submission &what :
         {Submission(MessageReaction {old.id, u"👍"_s}), Submission(MessageDeletion {old.id})}) {
        OutboxEntry change = waitingEntry(lobby, {});
        change.what = what;
        QVERIFY(addToOutbox(*m_archive, change));
    }
    reopen();
    Post post;
    const auto outbox = startedOutbox(post);
    QCOMPARE(outbox->size(), 3);
    edit(*outbox, old.id, u"today's"_s);
    QCOMPARE(contentsOf(post), QList {text(u"today's"_s)});
    QCOMPARE(outbox->size(), 1);
    post.refuse(0, Code::TextInvalid);
    QCOMPARE(outbox->size(), 1);
    QCOMPARE(kept(), QList {text(u"today's"_s)});
}

void TestOutboxChanges::whatIsBeingChangedIsNotTriedAgainBeside()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry bad = add(*outbox, lobby, u"bad"_s);
    post.refuse(0, Code::TextInvalid);
    const auto changed = answerOf<void>([&](QObject *, const auto &done) {
        outbox->edit(lobby, bad.id, u"good"_s, done);
        outbox->retry(bad.id);
    });
    QVERIFY(changed);
    QCOMPARE(contentsOf(post), (QList {text(u"bad"_s), text(u"good"_s)}));
    QCOMPARE(kept(), QList {text(u"good"_s)});
}

void TestOutboxChanges::deletingWhatWaitsDiscardsIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    QSignalSpy discarded(outbox.get(), &Outbox::discarded);
    add(*outbox, lobby, u"first"_s);
    const OutboxEntry second = add(*outbox, lobby, u"second"_s);
    add(*outbox, lobby, MessageReaction {second.id, u"👍"_s});
    add(*outbox, lobby, u"third"_s);
    outbox->remove(lobby, second.id); // nobody waits for it
    QCOMPARE(discarded.size(), 2);
    post.accept(0);
    QCOMPARE(contentsOf(post), (QList {text(u"first"_s), text(u"third"_s)}));
    QCOMPARE(kept(), QList {text(u"third"_s)});
}

void TestOutboxChanges::deletingWhatIsUnderWayGoesBehindIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry first = add(*outbox, lobby, u"first"_s);
    remove(*outbox, first.id);
    QCOMPARE(outbox->size(), 2);
    post.refuse(0, Code::NotConnected); // it is not known whether the log has it
    outbox->setOnline(false);
    outbox->setOnline(true);
    post.accept(1);
    QCOMPARE(contentsOf(post),
             (QList<Submission> {text(u"first"_s), text(u"first"_s), MessageDeletion {first.id}}));
}

void TestOutboxChanges::whatWaitsBehindARefusedMessageIsDoneToIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry first = add(*outbox, lobby, u"frist"_s);
    edit(*outbox, first.id, u"first"_s);
    add(*outbox, lobby, MessageReaction {first.id, u"👍"_s});
    add(*outbox, lobby, u"next"_s);
    post.refuse(0, Code::TextInvalid);
    QCOMPARE(post.sent.constLast().what, text(u"next"_s));
    QCOMPARE(outbox->size(), 2);
    const OutboxEntry failed = outbox->entries(lobby)[0];
    QVERIFY(failed.hasFailed());
    QCOMPARE(failed.what, text(u"first"_s));
    QCOMPARE(kept(), (QList {text(u"first"_s), text(u"next"_s)}));
}

void TestOutboxChanges::deletingARefusedMessageThatWasUnderWayLeavesNothing()
{
    Post post;
    const auto outbox = startedOutbox(post);
    const OutboxEntry first = add(*outbox, lobby, u"first"_s);
    remove(*outbox, first.id);
    post.refuse(0, Code::TextInvalid);
    QCOMPARE(outbox->size(), 0);
    QCOMPARE(post.sent.size(), 1);
    QVERIFY(kept().isEmpty());
}

void TestOutboxChanges::whatFailedOfAMessageIsTriedAgainOrGivenUpWithIt()
{
    Post post;
    const auto outbox = startedOutbox(post);
    add(*outbox, lobby, MessageEdit {said, u"new"_s});
    post.refuse(0, Code::TargetNotFound);
    outbox->retry(said); // the row of a message stands for what was done to it
    QCOMPARE(post.sent.size(), 2);
    QCOMPARE(post.sent[1].id, post.sent[0].id);
    post.refuse(1, Code::TargetNotFound);
    outbox->discard(said);
    QCOMPARE(outbox->size(), 0);
}

void TestOutboxChanges::whatWaitsBehindAMessageIsGivenUpWithIt()
{
    OutboxEntry failed = waitingEntry(lobby, u"the log may have it"_s);
    failed.tried = true;
    failed.failure = OutboxFailure {OutboxFailure::Kind::Refused, {Code::Internal, {}, {}}};
    QVERIFY(addToOutbox(*m_archive, failed));
    reopen();
    Post post;
    Outbox outbox(*m_archive);
    outbox.setSender(post.sender());
    add(outbox, lobby, MessageReaction {failed.id, u"👍"_s});
    add(outbox, lobby, u"next"_s);
    outbox.discard(failed.id);
    outbox.setOnline(true);
    QCOMPARE(contentsOf(post), QList {text(u"next"_s)});
}

void TestOutboxChanges::whatIsDoneToAMessageThatWaitedTooLongWaitsWithIt()
{
    OutboxEntry old = waitingEntry(lobby, u"yesterday's"_s);
    old.written = old.written.addSecs(-25 * 3600);
    old.tried = true;
    OutboxEntry change = waitingEntry(lobby, {});
    change.what = MessageEdit {old.id, u"today's"_s};
    QVERIFY(addToOutbox(*m_archive, old));
    QVERIFY(addToOutbox(*m_archive, change));
    reopen();
    Post post;
    const auto outbox = startedOutbox(post);
    QVERIFY(post.sent.isEmpty());
    outbox->retry(old.id);
    post.accept(0);
    QCOMPARE(contentsOf(post), (QList<Submission> {old.what, change.what}));
}

QTEST_MAIN(TestOutboxChanges)
#include "tst_outbox_changes.moc"
