// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/message_model.h"
#include "app/room_model.h"
#include "ui/message_roles.h"
#include "ui/room_roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace samsa;
using namespace samsa::app;
using protocol::Message;
using protocol::Room;

namespace {

Message message(qint64 position, const QString &nickname = QStringLiteral("Ben"),
                const QUuid &id = QUuid::createUuid())
{
    Message made;
    made.id = id;
    made.position = position;
    made.nickname = nickname;
    made.text = QStringLiteral("text %1").arg(position);
    made.time = QDateTime::currentDateTimeUtc();
    return made;
}

OutboxEntry written(const QString &text)
{
    OutboxEntry entry;
    entry.id = QUuid::createUuid();
    entry.text = text;
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
    for (int row = 0; row < model.rowCount(); ++row) {
        texts.append(model.index(row).data(ui::TextRole).toString());
    }
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
    void pendingStaysLastUntilItComesBack();
    void ownMessageThatComesBackFirstKeepsItsRow();
    void ownMessageBehindAFailedOneMovesUp();
    void retriedMessageMovesToTheEnd();
    void rolesTellEverything();
    void roomsAreMergedAndNeverGoBack();
    void roomsThatAreGoneDisappear();
    void aNewcomerHasNothingUnread();
    void unreadCountsWhatCameSinceReading();
    void readMarksSurviveARestart();
};

void TestModels::messagesAppearOnceInOrderOfPosition()
{
    MessageModel model(QStringLiteral("Ann"));
    const QAbstractItemModelTester tester(&model);
    const Message second = message(5);
    QCOMPARE(model.append({message(2), second}).size(), 2);
    QCOMPARE(model.append({second, message(4), message(9)}).size(), 1);
    QCOMPARE(textsOf(model),
             QStringList(
                 {QStringLiteral("text 2"), QStringLiteral("text 5"), QStringLiteral("text 9")}));
    QCOMPARE(model.firstPosition(), 2);
    QCOMPARE(model.lastPosition(), 9);
    QCOMPARE(model.firstPositionAfter(5), 9);
    QCOMPARE(model.firstPositionAfter(9), -1);
}

void TestModels::olderPagesGoInFront()
{
    MessageModel model(QStringLiteral("Ann"));
    const QAbstractItemModelTester tester(&model);
    const Message first = message(10);
    model.append({first});
    model.prepend({message(3), message(7), first});
    model.prepend({});
    QCOMPARE(textsOf(model),
             QStringList(
                 {QStringLiteral("text 3"), QStringLiteral("text 7"), QStringLiteral("text 10")}));
    MessageModel empty(QStringLiteral("Ann"));
    empty.prepend({first});
    QCOMPARE(empty.rowCount(), 1);
}

void TestModels::pendingStaysLastUntilItComesBack()
{
    MessageModel model(QStringLiteral("Ann"));
    const QAbstractItemModelTester tester(&model);
    const OutboxEntry mine = written(QStringLiteral("mine"));
    model.addPending(mine);
    model.addPending(mine);
    model.append({message(1), message(2)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(stateOf(model, 2), static_cast<int>(ui::MessageState::Pending));
    QCOMPARE(model.lastPosition(), 2);

    model.append({message(3), message(4, QStringLiteral("Ann"), mine.id), message(5)});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(3).data(ui::PositionRole).toLongLong(), 4);
    QCOMPARE(stateOf(model, 3), static_cast<int>(ui::MessageState::Sent));
    model.addPending(mine); // an outbox that has not heard yet
    QCOMPARE(model.rowCount(), 5);
}

void TestModels::ownMessageThatComesBackFirstKeepsItsRow()
{
    MessageModel model(QStringLiteral("Ann"));
    const OutboxEntry first = written(QStringLiteral("first"));
    const OutboxEntry second = written(QStringLiteral("second"));
    model.addPending(first);
    model.addPending(second);
    const QPersistentModelIndex row(model.index(0));
    QSignalSpy changed(&model, &MessageModel::dataChanged);
    QSignalSpy removed(&model, &MessageModel::rowsRemoved);
    model.append({message(1, QStringLiteral("Ann"), first.id)});
    QCOMPARE(changed.size(), 1);
    QVERIFY(removed.isEmpty());
    QVERIFY(row.isValid());
    QCOMPARE(model.rowCount(), 2);
}

void TestModels::ownMessageBehindAFailedOneMovesUp()
{
    MessageModel model(QStringLiteral("Ann"));
    const QAbstractItemModelTester tester(&model);
    OutboxEntry failed = written(QStringLiteral("failed"));
    const OutboxEntry next = written(QStringLiteral("next"));
    model.addPending(failed);
    model.addPending(next);
    failed.failed = true;
    failed.failure = QStringLiteral("No.");
    model.updatePending(failed);
    QCOMPARE(stateOf(model, 0), static_cast<int>(ui::MessageState::Failed));
    QCOMPARE(model.index(0).data(ui::FailureRole).toString(), QStringLiteral("No."));
    model.append({message(1, QStringLiteral("Ann"), next.id)});
    QCOMPARE(textsOf(model), QStringList({QStringLiteral("text 1"), QStringLiteral("failed")}));
    model.removePending(failed.id);
    model.removePending(failed.id);
    QCOMPARE(model.rowCount(), 1);
}

void TestModels::retriedMessageMovesToTheEnd()
{
    MessageModel model(QStringLiteral("Ann"));
    const QAbstractItemModelTester tester(&model);
    OutboxEntry failed = written(QStringLiteral("failed"));
    failed.failed = true;
    model.addPending(failed);
    model.addPending(written(QStringLiteral("later")));
    failed.failed = false;
    model.updatePending(failed);
    model.updatePending(written(QStringLiteral("unknown")));
    QCOMPARE(textsOf(model), QStringList({QStringLiteral("later"), QStringLiteral("failed")}));
    QCOMPARE(stateOf(model, 1), static_cast<int>(ui::MessageState::Pending));
}

void TestModels::rolesTellEverything()
{
    MessageModel model(QStringLiteral("Ann"));
    const Message theirs = message(1);
    model.append({theirs});
    model.addPending(written(QStringLiteral("mine")));
    const QModelIndex first = model.index(0);
    QCOMPARE(first.data(ui::MessageIdRole).toString(), theirs.id.toString(QUuid::WithoutBraces));
    QCOMPARE(first.data(ui::NicknameRole).toString(), QStringLiteral("Ben"));
    QCOMPARE(first.data(Qt::DisplayRole).toString(), theirs.text);
    QCOMPARE(first.data(ui::TimeRole).toDateTime(), theirs.time);
    QCOMPARE(first.data(ui::OwnRole).toBool(), false);
    QCOMPARE(first.data(ui::FailureRole).toString(), QString());
    QVERIFY(!first.data(Qt::DecorationRole).isValid());
    const QModelIndex second = model.index(1);
    QCOMPARE(second.data(ui::OwnRole).toBool(), true);
    QCOMPARE(second.data(ui::NicknameRole).toString(), QStringLiteral("Ann"));
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
    FileWriter writer;
    ReadMarks marks(folder.filePath(QStringLiteral("read.json")), writer);
    RoomModel model(marks);
    const QAbstractItemModelTester tester(&model);
    Room lobby = room(QStringLiteral("Lobby"), 5);
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
    QVERIFY(model.roomByName(QStringLiteral("LOBBY")) != nullptr);
    QVERIFY(model.roomByName(QStringLiteral("Attic")) == nullptr);
    const QModelIndex row = model.index(0);
    QCOMPARE(row.data(ui::RoomNameRole).toString(), QStringLiteral("Lobby"));
    QCOMPARE(row.data(ui::PeopleRole).toInt(), 2);
    QCOMPARE(row.data(ui::LastTimeRole).toDateTime(), lobby.created);
    QVERIFY(row.data(ui::LastTextRole).toString().isEmpty());
    QVERIFY(row.data(ui::LastNicknameRole).toString().isEmpty());
    QCOMPARE(QUuid::fromString(row.data(ui::RoomIdRole).toString()), lobby.id);
    QVERIFY(!row.data(Qt::DecorationRole).isValid());
    QVERIFY(!model.data({}, ui::RoomIdRole).isValid());
}

void TestModels::roomsThatAreGoneDisappear()
{
    const QTemporaryDir folder;
    FileWriter writer;
    ReadMarks marks(folder.filePath(QStringLiteral("read.json")), writer);
    RoomModel model(marks);
    const QAbstractItemModelTester tester(&model);
    const Room first = room(QStringLiteral("First"), 1);
    const Room second = room(QStringLiteral("Second"), 1);
    model.setRooms({first, second});
    model.setRooms({second});
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.room(first.id) == nullptr);
}

void TestModels::aNewcomerHasNothingUnread()
{
    const QTemporaryDir folder;
    FileWriter writer;
    ReadMarks marks(folder.filePath(QStringLiteral("read.json")), writer);
    RoomModel model(marks);
    model.setRooms({room(QStringLiteral("Old"), 500)});
    QCOMPARE(model.index(0).data(ui::UnreadRole).toInt(), 0);
    model.changeRoom(room(QStringLiteral("New"), 2));
    QCOMPARE(model.index(1).data(ui::UnreadRole).toInt(), 2);
}

void TestModels::unreadCountsWhatCameSinceReading()
{
    const QTemporaryDir folder;
    FileWriter writer;
    ReadMarks marks(folder.filePath(QStringLiteral("read.json")), writer);
    RoomModel model(marks);
    Room lobby = room(QStringLiteral("Lobby"), 5);
    model.setRooms({lobby});
    lobby.messageCount = 8;
    lobby.lastPosition = 40;
    model.changeRoom(lobby);
    QCOMPARE(model.index(0).data(ui::UnreadRole).toInt(), 3);
    model.markRead(lobby.id, 40);
    QCOMPARE(model.index(0).data(ui::UnreadRole).toInt(), 0);
    QCOMPARE(marks.of(lobby.id)->position, 40);
    model.markRead(lobby.id, 20); // never backwards
    QCOMPARE(marks.of(lobby.id)->position, 40);
    model.markRead(QUuid::createUuid(), 1);
}

void TestModels::readMarksSurviveARestart()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("read.json"));
    const Room lobby = room(QStringLiteral("Lobby"), 5);
    {
        FileWriter writer;
        ReadMarks marks(file, writer);
        QVERIFY(marks.isNew());
        RoomModel model(marks);
        model.setRooms({});
        QVERIFY(!marks.isNew());
        model.changeRoom(lobby);
        model.markRead(lobby.id, 15);
        const auto isKept = [&] {
            writer.flush();
            const ReadMarks again(file, writer);
            return !again.isNew() && again.of(lobby.id) == ReadMarks::Mark {15, 5};
        };
        QTRY_VERIFY(isKept());
    }
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
