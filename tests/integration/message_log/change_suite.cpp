// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "change_suite.h"

#include "protocol/message_id.h"
#include "server/base/change.h"
#include "tests/support/messages.h"

#include <QTest>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;

namespace {

NewMessage by(const QByteArray &nickname, NewMessage message)
{
    message.nickname = nickname;
    return message;
}

/// In the way of clients: the JSON that all of them get.
QList<protocol::Message> shown(const std::vector<EntryPtr> &entries)
{
    QList<protocol::Message> messages;
    for (const EntryPtr &entry : entries) {
        const auto parsed = protocol::parseMessage(entry->json);
        messages.append(parsed ? *parsed : protocol::Message());
    }
    return messages;
}

/// Sends and answers with the code of the refusal; Internal if there is none.
Code refusalOf(Node &node, const NewMessage &message)
{
    const auto answer = LogProbe::send(*node.log, message);
    return answer ? Code::Internal : answer.error().code;
}

} // namespace

ChangeSuite::ChangeSuite(LogTestbed &testbed)
    : m_testbed(testbed)
{
}

void ChangeSuite::init()
{
    m_testbed.renew();
}

/// By pages of \a limit messages, as whoever resumes reads them.
std::vector<EntryPtr> ChangeSuite::changesBehind(Node &node, const RoomRef &room, qint64 after,
                                                 int limit)
{
    std::vector<EntryPtr> changes;
    for (bool more = true; more;) {
        const auto page = node.read(
            {.room = room, .after = after, .before = {}, .limit = limit, .changes = true});
        changes.insert(changes.end(), page->changes.begin(), page->changes.end());
        after = page->last;
        more = page->more;
    }
    return changes;
}

void ChangeSuite::deliversAChangeBetweenTheMessages()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"Tee?"_s);
    const NewMessage edit = editOf(message, u"Tea?"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());

    const auto answer = LogProbe::send(*node->log, edit);
    QVERIFY(LogProbe::send(*node->log, messageTo(message.room, u"Yes"_s)).ok());

    QVERIFY(answer.ok());
    const auto entries = node->probe.entries();
    QCOMPARE(entries.size(), 3u);
    QVERIFY(!node->probe.sawDisorder());
    QCOMPARE(entries[1]->position, answer->position);
    QVERIFY(entries[1]->change);
    QCOMPARE(entries[1]->change->target, message.id);
    const auto event = protocol::parseMessageEvent(entries[1]->json);
    QVERIFY(event.ok());
    QCOMPARE(event->type, protocol::EventType::Edit);
    QCOMPARE(event->text, u"Tea?"_s);
    QVERIFY(entries[1]->change->after);
    QCOMPARE(entries[1]->change->after->text, "Tea?");
}

void ChangeSuite::foldsChangesIntoTheHistory()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage edited = messageTo(room, u"one"_s);
    const NewMessage deleted = messageTo(room, u"two"_s);
    const NewMessage liked = messageTo(room, u"three"_s);
    for (const NewMessage &message :
         {edited, deleted, liked, editOf(edited, u"first"_s), deletionOf(deleted),
          reactionTo(liked, u"👍"_s, "bob"), editOf(edited, u"second"_s)})
        QVERIFY(LogProbe::send(*node->log, message).ok());

    const auto messages = shown(node->readUpwards(room));

    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages[0].text, u"second"_s);
    QVERIFY(messages[0].edited.isValid());
    QVERIFY(messages[1].deleted);
    QVERIFY(messages[1].text.isEmpty());
    QCOMPARE(messages[2].reactions, (QList<protocol::Reaction> {{u"👍"_s, {u"bob"_s}}}));
    QVERIFY(messages[0].changed > messages[2].changed);
}

