// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/rules.h"
#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "ui/elided_label.h"
#include "ui/timeline_view.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>

using namespace samsa;
using namespace samsa::test;

/// Two people with two windows and one server.
class TestConversation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRoomMadeByOneAppearsAtTheOther_data() { eachTransport(); }
    void aRoomMadeByOneAppearsAtTheOther();
    void messagesCrossBothWays();
    void unreadMessagesAreCountedAndRead();
    void historyLoadsUpwards();
    void aRoomNameThatIsTakenIsSaidBesideTheField();
    void aTextTheServerWouldRefuseStaysInTheField();
    void everythingCanBeDoneByKeyboard();
    void goingBackToARoomShowsWhatCameMeanwhile();
    void aRoomCanBeOpenedByTheCommandLine();
    void whoIsThereIsShown();
    void whoIsTypingIsShownUntilItIsSaid();
};

void TestConversation::aRoomMadeByOneAppearsAtTheOther()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), transport));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ann.seesRoom(QStringLiteral("Lobby")));
    QTRY_VERIFY(ben.seesRoom(QStringLiteral("Lobby")));
    QTRY_VERIFY(ann.hasLoadedRoom()); // who made it is in it
    QVERIFY(!ben.hasLoadedRoom());
}

void TestConversation::messagesCrossBothWays()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Polling));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ben.openRoom(QStringLiteral("Lobby")));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    ann.say(QStringLiteral("안녕하세요, Ben!"));
    QCOMPARE(ann.countInState(ui::MessageState::Pending), 1);
    QTRY_COMPARE(ben.texts(), QStringList({QStringLiteral("안녕하세요, Ben!")}));
    ben.say(QStringLiteral("Hello <b>Ann</b> 👋"));
    const QStringList both {QStringLiteral("안녕하세요, Ben!"),
                            QStringLiteral("Hello <b>Ann</b> 👋")};
    QTRY_COMPARE(ann.texts(), both);
    QTRY_COMPARE(ben.texts(), both);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
    QTRY_COMPARE(ben.countInState(ui::MessageState::Sent), 2);
    QCOMPARE(ann.program().chat()->outbox().size(), 0);
}

void TestConversation::unreadMessagesAreCountedAndRead()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ann.hasLoadedRoom());
    QTRY_VERIFY(ben.seesRoom(QStringLiteral("Lobby")));
    for (int i = 0; i < 3; ++i) {
        ann.say(QStringLiteral("news %1").arg(i));
    }
    QTRY_COMPARE(ben.unreadIn(QStringLiteral("Lobby")), 3);
    QVERIFY(ben.openRoom(QStringLiteral("Lobby")));
    QTRY_COMPARE(ben.unreadIn(QStringLiteral("Lobby")), 0);
    QTRY_COMPARE(ann.unreadIn(QStringLiteral("Lobby")), 0);
    ann.say(QStringLiteral("seen at once"));
    QTRY_COMPARE(ben.texts().size(), 4);
    QTRY_COMPARE(ben.unreadIn(QStringLiteral("Lobby")), 0);
}

void TestConversation::historyLoadsUpwards()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ann.hasLoadedRoom());
    QStringList all;
    for (int i = 0; i < 260; ++i) {
        all.append(QStringLiteral("message %1").arg(i));
        ann.say(all.constLast());
    }
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 260, 30'000);

    Person ben(QStringLiteral("Ben"));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ben.openRoom(QStringLiteral("Lobby")));
    QTRY_VERIFY(ben.hasLoadedRoom());
    QTRY_COMPARE(ben.texts().constLast(), all.constLast());
    QVERIFY(ben.texts().size() < 260);
    QScrollBar *const bar = ben.find<ui::TimelineView>("timeline")->verticalScrollBar();
    const auto wholeHistory = [&] {
        bar->setValue(bar->minimum());
        return ben.texts() == all;
    };
    QTRY_VERIFY_WITH_TIMEOUT(wholeHistory(), 20'000);
}

void TestConversation::aRoomNameThatIsTakenIsSaidBesideTheField()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ann.seesRoom(QStringLiteral("Lobby")));
    ann.makeRoom(QStringLiteral("LOBBY"));
    auto *const error = ann.find<QLabel>("newRoomError");
    QTRY_VERIFY(error->isVisible() && !error->text().isEmpty());
    QCOMPARE(ann.find<QLineEdit>("newRoomField")->text(), QStringLiteral("LOBBY"));
    ann.makeRoom(QString(60, QLatin1Char('x')));
    QTRY_VERIFY(error->text().contains(QStringLiteral("50")));
}

void TestConversation::aTextTheServerWouldRefuseStaysInTheField()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ann.hasLoadedRoom());
    const QString tooMuch(5000, QLatin1Char('x'));
    ann.say(tooMuch);
    QCOMPARE(ann.find<QPlainTextEdit>("composerField")->toPlainText(), tooMuch);
    QVERIFY(ann.texts().isEmpty());
}

