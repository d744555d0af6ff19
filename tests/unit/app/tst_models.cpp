// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/message_model.h"
#include "app/rooms/reading.h"
#include "app/rooms/room_model.h"
#include "tests/unit/app/archive_helpers.h"
#include "ui/rooms/room_roles.h"
#include "ui/timeline/message_roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;
using protocol::Message;
using protocol::Room;

namespace {

Message message(qint64 position, const QString &nickname = u"Ben"_s,
                const QUuid &id = QUuid::createUuid())
{
    Message made;
    made.id = id;
    made.position = position;
    made.nickname = nickname;
    made.text = u"text %1"_s.arg(position);
    made.time = QDateTime::currentDateTimeUtc();
    return made;
}

OutboxEntry written(const QString &text)
{
    OutboxEntry entry;
    entry.id = QUuid::createUuid();
    entry.what = TextMessage {text};
    entry.written = QDateTime::currentDateTimeUtc();
    return entry;
}

Room room(const QString &name, qint64 count)
{
    Room made;
    made.id = QUuid::createUuid();
    made.name = name;
    made.created = QDateTime::currentDateTimeUtc();
    made.messageCount = count;
    made.lastPosition = count * 3;
    return made;
}

QStringList textsOf(const MessageModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row).data(ui::TextRole).toString());
    return texts;
}

int stateOf(const MessageModel &model, int row)
{
    return model.index(row).data(ui::StateRole).toInt();
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesAppearOnceInOrderOfPosition();
    void olderPagesGoInFront();
    void messagesOutOfOrderAreLeftOut();
    void pendingStaysLastUntilItComesBack();
    void pendingGoesWhenAnOlderPageHoldsIt();
    void pendingGoesWhenTheLogHoldsItFurtherBack();
    void ownMessageThatComesBackFirstKeepsItsRow();
    void ownMessageBehindAFailedOneMovesUp();
    void retriedMessageMovesToTheEnd();
    void aWindowAwayFromTheNewestShowsNothingThatWaits();
    void whatIsTakenAwayAtAnEndMayComeBack();
    void whatBecameOfAMessageIsSeenInItsRow();
    void rolesTellEverything();
    void roomsAreMergedAndNeverGoBack();
    void roomsGoBackWithTheLog();
    void roomsThatAreGoneDisappear();
    void aNewcomerHasNothingUnread();
};

void TestModels::messagesAppearOnceInOrderOfPosition()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const Message second = message(5);
    QCOMPARE(model.append({message(2), second}).size(), 2);
    QCOMPARE(model.append({second, message(4), message(9)}).size(), 1);
    QCOMPARE(textsOf(model), QStringList({u"text 2"_s, u"text 5"_s, u"text 9"_s}));
    QCOMPARE(model.firstPosition(), 2);
    QCOMPARE(model.lastPosition(), 9);
    QCOMPARE(model.firstOfOthersAfter(5), 9);
    QCOMPARE(model.firstOfOthersAfter(9), -1);
}

void TestModels::olderPagesGoInFront()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const Message first = message(10);
    model.append({first});
    model.prepend({message(3), message(7), first});
    model.prepend({});
    QCOMPARE(textsOf(model), QStringList({u"text 3"_s, u"text 7"_s, u"text 10"_s}));
    MessageModel empty(u"Ann"_s);
    empty.prepend({first});
    QCOMPARE(empty.rowCount(), 1);
}

void TestModels::messagesOutOfOrderAreLeftOut()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const Message twice = message(4);
    QCOMPARE(model.append({message(20), message(15), message(21)}).size(), 2);
    model.prepend({message(3), twice, message(2), twice, message(9)});
    QCOMPARE(textsOf(model),
             QStringList({u"text 3"_s, u"text 4"_s, u"text 9"_s, u"text 20"_s, u"text 21"_s}));
}

void TestModels::pendingGoesWhenAnOlderPageHoldsIt()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const OutboxEntry mine = written(u"mine"_s);
    model.append({message(20)});
    model.addPending(mine);
    model.prepend({message(3), message(4, u"Ann"_s, mine.id)});
    QCOMPARE(textsOf(model), QStringList({u"text 3"_s, u"text 4"_s, u"text 20"_s}));
    QCOMPARE(stateOf(model, 2), static_cast<int>(ui::MessageState::Sent));
}