void ChangeSuite::foldsTheSameFromTheDatabase()
{
    RoomRef room;
    QList<protocol::Message> fromTheTail;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        NewMessage first = messageTo(room, u"one"_s);
        NewMessage second = messageTo(room, u"two"_s);
        second.replyTo = first.id;
        for (const NewMessage &message :
             {first, second, editOf(first, u"with \"quotes\" 😀"_s), reactionTo(first, u"👍"_s),
              reactionTo(first, u"❤️"_s, "bob"), reactionTo(first, u"👍"_s, "지우"),
              reactionTo(first, u"👍"_s, "ann", true), deletionOf(second)})
            QVERIFY(LogProbe::send(*node->log, message).ok());
        fromTheTail = shown(node->readUpwards(room));
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    QVERIFY(shown(node->readUpwards(room)) == fromTheTail);
    QVERIFY(shown(node->readDownwards(room, 1)) == fromTheTail);
}

void ChangeSuite::foldsWhatTheDatabaseDoesNotHoldYet()
{
    const auto node = m_testbed.open(8'000); // So little that messages have to go.
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage first = messageTo(room, u"old"_s);
    QVERIFY(LogProbe::send(*node->log, first).ok());
    for (int i = 0; i < 60; ++i) {
        auto answer = LogProbe::send(*node->log, messageTo(room, QString::number(i)));
        while (!answer && answer.error().code == Code::LogUnavailable)
            answer = LogProbe::send(*node->log, messageTo(room, QString::number(i)));
        QVERIFY(answer.ok());
    }
    QTRY_VERIFY_WITH_TIMEOUT(!node->tail.ids().find(room.id, first.id), 20'000);

    for (int i = 0; i < 5; ++i) {
        const QString text = u"new %1"_s.arg(i);
        QVERIFY(LogProbe::send(*node->log, editOf(first, text)).ok());
        // At once, while the change may be in the tail alone, on its way, or in the row.
        QCOMPARE(shown(node->readUpwards(room, 10)).constFirst().text, text);
        QCOMPARE(shown(node->readDownwards(room, 100)).constFirst().text, text);
    }
}

void ChangeSuite::keepsAnAnswersTargetOverARestart()
{
    NewMessage answer;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        const NewMessage question = messageTo(node->makeRoom(u"Garden"_s), u"Tea?"_s);
        answer = messageTo(question.room, u"Yes"_s);
        answer.replyTo = question.id;
        QVERIFY(LogProbe::send(*node->log, question).ok());
        QVERIFY(LogProbe::send(*node->log, answer).ok());
        QCOMPARE(shown(node->readUpwards(answer.room))[1].replyTo, std::optional(question.id));
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    const auto messages = shown(node->readUpwards(answer.room));

    QVERIFY(!messages[0].replyTo);
    QCOMPARE(messages[1].replyTo, std::optional(answer.replyTo));
}

void ChangeSuite::letsTheAuthorAloneEditAndDelete()
{
    NewMessage message;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        message = by("Ann", messageTo(node->makeRoom(u"Garden"_s), u"hers"_s));
        QVERIFY(LogProbe::send(*node->log, message).ok());
        QCOMPARE(refusalOf(*node, by("bob", editOf(message, u"his"_s))), Code::NotTheAuthor);
        QVERIFY(node->waitUntilPersisted());
    }
    // Where the database has to say whose it is, and in the spelling of another day.
    const auto node = m_testbed.open();
    QVERIFY(node);
    QCOMPARE(refusalOf(*node, by("bob", editOf(message, u"his"_s))), Code::NotTheAuthor);
    QCOMPARE(refusalOf(*node, by("bob", deletionOf(message))), Code::NotTheAuthor);

    QVERIFY(LogProbe::send(*node->log, by("ANN", editOf(message, u"still hers"_s))).ok());
    QVERIFY(LogProbe::send(*node->log, reactionTo(message, u"👍"_s, "bob")).ok());

    QCOMPARE(textsOf(node->readUpwards(message.room)), QStringList(u"still hers"_s));
}

void ChangeSuite::refusesWhatIsDoneToADeletedMessage()
{
    NewMessage message;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        message = messageTo(node->makeRoom(u"Garden"_s), u"gone"_s);
        QVERIFY(LogProbe::send(*node->log, message).ok());
        QVERIFY(LogProbe::send(*node->log, deletionOf(message)).ok());
        QCOMPARE(refusalOf(*node, editOf(message, u"back"_s)), Code::TargetDeleted);
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    QCOMPARE(refusalOf(*node, editOf(message, u"back"_s)), Code::TargetDeleted);
    QCOMPARE(refusalOf(*node, reactionTo(message, u"👍"_s)), Code::TargetDeleted);
    QCOMPARE(refusalOf(*node, deletionOf(message)), Code::TargetDeleted);
    QVERIFY(node->probe.entries().empty());
}

void ChangeSuite::refusesATargetThatIsNotInTheRoom()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"here"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());
    NewMessage elsewhere = editOf(message, u"there"_s);
    elsewhere.room = node->makeRoom(u"Kitchen"_s);

    QCOMPARE(refusalOf(*node, elsewhere), Code::TargetNotFound);
    QCOMPARE(refusalOf(*node, deletionOf(messageTo(message.room, u"never said"_s))),
             Code::TargetNotFound);
    QCOMPARE(node->probe.entries().size(), 1u);
}

