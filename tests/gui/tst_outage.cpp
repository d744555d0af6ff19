// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_process.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// The server goes in the middle of a conversation, and comes back.
class TestOutage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesWaitForAKilledServerAndGoOutInOrder_data() { eachTransport(); }
    void messagesWaitForAKilledServerAndGoOutInOrder();
    void messagesSurviveQuittingWhileTheServerIsAway();
    void whoLeavesWithMessagesThatAreNotSentIsAsked();
    void whoWantsCanLeaveOnceEverythingIsSent();
};

void TestOutage::messagesWaitForAKilledServerAndGoOutInOrder()
{
    QFETCH(const ui::TransportKind, transport);
    ServerProcess server;
    QVERIFY(server.start());
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), transport));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QStringList all;
    const auto annSays = [&](int count) {
        for (int i = 0; i < count; ++i) {
            all.append(u"message %1"_s.arg(all.size()));
            ann.say(all.constLast());
        }
    };
    annSays(10);
    QTRY_COMPARE(ben.texts().size(), 10);
    annSays(10);
    server.kill(); // with some of them under way
    annSays(10);
    QTRY_VERIFY(!ann.isOnline());
    QTRY_VERIFY(ann.countInState(ui::MessageState::Pending) >= 10);
    auto *const notice = ann.find<QLabel>("noticeText");
    QTRY_VERIFY(notice->isVisible());
    annSays(5);
    QVERIFY(server.start());
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 35, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(ben.texts(), all, 60'000);
    QCOMPARE(ann.texts(), all);
    QTRY_VERIFY(!notice->isVisible());
}

void TestOutage::messagesSurviveQuittingWhileTheServerIsAway()
{
    ServerProcess server;
    QVERIFY(server.start());
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        ann.options.room = u"Lobby"_s;
        QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
        QTRY_VERIFY(ann.hasLoadedRoom());
        server.kill();
        QTRY_VERIFY(!ann.isOnline());
        ann.say(u"kept"_s);
        ann.say(u"and in order"_s);
        QVERIFY(ann.quit());
    }
    QVERIFY(server.start());
    Person again(u"Ann"_s, folder.path());
    again.options.room = u"Lobby"_s;
    QVERIFY(again.join(server.port(), ui::TransportKind::Polling));
    QTRY_COMPARE_WITH_TIMEOUT(again.countInState(ui::MessageState::Sent), 2, 20'000);
    QCOMPARE(again.texts(), QStringList({u"kept"_s, u"and in order"_s}));
}

void TestOutage::whoLeavesWithMessagesThatAreNotSentIsAsked()
{
    ServerProcess server;
    QVERIFY(server.start());
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        ann.options.room = u"Lobby"_s;
        QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
        QTRY_VERIFY(ann.hasLoadedRoom());
        server.kill();
        QTRY_VERIFY(!ann.isOnline());
        ann.say(u"not meant for later"_s);
        QTRY_COMPARE(ann.countInState(ui::MessageState::Pending), 1);
        Q_EMIT ann.window()->leaveRequested();
        QTRY_VERIFY(ann.find<QDialog>("unsentDialog")->isVisible());
        QTest::keyClick(ann.find<QDialog>("unsentDialog"), Qt::Key_Escape);
        QTRY_VERIFY(ann.window()->findChild<QDialog *>(u"unsentDialog"_s) == nullptr);
        QCOMPARE(ann.countInState(ui::MessageState::Pending), 1); // nothing has happened
        Q_EMIT ann.window()->leaveRequested();
        QTest::mouseClick(ann.find<QPushButton>("discardButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(ann.window() == nullptr, 20'000);
        QVERIFY(ann.quit());
    }
    QVERIFY(server.start());
    Person again(u"Ann"_s, folder.path());
    again.options.room = u"Lobby"_s;
    QVERIFY(again.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(again.hasLoadedRoom());
    QVERIFY(again.program().account()->outbox().unsent().isEmpty());
    QVERIFY(again.texts().isEmpty());
}

void TestOutage::whoWantsCanLeaveOnceEverythingIsSent()
{
    ServerProcess server;
    QVERIFY(server.start());
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    server.kill();
    QTRY_VERIFY(!ann.isOnline());
    ann.say(u"a last word"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Pending), 1);
    Q_EMIT ann.window()->leaveRequested();
    QTest::mouseClick(ann.find<QPushButton>("sendFirstButton"), Qt::LeftButton);
    QVERIFY(ann.window() != nullptr);
    QVERIFY(server.start());
    QTRY_VERIFY_WITH_TIMEOUT(ann.window() == nullptr, 30'000);
    Person ben(u"Ben"_s);
    ben.options.room = u"Lobby"_s;
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QTRY_COMPARE(ben.texts(), QStringList {u"a last word"_s});
}

QTEST_MAIN(TestOutage)
#include "tst_outage.moc"
