// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/limits.h"
#include "server/base/fold.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using protocol::Code;
using protocol::Reaction;
using test::deletionOf;
using test::editOf;
using test::messageTo;
using test::reactionTo;

/// The rules of edits, deletions and reactions.
class TestFold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void putsTheNewestTextInThePlace();
    void leavesTheMessageItselfAsItIs();
    void takesNothingTwice();
    void takesNothingFromBeforeItsTarget();
    void knowsAnAuthorInEverySpelling();
    void refusesAnEditOfSomebodyElses();
    void keepsNothingOfADeletedMessage();
    void refusesWhatIsDoneToADeletedMessage();
    void countsEachPersonOnceUnderAReaction();
    void takesAReactionAway();
    void boundsTheReactionsOfAMessage();
    void boundsThePeopleUnderAMessage();
    void keepsWhatItAnswers();

private:
    protocol::Result<EntryPtr> done(const EntryPtr &to, const NewMessage &change, qint64 position)
    {
        return fold(to, madeBy(change, position));
    }

    NewMessage m_said;
    EntryPtr m_message;
};

void TestFold::init()
{
    m_said = messageTo({QUuid::createUuid(), 1, 0}, u"one"_s);
    m_said.nickname = "Ann";
    m_message = makeEntry(m_said, 5);
}

void TestFold::putsTheNewestTextInThePlace()
{
    NewMessage edit = editOf(m_said, u"two"_s);
    edit.time = m_said.time + 1s;
    const auto edited = done(m_message, edit, 6);
    QVERIFY(edited.ok());
    QCOMPARE((*edited)->text, "two");
    QCOMPARE((*edited)->position, 5);
    QCOMPARE((*edited)->time, m_said.time);
    QCOMPARE((*edited)->fate->edited, std::optional(edit.time));
    QCOMPARE((*edited)->fate->changed, 6);
    const auto shown = protocol::parseMessage((*edited)->json);
    QVERIFY(shown.ok());
    QCOMPARE(shown->text, u"two"_s);
    QCOMPARE(shown->changed, 6);
}

void TestFold::leavesTheMessageItselfAsItIs()
{
    const QByteArray json = m_message->json;
    QVERIFY(done(m_message, editOf(m_said, u"two"_s), 6).ok());
    QCOMPARE(m_message->text, "one");
    QCOMPARE(m_message->json, json);
    QVERIFY(!m_message->fate);
}

void TestFold::takesNothingTwice()
{
    const NewMessage edit = editOf(m_said, u"two"_s);
    const auto edited = done(m_message, edit, 6);
    const auto later = done(*edited, editOf(m_said, u"three"_s), 8);
    for (const qint64 position : {6, 7, 8}) {
        const auto again = done(*later, edit, position);
        QVERIFY(again.ok());
        QCOMPARE(*again, *later);
    }
}

void TestFold::takesNothingFromBeforeItsTarget()
{
    QCOMPARE(done(m_message, editOf(m_said, u"two"_s), 4).error().code, Code::TargetNotFound);
}

void TestFold::knowsAnAuthorInEverySpelling()
{
    NewMessage edit = editOf(m_said, u"two"_s);
    for (const QByteArray nickname : {"Ann", "ANN", "ann", "Ａｎｎ"}) {
        edit.nickname = nickname;
        QVERIFY2(done(m_message, edit, 6).ok(), nickname.constData());
    }
}

void TestFold::refusesAnEditOfSomebodyElses()
{
    for (NewMessage change : {editOf(m_said, u"two"_s), deletionOf(m_said)}) {
        change.nickname = "Anna";
        QCOMPARE(done(m_message, change, 6).error().code, Code::NotTheAuthor);
    }
    QVERIFY(done(m_message, reactionTo(m_said, u"👍"_s, "Anna"), 6).ok());
}

