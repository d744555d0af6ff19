// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/room_controller.h"
#include "tests/unit/app/fake_chat_server.h"
#include "tests/unit/app/someone.h"
#include "ui/composer/composer.h"
#include "ui/window/chat_panel.h"

#include <QLabel>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;

/// What a person does in the open room, between the window and the account.
class TestRoomController : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsDoneToMessagesGoesIntoTheOutbox();
    void whatIsAgainstTheRulesIsToldAndNotDone();
    void whatTheServerRefusesIsTold();
    void aTextThatCannotBeKeptIsInTheComposerAgain();
    void aTextThatCannotBeKeptOutlivesItsWindow();

private:
    /// Nothing more can be added to the outbox.
    void fillTheDisk() const
    {
        const SqliteFile beside(m_archive);
        QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                           "SELECT RAISE(ABORT, 'no'); END"_s));
    }
    QList<Submission> unsent() const
    {
        QList<Submission> contents;
        for (const OutboxEntry &entry : m_ann->account->outbox().unsent())
            contents.append(entry.what);
        return contents;
    }

    std::unique_ptr<FakeChatServer> m_server;
    QUuid m_lobby;
    QString m_archive;
    std::unique_ptr<Someone> m_ann;
    std::unique_ptr<ui::ChatPanel> m_panel;
    std::unique_ptr<RoomController> m_room;
};

void TestRoomController::init()
{
    m_server = std::make_unique<FakeChatServer>();
    m_lobby = m_server->addRoom(u"Lobby"_s, 2);
    m_ann = std::make_unique<Someone>(u"Ann"_s);
    QVERIFY(m_ann->join(m_server->url()));
    m_archive = m_ann->archiveFile();
    m_panel = std::make_unique<ui::ChatPanel>();
    m_room = std::make_unique<RoomController>(*m_ann->account, *m_panel);
    m_ann->account->start(ui::TransportKind::Polling);
    QTRY_VERIFY(m_ann->account->knowsRooms());
    m_room->open(m_lobby);
    QTRY_COMPARE(m_ann->texts().size(), 2);
    m_server->mood = FakeChatServer::Mood::Silent; // so that all of it waits
}

void TestRoomController::cleanup()
{
    m_room.reset();
    m_panel.reset();
    m_ann.reset();
    m_server.reset();
}

void TestRoomController::whatIsDoneToMessagesGoesIntoTheOutbox()
{
    const QUuid target = m_ann->account->conversation().model()->confirmed()[0].id;
    QVERIFY(m_room->reply(target, u"yes"_s));
    QVERIFY(m_room->edit(target, u"new"_s));
    QVERIFY(m_room->react(target, u"👍"_s));
    m_room->unreact(target, u"👍"_s);
    m_room->remove(target);
    QCOMPARE(
        unsent(),
        (QList<Submission> {TextMessage {u"yes"_s, target}, MessageEdit {target, u"new"_s},
                            MessageReaction {target, u"👍"_s},
                            MessageReaction {target, u"👍"_s, true}, MessageDeletion {target}}));
}

void TestRoomController::whatIsAgainstTheRulesIsToldAndNotDone()
{
    const QUuid target = m_ann->account->conversation().model()->confirmed()[0].id;
    auto *const notice = m_panel->findChild<QLabel *>(u"noticeText"_s);
    QVERIFY(!m_room->edit(target, u"  "_s));
    const QString ofTexts = notice->text();
    QVERIFY(!ofTexts.isEmpty());
    QVERIFY(!m_room->reply(target, {}));
    QVERIFY(!m_room->react(target, u"not one sign"_s));
    QVERIFY(notice->text() != ofTexts);
    QVERIFY(unsent().isEmpty());
}

void TestRoomController::whatTheServerRefusesIsTold()
{
    m_server->mood = FakeChatServer::Mood::There;
    m_server->refusesSends = protocol::Code::ReactionsFull;
    QVERIFY(m_room->react(QUuid::createUuid(), u"👍"_s)); // of a message that is out of sight
    auto *const notice = m_panel->findChild<QLabel *>(u"noticeText"_s);
    QTRY_COMPARE(notice->text(), u"This message has as many reactions as it can have."_s);
}

void TestRoomController::aTextThatCannotBeKeptIsInTheComposerAgain()
{
    fillTheDisk();
    QSignalSpy notKept(m_room.get(), &RoomController::notKept);
    Q_EMIT m_panel->composer()->sendRequested(u"not lost"_s);
    QTRY_COMPARE(notKept.size(), 1);
    QCOMPARE(m_panel->composer()->draft(), u"not lost"_s);
    QVERIFY(m_room->react(m_lobby, u"👍"_s));
    QTRY_COMPARE(notKept.size(), 2);
}

void TestRoomController::aTextThatCannotBeKeptOutlivesItsWindow()
{
    fillTheDisk();
    QSignalSpy notKept(&m_ann->account->outbox(), &Outbox::notKept);
    Q_EMIT m_panel->composer()->sendRequested(u"not lost"_s);
    QVERIFY(m_room->react(m_lobby, u"👍"_s));
    m_room.reset();
    m_panel.reset();
    QTRY_COMPARE(notKept.size(), 2);
    QCOMPARE(m_ann->account->archive().draft(m_lobby), u"not lost"_s);
}

QTEST_MAIN(TestRoomController)
#include "tst_room_controller.moc"