void ChangeSuite::answersARepeatedChangeWithItsPlace()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"one"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());
    for (const QUuid &id : {protocol::makeMessageId(), QUuid::createUuid()}) {
        NewMessage edit = editOf(message, u"two"_s);
        edit.id = id;
        const auto first = LogProbe::send(*node->log, edit);
        QVERIFY(LogProbe::send(*node->log, editOf(message, u"three"_s)).ok());

        const auto second = LogProbe::send(*node->log, edit);

        QVERIFY(first.ok() && second.ok());
        QCOMPARE(second->position, first->position);
        QVERIFY(second->repeat);
        QCOMPARE(textsOf(node->readUpwards(message.room)), QStringList(u"three"_s));
        QCOMPARE(refusalOf(*node, by("bob", edit)), Code::MessageIdTaken);
    }
}

void ChangeSuite::answersARepeatedChangeAfterARestart()
{
    NewMessage edit;
    qint64 position = 0;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        const NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"one"_s);
        edit = editOf(message, u"two"_s);
        QVERIFY(LogProbe::send(*node->log, message).ok());
        position = LogProbe::send(*node->log, edit)->position;
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    const auto again = LogProbe::send(*node->log, edit);

    QVERIFY(again.ok());
    QCOMPARE(again->position, position);
    QVERIFY(node->probe.entries().empty());
}

void ChangeSuite::countsNoChangeAsAMessage()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    QStringList sent;
    for (int i = 0; i < 10; ++i) {
        const NewMessage message = messageTo(room, QString::number(i));
        sent.append(u"%1!"_s.arg(i));
        QVERIFY(LogProbe::send(*node->log, message).ok());
        QVERIFY(LogProbe::send(*node->log, editOf(message, sent.constLast())).ok());
    }

    QCOMPARE(textsOf(node->read({.room = room, .after = {}, .before = {}, .limit = 10})->entries),
             sent);
    QCOMPARE(textsOf(node->readUpwards(room, 3)), sent);
    QVERIFY(node->waitUntilPersisted());
    const auto rooms = node->questions.loadRooms();
    QCOMPARE(rooms->constFirst().messageCount, 10);
    QCOMPARE(rooms->constFirst().lastPosition + 1, rooms->constFirst().lastChange);
}