void TestFold::keepsNothingOfADeletedMessage()
{
    const auto edited = done(m_message, editOf(m_said, u"secret"_s), 6);
    const auto liked = done(*edited, reactionTo(m_said, u"👍"_s), 7);
    const auto deleted = done(*liked, deletionOf(m_said), 8);
    QVERIFY(deleted.ok());
    QVERIFY((*deleted)->fate->deleted);
    QVERIFY((*deleted)->text.isEmpty());
    QVERIFY(!(*deleted)->json.contains("secret"));
    const auto shown = protocol::parseMessage((*deleted)->json);
    QVERIFY(shown->deleted && shown->text.isEmpty() && shown->reactions.isEmpty());
    QVERIFY(!shown->edited.isValid());
}

void TestFold::refusesWhatIsDoneToADeletedMessage()
{
    const auto deleted = done(m_message, deletionOf(m_said), 6);
    for (const NewMessage &change :
         {editOf(m_said, u"two"_s), deletionOf(m_said), reactionTo(m_said, u"👍"_s)})
        QCOMPARE(done(*deleted, change, 7).error().code, Code::TargetDeleted);
}

void TestFold::countsEachPersonOnceUnderAReaction()
{
    EntryPtr message = m_message;
    qint64 position = 6;
    for (const QByteArray nickname : {"Bob", "BOB", "Ann", "bob"})
        message = *done(message, reactionTo(m_said, u"👍"_s, nickname), position++);
    message = *done(message, reactionTo(m_said, u"❤️"_s, "Bob"), position);
    QCOMPARE(message->fate->reactions,
             (QList<Reaction> {{u"👍"_s, {u"Bob"_s, u"Ann"_s}}, {u"❤️"_s, {u"Bob"_s}}}));
}

void TestFold::takesAReactionAway()
{
    EntryPtr message = *done(m_message, reactionTo(m_said, u"👍"_s, "Bob"), 6);
    message = *done(message, reactionTo(m_said, u"👍"_s, "Ann", true), 7);
    QCOMPARE(message->fate->reactions.size(), 1);
    message = *done(message, reactionTo(m_said, u"👍"_s, "BOB", true), 8);
    QVERIFY(message->fate->reactions.isEmpty());
    QVERIFY(done(message, reactionTo(m_said, u"👍"_s, "Bob", true), 9).ok());
}

void TestFold::boundsTheReactionsOfAMessage()
{
    EntryPtr message = m_message;
    qint64 position = 6;
    for (int i = 0; i < protocol::limits::reactionsOfMessage; ++i)
        message = *done(message, reactionTo(m_said, QChar(u'a' + i), "Bob"), position++);
    QCOMPARE(done(message, reactionTo(m_said, u"👍"_s, "Bob"), position).error().code,
             Code::ReactionsFull);
    QVERIFY(done(message, reactionTo(m_said, u"a"_s, "Ann"), position).ok());
}

void TestFold::boundsThePeopleUnderAMessage()
{
    EntryPtr message = m_message;
    qint64 position = 6;
    for (int i = 0; i < protocol::limits::reactingPeople; ++i)
        message =
            *done(message, reactionTo(m_said, u"👍"_s, "bob" + QByteArray::number(i)), position++);
    QCOMPARE(done(message, reactionTo(m_said, u"👍"_s, "Ann"), position).error().code,
             Code::ReactionsFull);
    QVERIFY(done(message, reactionTo(m_said, u"👍"_s, "bob1"), position).ok());
    message = *done(message, reactionTo(m_said, u"👍"_s, "bob1", true), position++);
    QVERIFY(done(message, reactionTo(m_said, u"👍"_s, "Ann"), position).ok());
}

void TestFold::keepsWhatItAnswers()
{
    m_said.replyTo = QUuid::createUuid();
    const auto edited = done(makeEntry(m_said, 5), editOf(m_said, u"two"_s), 6);
    QCOMPARE(protocol::parseMessage((*edited)->json)->replyTo, std::optional(m_said.replyTo));
}

QTEST_APPLESS_MAIN(TestFold)
#include "tst_fold.moc"
