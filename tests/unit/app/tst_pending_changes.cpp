// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/conversation.h"
#include "tests/unit/app/outbox_helpers.h"
#include "tests/unit/app/told_history.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Code;
using protocol::EventType;
using protocol::Message;
using protocol::MessageEvent;

/// What one does to messages is seen at once, undone when it is refused, and there once.
class TestPendingChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatOneDoesIsSeenAtOnceAndWaits();
    void aReplySaysWhatItAnswers();
    void whatWasRefusedIsUndoneAndTold();
    void whatWasRefusedCanBeTriedAgainOrGivenUp();
    void aChangeStaysBetweenTheReceiptAndTheEvent();
    void anEventMayComeBeforeTheReceipt();
    void aPageMayTellOfItInsteadOfAnEvent();
    void whatOthersDoMeanwhileIsSeenBelowOnesOwn();
    void whatComesBackChangesTheRowOnce();
    void whatWaitsComesBackWithItsRoom();
    void whatIsDoneToAMessageThatWaitsIsSeenOnItsRow();
    void aRefusedChangeOfAMessageThatIsElsewhereIsNotLost();

private:
    Message at(qint64 position) const { return m_history.said[position - 1]; }
    QUuid id(qint64 position) const { return at(position).id; }
    Message shown(qint64 position) const { return *m_conversation->model()->shown(id(position)); }
    QVariant role(qint64 position, int role) const
    {
        return m_conversation->model()->index(int(position) - 1).data(role);
    }
    ui::MessageState state(qint64 position) const
    {
        return static_cast<ui::MessageState>(role(position, ui::StateRole).toInt());
    }
    /// As the server tells it of what was sent.
    MessageEvent eventOf(const Outgoing &outgoing, qint64 position) const
    {
        MessageEvent event;
        event.id = outgoing.id;
        event.room = m_history.room;
        event.position = position;
        event.nickname = u"Ann"_s;
        event.time = QDateTime::currentDateTimeUtc();
        event.target = targetOf(outgoing.what);
        event.text = textOf(outgoing.what);
        if (const auto *reaction = std::get_if<MessageReaction>(&outgoing.what)) {
            event.type = EventType::Reaction;
            event.reaction = reaction->reaction;
            event.remove = reaction->remove;
        } else if (std::holds_alternative<MessageDeletion>(outgoing.what)) {
            event.type = EventType::Delete;
        }
        return event;
    }
    void doAndWait(const std::function<void(Archive::Done)> &what)
    {
        QVERIFY(answerOf<void>([&](QObject *, const auto &done) { what(done); }));
    }
    void edit(qint64 position, const QString &text)
    {
        doAndWait([&](const auto &done) { m_conversation->edit(id(position), text, done); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PersonFiles> m_files;
    std::unique_ptr<Archive> m_archive;
    ToldHistory m_history;
    Post m_post;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<Conversation> m_conversation;
};

void TestPendingChanges::init()
{
    m_conversation.reset();
    m_outbox.reset();
    m_archive.reset();
    m_post = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_files =
        std::make_unique<PersonFiles>(m_folder->path(), PersonFiles::thisComputer(), u"Ann"_s);
    m_archive = openArchive(*m_files);
    m_outbox = std::make_unique<Outbox>(*m_archive);
    m_outbox->setSender(m_post.sender());
    m_outbox->setOnline(true);
    m_history.reset();
    for (const QString &nickname : {u"Ann"_s, u"Ben"_s, u"Ann"_s})
        m_history.say(nickname, u"as it was"_s);
    m_conversation = std::make_unique<Conversation>(m_history, *m_outbox, u"Ann"_s);
    m_conversation->open(m_history.told());
    QCOMPARE(m_conversation->model()->confirmedCount(), 3);
}

void TestPendingChanges::whatOneDoesIsSeenAtOnceAndWaits()
{
    edit(1, u"edited"_s);
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QVERIFY(role(1, ui::EditedRole).toBool());
    QCOMPARE(state(1), ui::MessageState::Pending);
    doAndWait([&](const auto &done) { m_conversation->react(id(2), u"👍"_s, done); });
    QCOMPARE(shown(2).reactions, (QList<protocol::Reaction> {{u"👍"_s, {u"Ann"_s}}}));
    doAndWait([&](const auto &done) { m_conversation->unreact(id(2), u"👍"_s, done); });
    QVERIFY(shown(2).reactions.isEmpty());
    doAndWait([&](const auto &done) { m_conversation->remove(id(3), done); });
    QVERIFY(role(3, ui::DeletedRole).toBool());
    QCOMPARE(state(3), ui::MessageState::Pending);
}

void TestPendingChanges::aReplySaysWhatItAnswers()
{
    doAndWait([&](const auto &done) { m_conversation->say(u"yes"_s, id(2), done); });
    QCOMPARE(m_post.sent.constLast().what, Submission(TextMessage {u"yes"_s, id(2)}));
}

void TestPendingChanges::whatWasRefusedIsUndoneAndTold()
{
    edit(1, u"edited"_s);
    m_post.refuse(0, Code::NotTheAuthor);
    QCOMPARE(role(1, ui::TextRole).toString(), u"as it was"_s);
    QVERIFY(!role(1, ui::EditedRole).toBool());
    QCOMPARE(state(1), ui::MessageState::Failed);
    QCOMPARE(role(1, ui::FailureRole).toString(),
             u"Only who wrote a message can change or delete it."_s);
}

void TestPendingChanges::whatWasRefusedCanBeTriedAgainOrGivenUp()
{
    edit(1, u"edited"_s);
    m_post.refuse(0, Code::TargetNotFound);
    m_outbox->retry(id(1));
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QCOMPARE(state(1), ui::MessageState::Pending);
    m_post.refuse(1, Code::TargetNotFound);
    m_outbox->discard(id(1));
    QCOMPARE(role(1, ui::TextRole).toString(), u"as it was"_s);
    QCOMPARE(state(1), ui::MessageState::Sent);
}

void TestPendingChanges::aChangeStaysBetweenTheReceiptAndTheEvent()
{
    edit(1, u"edited"_s);
    m_post.answers[0](protocol::Accepted {m_post.sent[0].id, 9, {}});
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QCOMPARE(state(1), ui::MessageState::Pending);
    m_conversation->take(eventOf(m_post.sent[0], 9));
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QCOMPARE(state(1), ui::MessageState::Sent);
}

void TestPendingChanges::anEventMayComeBeforeTheReceipt()
{
    doAndWait([&](const auto &done) { m_conversation->react(id(2), u"👍"_s, done); });
    const MessageEvent event = eventOf(m_post.sent[0], 9);
    m_conversation->take(event);
    QCOMPARE(shown(2).reactions, (QList<protocol::Reaction> {{u"👍"_s, {u"Ann"_s}}}));
    QCOMPARE(m_outbox->size(), 0);
    m_post.answers[0](protocol::Accepted {event.id, 9, {}});
    m_conversation->take(event); // after a reconnect
    QCOMPARE(shown(2).reactions, (QList<protocol::Reaction> {{u"👍"_s, {u"Ann"_s}}}));
    QCOMPARE(state(2), ui::MessageState::Sent);
}

void TestPendingChanges::aPageMayTellOfItInsteadOfAnEvent()
{
    edit(1, u"edited"_s);
    Message told = at(1);
    told.text = u"edited"_s;
    told.edited = QDateTime::currentDateTimeUtc();
    told.changed = 9;
    m_history.tell({told});
    QCOMPARE(state(1), ui::MessageState::Pending); // the page does not say whose edit it is
    m_post.answers[0](protocol::Accepted {m_post.sent[0].id, 9, {}}); // the second attempt's
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QCOMPARE(state(1), ui::MessageState::Sent);

    edit(1, u"once more"_s); // and the other way round
    m_post.answers[1](protocol::Accepted {m_post.sent[1].id, 12, {}});
    told.text = u"overwritten by another computer"_s;
    told.changed = 13;
    m_history.tell({told});
    QCOMPARE(role(1, ui::TextRole).toString(), u"overwritten by another computer"_s);
    QCOMPARE(state(1), ui::MessageState::Sent);
}

void TestPendingChanges::whatOthersDoMeanwhileIsSeenBelowOnesOwn()
{
    edit(1, u"edited"_s);
    MessageEvent bens;
    bens.id = QUuid::createUuid();
    bens.room = m_history.room;
    bens.position = 7;
    bens.type = EventType::Reaction;
    bens.target = id(1);
    bens.nickname = u"Ben"_s;
    bens.reaction = u"👍"_s;
    m_conversation->take(bens);
    QCOMPARE(shown(1).reactions, (QList<protocol::Reaction> {{u"👍"_s, {u"Ben"_s}}}));
    QCOMPARE(shown(1).text, u"edited"_s);
    m_post.refuse(0, Code::TargetDeleted);
    QCOMPARE(shown(1).text, u"as it was"_s);
    QCOMPARE(shown(1).reactions.size(), 1);
}

void TestPendingChanges::whatComesBackChangesTheRowOnce()
{
    edit(1, u"edited"_s);
    QSignalSpy changed(m_conversation->model(), &QAbstractItemModel::dataChanged);
    m_conversation->take(eventOf(m_post.sent[0], 9));
    QCOMPARE(changed.size(), 1); // never with the text from before in between
}

void TestPendingChanges::whatWaitsComesBackWithItsRoom()
{
    edit(1, u"edited"_s);
    const protocol::Room room = m_history.told();
    m_conversation->close();
    m_conversation->open(room);
    QCOMPARE(role(1, ui::TextRole).toString(), u"edited"_s);
    QCOMPARE(state(1), ui::MessageState::Pending);
}

void TestPendingChanges::whatIsDoneToAMessageThatWaitsIsSeenOnItsRow()
{
    doAndWait([&](const auto &done) { m_conversation->say(u"frist"_s, {}, done); });
    const QUuid first = m_post.sent[0].id;
    doAndWait([&](const auto &done) { m_conversation->edit(first, u"first"_s, done); });
    QCOMPARE(role(4, ui::TextRole).toString(), u"first"_s);
    const Message message = m_history.say(u"Ann"_s, u"frist"_s, first);
    m_conversation->take(m_history.room, {message});
    QCOMPARE(role(4, ui::TextRole).toString(), u"first"_s); // it is on its way
    QCOMPARE(m_post.sent.constLast().what, Submission(MessageEdit {first, u"first"_s}));
    m_conversation->take(eventOf(m_post.sent.constLast(), 9));
    QCOMPARE(role(4, ui::TextRole).toString(), u"first"_s);
    QCOMPARE(state(4), ui::MessageState::Sent);
    QCOMPARE(m_conversation->model()->rowCount(), 4);
}

void TestPendingChanges::aRefusedChangeOfAMessageThatIsElsewhereIsNotLost()
{
    const QUuid elsewhere = QUuid::createUuid();
    doAndWait([&](const auto &done) { m_conversation->edit(elsewhere, u"edited"_s, done); });
    m_post.refuse(0, Code::TargetNotFound);
    QCOMPARE(m_outbox->entries(m_history.room).size(), 1);
    QCOMPARE(m_conversation->model()->rowCount(), 3);
    for (qint64 position = 1; position <= 3; ++position)
        QCOMPARE(state(position), ui::MessageState::Sent);
}

QTEST_GUILESS_MAIN(TestPendingChanges)
#include "tst_pending_changes.moc"