void ChangeSuite::givesTheChangesThatWereMissed()
{
    RoomRef room;
    qint64 half = 0;
    QStringList done;
    QList<qint64> positions;
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        room = node->makeRoom(u"Garden"_s);
        for (int i = 0; i < 20; ++i) {
            const NewMessage message = messageTo(room, QString::number(i));
            QVERIFY(LogProbe::send(*node->log, message).ok());
            done.append(u"%1!"_s.arg(i));
            const auto edit = LogProbe::send(*node->log, editOf(message, done.constLast()));
            QVERIFY(edit.ok());
            positions.append(edit->position);
            if (i == 9)
                half = edit->position;
        }
        QCOMPARE(textsOf(changesBehind(*node, room, 0, 3)), done);
        QCOMPARE(textsOf(changesBehind(*node, room, half, 100)), done.sliced(10));
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    for (const int limit : {1, 3, 100})
        QCOMPARE(positionsOf(changesBehind(*node, room, 0, limit)), positions);
    QCOMPARE(positionsOf(changesBehind(*node, room, half, 3)), positions.sliced(10));
}

void ChangeSuite::givesNothingOfADeletedMessagesPast()
{
    NewMessage message;
    const auto isDeletionAlone = [&message](const std::vector<EntryPtr> &changes) {
        return changes.size() == 1 && changes[0]->change->target == message.id
            && changes[0]->change->type == protocol::EventType::Delete;
    };
    {
        const auto node = m_testbed.open();
        QVERIFY(node);
        message = messageTo(node->makeRoom(u"Garden"_s), u"regrettable"_s);
        for (const NewMessage &next : {message, editOf(message, u"even more so"_s),
                                       reactionTo(message, u"👎"_s, "bob"), deletionOf(message)})
            QVERIFY(LogProbe::send(*node->log, next).ok());
        QVERIFY(isDeletionAlone(changesBehind(*node, message.room, 0, 100)));
        QVERIFY(node->waitUntilPersisted());
    }
    const auto node = m_testbed.open();
    QVERIFY(node);

    QVERIFY(isDeletionAlone(changesBehind(*node, message.room, 0, 100)));
}

void ChangeSuite::keepsOneReactionOfAPerson()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const NewMessage message = messageTo(node->makeRoom(u"Garden"_s), u"Tea?"_s);
    QVERIFY(LogProbe::send(*node->log, message).ok());
    for (const QByteArray nickname : {"bob", "BOB", "ann"})
        QVERIFY(LogProbe::send(*node->log, reactionTo(message, u"👍"_s, nickname)).ok());

    QCOMPARE(shown(node->readUpwards(message.room))[0].reactions,
             (QList<protocol::Reaction> {{u"👍"_s, {u"bob"_s, u"ann"_s}}}));

    QVERIFY(LogProbe::send(*node->log, reactionTo(message, u"👍"_s, "Bob", true)).ok());
    QVERIFY(LogProbe::send(*node->log, reactionTo(message, u"👎"_s, "bob", true)).ok());
    QCOMPARE(shown(node->readUpwards(message.room))[0].reactions,
             (QList<protocol::Reaction> {{u"👍"_s, {u"ann"_s}}}));
}

void ChangeSuite::showsTheNewestTextInTheRoomList()
{
    const auto node = m_testbed.open();
    QVERIFY(node);
    const RoomRef room = node->makeRoom(u"Garden"_s);
    const NewMessage first = messageTo(room, u"first"_s);
    const NewMessage last = messageTo(room, u"last"_s);
    for (const NewMessage &next :
         {first, last, editOf(first, u"not shown"_s), editOf(last, u"shown"_s)})
        QVERIFY(LogProbe::send(*node->log, next).ok());
    QVERIFY(node->waitUntilPersisted());
    QCOMPARE(node->questions.loadRooms()->constFirst().lastText, u"shown"_s);

    QVERIFY(LogProbe::send(*node->log, deletionOf(last)).ok());
    QVERIFY(node->waitUntilPersisted());

    QCOMPARE(node->questions.loadRooms()->constFirst().lastText, QString());
}

int runChangeSuite(LogTestbed &testbed, int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ChangeSuite suite(testbed);
    return QTest::qExec(&suite, argc, argv);
}

} // namespace samsa::test