void TestConversation::everythingCanBeDoneByKeyboard()
{
    const ServerHere server;
    Person ann(QString {});
    ann.options.nickname.reset();
    ann.options.server = QStringLiteral("127.0.0.1:%1").arg(server.port());
    ann.start();
    const auto type = [](const QString &text) {
        QTest::keyClicks(QApplication::focusWidget(), text);
    };
    const auto press = [](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    };
    QTRY_VERIFY(QApplication::focusWidget() != nullptr);
    type(QStringLiteral("Ann"));
    press(Qt::Key_Return);
    QTRY_VERIFY(ann.window() != nullptr && ann.isOnline());
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.window()->isActiveWindow());
    QTest::keyClick(ann.window(), Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget(), ann.find<QLineEdit>("newRoomField"));
    type(QStringLiteral("Lobby"));
    press(Qt::Key_Return);
    auto *const composer = ann.find<QPlainTextEdit>("composerField");
    QTRY_COMPARE(QApplication::focusWidget(), composer);
    QTRY_VERIFY(ann.hasLoadedRoom());
    type(QStringLiteral("first"));
    press(Qt::Key_Return, Qt::ShiftModifier);
    type(QStringLiteral("second line"));
    press(Qt::Key_Return);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    QCOMPARE(ann.texts(), QStringList({QStringLiteral("first\nsecond line")}));
    QTest::keyClick(ann.window(), Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE(ann.program().chat()->transports().current()->kind(), ui::TransportKind::Polling);
    composer->setFocus();
    type(QStringLiteral("by polling"));
    press(Qt::Key_Return);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
}

void TestConversation::goingBackToARoomShowsWhatCameMeanwhile()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    ann.makeRoom(QStringLiteral("Lobby"));
    QTRY_VERIFY(ben.openRoom(QStringLiteral("Lobby")));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    ann.say(QStringLiteral("one"));
    QTRY_COMPARE(ben.texts().size(), 1);
    ben.makeRoom(QStringLiteral("Attic"));
    QTRY_COMPARE(ben.texts().size(), 0);
    ann.say(QStringLiteral("two"));
    ann.say(QStringLiteral("three"));
    QTRY_COMPARE(ben.unreadIn(QStringLiteral("Lobby")), 2);
    QVERIFY(ben.openRoom(QStringLiteral("Lobby")));
    QTRY_COMPARE(
        ben.texts(),
        QStringList({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
    QTRY_COMPARE(ben.unreadIn(QStringLiteral("Lobby")), 0);
}

void TestConversation::aRoomCanBeOpenedByTheCommandLine()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    ann.options.room = QStringLiteral("Lobby");
    ben.options.room = QStringLiteral("lobby");
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ben.hasLoadedRoom());
    ben.say(QStringLiteral("here"));
    QTRY_COMPARE(ann.texts(), QStringList({QStringLiteral("here")}));
}

void TestConversation::whoIsThereIsShown()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    ann.options.room = QStringLiteral("Lobby");
    ben.options.room = QStringLiteral("Lobby");
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ann.find<ui::ElidedLabel>("peopleNow")->fullText().contains(QLatin1Char('2')));
    QTRY_VERIFY(ben.find<ui::ElidedLabel>("peopleNow")->fullText().contains(QLatin1Char('2')));
}

void TestConversation::whoIsTypingIsShownUntilItIsSaid()
{
    const ServerHere server;
    Person ann(QStringLiteral("Ann"));
    Person ben(QStringLiteral("Ben"));
    Person cy(QStringLiteral("Cy"));
    for (Person *person : {&ann, &ben, &cy})
        person->options.room = QStringLiteral("Lobby");
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    QVERIFY(cy.join(server.port(), ui::TransportKind::Polling));
    const auto people = [](Person &person) {
        return person.find<ui::ElidedLabel>("peopleNow")->fullText();
    };
    // Who has not joined yet does not hear of it, so it is said until it is heard.
    const auto typesUntilSeen = [&](Person &person, const QString &seen) {
        for (int tries = 0; tries < 20; ++tries) {
            QTest::keyClick(person.find<QPlainTextEdit>("composerField"), Qt::Key_A);
            if (QTest::qWaitFor([&] { return people(ann).contains(seen); }, 1000))
                return true;
        }
        return false;
    };
    QVERIFY(typesUntilSeen(ben, QStringLiteral("Ben is typing…")));
    QVERIFY(!people(ben).contains(QStringLiteral("typing"))); // of oneself one knows
    ben.say(QStringLiteral("here"));
    QTRY_VERIFY(!people(ann).contains(QStringLiteral("typing")));
    QVERIFY(typesUntilSeen(cy, QStringLiteral("Cy is typing…"))); // who polls is seen as well
}

QTEST_MAIN(TestConversation)
#include "tst_conversation.moc"