void TestModels::pendingGoesWhenTheLogHoldsItFurtherBack()
{
    // Sent before the program ended, and its answer lost: sent again under the same id it is taken
    // for what it is, and never comes as a new message.
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const OutboxEntry old = written(u"old"_s);
    const OutboxEntry fresh = written(u"fresh"_s);
    model.addPending(old);
    model.addPending(fresh);
    model.settlePending(old, 4); // before the newest page is there
    QCOMPARE(model.rowCount(), 2);
    model.append({message(20)});
    QCOMPARE(textsOf(model), QStringList({u"text 20"_s, u"fresh"_s}));
    model.settlePending(fresh, 21); // it comes as a new one
    QCOMPARE(model.rowCount(), 2);
    model.append({message(21, u"Ann"_s, fresh.id)});
    model.prepend({message(4, u"Ann"_s, old.id)});
    QCOMPARE(textsOf(model), QStringList({u"text 4"_s, u"text 20"_s, u"text 21"_s}));
    QCOMPARE(stateOf(model, 2), static_cast<int>(ui::MessageState::Sent));
}

void TestModels::pendingStaysLastUntilItComesBack()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const OutboxEntry mine = written(u"mine"_s);
    model.addPending(mine);
    model.addPending(mine);
    model.append({message(1), message(2)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(stateOf(model, 2), static_cast<int>(ui::MessageState::Pending));
    QCOMPARE(model.lastPosition(), 2);

    model.append({message(3), message(4, u"Ann"_s, mine.id), message(5)});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(3).data(ui::PositionRole).toLongLong(), 4);
    QCOMPARE(stateOf(model, 3), static_cast<int>(ui::MessageState::Sent));
    model.addPending(mine); // an outbox that has not heard yet
    QCOMPARE(model.rowCount(), 5);
}

void TestModels::ownMessageThatComesBackFirstKeepsItsRow()
{
    MessageModel model(u"Ann"_s);
    const OutboxEntry first = written(u"first"_s);
    const OutboxEntry second = written(u"second"_s);
    model.addPending(first);
    model.addPending(second);
    const QPersistentModelIndex row(model.index(0));
    QSignalSpy changed(&model, &MessageModel::dataChanged);
    QSignalSpy removed(&model, &MessageModel::rowsRemoved);
    model.append({message(1, u"Ann"_s, first.id)});
    QCOMPARE(changed.size(), 1);
    QVERIFY(removed.isEmpty());
    QVERIFY(row.isValid());
    QCOMPARE(model.rowCount(), 2);
}

void TestModels::ownMessageBehindAFailedOneMovesUp()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    OutboxEntry failed = written(u"failed"_s);
    const OutboxEntry next = written(u"next"_s);
    model.addPending(failed);
    model.addPending(next);
    failed.failure =
        OutboxFailure {OutboxFailure::Kind::AsTold, {protocol::Code::Internal, u"No."_s, {}}};
    model.updatePending(failed);
    QCOMPARE(stateOf(model, 0), static_cast<int>(ui::MessageState::Failed));
    QCOMPARE(model.index(0).data(ui::FailureRole).toString(), u"No."_s);
    model.append({message(1, u"Ann"_s, next.id)});
    QCOMPARE(textsOf(model), QStringList({u"text 1"_s, u"failed"_s}));
    model.removePending(failed.id);
    model.removePending(failed.id);
    QCOMPARE(model.rowCount(), 1);
}

void TestModels::retriedMessageMovesToTheEnd()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    OutboxEntry failed = written(u"failed"_s);
    failed.failure = OutboxFailure {};
    model.addPending(failed);
    model.addPending(written(u"later"_s));
    failed.failure.reset();
    model.updatePending(failed);
    model.updatePending(written(u"unknown"_s));
    QCOMPARE(textsOf(model), QStringList({u"later"_s, u"failed"_s}));
    QCOMPARE(stateOf(model, 1), static_cast<int>(ui::MessageState::Pending));
}

void TestModels::aWindowAwayFromTheNewestShowsNothingThatWaits()
{
    MessageModel model(u"Ann"_s);
    const QAbstractItemModelTester tester(&model);
    const OutboxEntry mine = written(u"mine"_s);
    const OutboxEntry second = written(u"second"_s);
    model.addPending(mine);
    model.append({message(10), message(11)});
    model.setAtNewest(false);
    QCOMPARE(model.rowCount(), 2);
    model.addPending(second);
    OutboxEntry failed = mine;
    failed.failure = OutboxFailure {};
    model.updatePending(failed);
    model.removePending(second.id);
    QCOMPARE(model.rowCount(), 2);
    model.append({message(12, u"Ann"_s, mine.id)}); // came back meanwhile
    model.addPending(second);
    model.setAtNewest(true);
    QCOMPARE(textsOf(model), QStringList({u"text 10"_s, u"text 11"_s, u"text 12"_s, u"second"_s}));
}

void TestModels::whatIsTakenAwayAtAnEndMayComeBack()
{
    MessageModel model(u"Ann"_s, 3);
    const QAbstractItemModelTester tester(&model);
    const QList<Message> all {message(1), message(2), message(3), message(4), message(5)};
    model.addPending(written(u"waits"_s));
    model.setAtOldest(true);
    model.append(all);
    QCOMPARE(model.excess(), 2);
    model.dropOldest(2);
    QVERIFY(!model.isAtOldest());
    QCOMPARE(textsOf(model), QStringList({u"text 3"_s, u"text 4"_s, u"text 5"_s, u"waits"_s}));
    model.prepend(all.mid(0, 2));
    model.dropNewest(2);
    QVERIFY(!model.isAtNewest()); // so that nobody takes what waits for what follows
    QCOMPARE(textsOf(model), QStringList({u"text 1"_s, u"text 2"_s, u"text 3"_s}));
    model.append(all.mid(3));
    model.setAtNewest(true);
    QCOMPARE(model.rowCount(), 6);
    model.reset({message(20)});
    QCOMPARE(textsOf(model), QStringList({u"text 20"_s, u"waits"_s}));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::whatBecameOfAMessageIsSeenInItsRow()
{
    MessageModel model(u"Ann"_s);
    const Message first = message(1);
    model.append({first, message(2)});
    QSignalSpy changed(&model, &MessageModel::dataChanged);
    protocol::MessageEvent edit;
    edit.target = first.id;
    edit.position = 5;
    edit.text = u"better"_s;
    edit.time = QDateTime::currentDateTimeUtc();
    model.apply(edit);
    QCOMPARE(textsOf(model).constFirst(), u"better"_s);
    QCOMPARE(changed.size(), 1);
    edit.text = u"an older one, that came late"_s;
    edit.position = 4;
    model.apply(edit);
    protocol::MessageEvent elsewhere = edit;
    elsewhere.target = QUuid::createUuid();
    model.apply(elsewhere);
    QCOMPARE(textsOf(model).constFirst(), u"better"_s);
    QCOMPARE(changed.size(), 1);
    protocol::MessageEvent thumb;
    thumb.type = protocol::EventType::Reaction;
    thumb.target = first.id;
    thumb.position = 6;
    thumb.reaction = u"+"_s;
    thumb.nickname = u"Ben"_s;
    model.apply(thumb);
    QCOMPARE(model.confirmed().constFirst().reactions,
             QList<protocol::Reaction>({{u"+"_s, {u"Ben"_s}}}));
    thumb.position = 7;
    thumb.remove = true;
    model.apply(thumb);
    QVERIFY(model.confirmed().constFirst().reactions.isEmpty());
    protocol::MessageEvent gone = edit;
    gone.type = protocol::EventType::Delete;
    gone.position = 8;
    model.apply(gone);
    QVERIFY(model.confirmed().constFirst().deleted);
    QVERIFY(textsOf(model).constFirst().isEmpty());
    Message read = model.confirmed().constLast(); // from a page that was asked for again
    read.text = u"read anew"_s;
    model.refresh({read, message(40)});
    QCOMPARE(textsOf(model).constLast(), u"text 2"_s); // nothing was done to it
    read.changed = 9;
    model.refresh({read});
    QCOMPARE(textsOf(model).constLast(), u"read anew"_s);
    edit.position = 9;
    model.apply(edit); // of what is deleted: nothing
    QVERIFY(textsOf(model).constFirst().isEmpty());
}

void TestModels::rolesTellEverything()
{
    MessageModel model(u"Ann"_s);
    const Message theirs = message(1);
    model.append({theirs});
    model.addPending(written(u"mine"_s));
    const QModelIndex first = model.index(0);
    QCOMPARE(first.data(ui::MessageIdRole).toString(), theirs.id.toString(QUuid::WithoutBraces));
    QCOMPARE(first.data(ui::NicknameRole).toString(), u"Ben"_s);
    QCOMPARE(first.data(Qt::DisplayRole).toString(), theirs.text);
    QCOMPARE(first.data(ui::TimeRole).toDateTime(), theirs.time);
    QCOMPARE(first.data(ui::OwnRole).toBool(), false);
    QCOMPARE(first.data(ui::FailureRole).toString(), QString());
    QVERIFY(!first.data(Qt::DecorationRole).isValid());
    const QModelIndex second = model.index(1);
    QCOMPARE(second.data(ui::OwnRole).toBool(), true);
    QCOMPARE(second.data(ui::NicknameRole).toString(), u"Ann"_s);
    QCOMPARE(second.data(ui::PositionRole).toLongLong(), 0);
    QVERIFY(second.data(ui::TimeRole).toDateTime().isValid());
    QVERIFY(!second.data(ui::MessageIdRole).toString().isEmpty());
    QVERIFY(!second.data(Qt::DecorationRole).isValid());
    QVERIFY(!model.data({}, ui::TextRole).isValid());
    QVERIFY(model.roleNames().values().contains("text"));
}

void TestModels::roomsAreMergedAndNeverGoBack()
{
    const QTemporaryDir folder;
    const PersonFiles files(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(files);
    Reading reading(*archive, u"Ann"_s);
    RoomModel model(reading);
    const QAbstractItemModelTester tester(&model);
    Room lobby = room(u"Lobby"_s, 5);
    model.setRooms({lobby});
    QSignalSpy updated(&model, &RoomModel::roomUpdated);
    Room older = lobby;
    older.messageCount = 3;
    older.peopleNow = 2;
    model.changeRoom(older);
    QCOMPARE(model.room(lobby.id)->messageCount, 5);
    QCOMPARE(model.room(lobby.id)->peopleNow, 2);
    QCOMPARE(updated.size(), 1);
    model.changeRoom(*model.room(lobby.id));
    QCOMPARE(updated.size(), 1);
    QVERIFY(model.roomByName(u"LOBBY"_s) != nullptr);
    QVERIFY(model.roomByName(u"Attic"_s) == nullptr);
    const QModelIndex row = model.index(0);
    QCOMPARE(row.data(ui::RoomNameRole).toString(), u"Lobby"_s);
    QCOMPARE(row.data(ui::PeopleRole).toInt(), 2);
    QCOMPARE(row.data(ui::LastTimeRole).toDateTime(), lobby.created);
    QVERIFY(row.data(ui::LastTextRole).toString().isEmpty());
    QVERIFY(row.data(ui::LastNicknameRole).toString().isEmpty());
    QCOMPARE(QUuid::fromString(row.data(ui::RoomIdRole).toString()), lobby.id);
    QVERIFY(!row.data(Qt::DecorationRole).isValid());
    QVERIFY(!model.data({}, ui::RoomIdRole).isValid());
}

void TestModels::roomsGoBackWithTheLog()
{
    const QTemporaryDir folder;
    const PersonFiles files(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(files);
    Reading reading(*archive, u"Ann"_s);
    RoomModel model(reading);
    Room lobby = room(u"Lobby"_s, 5);
    lobby.lastText = u"lost"_s;
    lobby.epoch = "before";
    model.setRooms({lobby});
    Room putBack = lobby;
    putBack.messageCount = 3;
    putBack.lastText = u"kept"_s;
    putBack.epoch = "after";
    model.changeRoom(putBack);
    QCOMPARE(*model.room(lobby.id), putBack);
}

void TestModels::roomsThatAreGoneDisappear()
{
    const QTemporaryDir folder;
    const PersonFiles files(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(files);
    Reading reading(*archive, u"Ann"_s);
    RoomModel model(reading);
    const QAbstractItemModelTester tester(&model);
    const Room first = room(u"First"_s, 1);
    const Room second = room(u"Second"_s, 1);
    model.setRooms({first, second});
    model.setRooms({second});
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.room(first.id) == nullptr);
}

void TestModels::aNewcomerHasNothingUnread()
{
    const QTemporaryDir folder;
    const PersonFiles files(folder.path(), PersonFiles::thisComputer(), u"Ann"_s);
    const auto archive = openArchive(files);
    Reading reading(*archive, u"Ann"_s);
    RoomModel model(reading);
    model.setRooms({room(u"Old"_s, 500)});
    QCOMPARE(model.index(0).data(ui::UnreadRole).toInt(), 0);
    model.changeRoom(room(u"New"_s, 2));
    QCOMPARE(model.index(1).data(ui::UnreadRole).toInt(), 2);
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
