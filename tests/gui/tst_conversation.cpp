// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/rules.h"
#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "tests/gui/speaker.h"
#include "tests/unit/app/archive_helpers.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/window/arrival_announcer.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>

using namespace Qt::Literals::StringLiterals;

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
    void whatOthersWriteIsSpokenAndNothingElse_data() { eachTransport(); }
    void whatOthersWriteIsSpokenAndNothingElse();
    void unreadMessagesAreCountedAndRead();
    void historyLoadsUpwards();
    void aRoomNameThatIsTakenIsSaidBesideTheField();
    void aTextTheServerWouldRefuseStaysInTheField();
    void aTextThatCannotBeKeptStaysInTheField();
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
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), transport));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ann.seesRoom(u"Lobby"_s));
    QTRY_VERIFY(ben.seesRoom(u"Lobby"_s));
    QTRY_VERIFY(ann.hasLoadedRoom()); // who made it is in it
    QVERIFY(!ben.hasLoadedRoom());
}

void TestConversation::messagesCrossBothWays()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Polling));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    QList<int> atFirst; // the state in which a message appears
    const QAbstractItemModel *const shown = ann.find<ui::TimelineView>("timeline")->model();
    connect(shown, &QAbstractItemModel::rowsInserted, this, [&](const QModelIndex &, int row) {
        atFirst.append(shown->index(row, 0).data(ui::StateRole).toInt());
    });
    ann.say(u"안녕하세요, Ben!"_s);
    QTRY_VERIFY(!atFirst.isEmpty());
    QCOMPARE(atFirst[0], static_cast<int>(ui::MessageState::Pending));
    shown->disconnect(this);
    QTRY_COMPARE(ben.texts(), QStringList({u"안녕하세요, Ben!"_s}));
    ben.say(u"Hello <b>Ann</b> 👋"_s);
    const QStringList both {u"안녕하세요, Ben!"_s, u"Hello <b>Ann</b> 👋"_s};
    QTRY_COMPARE(ann.texts(), both);
    QTRY_COMPARE(ben.texts(), both);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
    QTRY_COMPARE(ben.countInState(ui::MessageState::Sent), 2);
    QCOMPARE(ann.program().account()->outbox().size(), 0);
}

void TestConversation::whatOthersWriteIsSpokenAndNothingElse()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid room = ben.makeRoom(u"Lobby"_s);
    QVERIFY(ben.say(room, u"before Ann came"_s));
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), transport));
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.hasLoadedRoom());
    const auto *const spoken = ann.find<ui::ArrivalAnnouncer>("arrivals");
    ann.say(u"my own words"_s);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
    QVERIFY(ben.say(room, u"hello Ann"_s));
    QTRY_VERIFY(!spoken->accessibleName().isEmpty());
    QCOMPARE(spoken->accessibleName(), u"Ben: hello Ann"_s);
}

void TestConversation::unreadMessagesAreCountedAndRead()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ann.hasLoadedRoom());
    QTRY_VERIFY(ben.seesRoom(u"Lobby"_s));
    for (int i = 0; i < 3; ++i)
        ann.say(u"news %1"_s.arg(i));
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 3);
    QVERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
    ann.say(u"seen at once"_s);
    QTRY_COMPARE(ben.texts().size(), 4);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
}

void TestConversation::historyLoadsUpwards()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ann.hasLoadedRoom());
    QStringList all;
    for (int i = 0; i < 260; ++i) {
        all.append(u"message %1"_s.arg(i));
        ann.say(all.constLast());
    }
    QTRY_COMPARE_WITH_TIMEOUT(ann.countInState(ui::MessageState::Sent), 260, 30'000);

    Person ben(u"Ben"_s);
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ben.openRoom(u"Lobby"_s));
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
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ann.seesRoom(u"Lobby"_s));
    ann.makeRoom(u"LOBBY"_s);
    auto *const error = ann.find<QLabel>("newRoomError");
    QTRY_VERIFY(error->isVisible() && !error->text().isEmpty());
    QCOMPARE(ann.find<QLineEdit>("newRoomField")->text(), u"LOBBY"_s);
    ann.makeRoom(QString(60, QLatin1Char('x')));
    QTRY_VERIFY(error->text().contains(u"50"_s));
}

void TestConversation::aTextTheServerWouldRefuseStaysInTheField()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ann.hasLoadedRoom());
    const QString tooMuch(5000, QLatin1Char('x'));
    ann.say(tooMuch);
    QCOMPARE(ann.find<QPlainTextEdit>("composerField")->toPlainText(), tooMuch);
    QVERIFY(ann.texts().isEmpty());
}

void TestConversation::aTextThatCannotBeKeptStaysInTheField()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    const app::PersonFiles files(ann.dataFolder(), u"http://127.0.0.1:%1"_s.arg(server.port()),
                                 u"Ann"_s);
    const SqliteFile beside(files.archive());
    QVERIFY(beside.run(u"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN "
                       "SELECT RAISE(ABORT, 'SQLITE says so'); END"_s));
    ann.say(u"not lost"_s);
    auto *const field = ann.find<QPlainTextEdit>("composerField");
    QTRY_COMPARE(field->toPlainText(), u"not lost"_s);
    auto *const notice = ann.find<QLabel>("noticeText");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(notice->text(),
             u"This was not sent, because this computer cannot write it down. Look whether there "
             "is room on the disk."_s); // and not what SQLite says
    QVERIFY(ann.texts().isEmpty());
    QVERIFY(beside.run(u"DROP TRIGGER no"_s));
    ann.say({}); // once more, as it stands there
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    QCOMPARE(ann.texts(), QStringList {u"not lost"_s});
}

void TestConversation::everythingCanBeDoneByKeyboard()
{
    const ServerHere server;
    Person ann(QString {});
    ann.options.nickname.reset();
    ann.options.server = u"127.0.0.1:%1"_s.arg(server.port());
    ann.start();
    const auto type = [](const QString &text) {
        QTest::keyClicks(QApplication::focusWidget(), text);
    };
    const auto press = [](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    };
    QTRY_VERIFY(QApplication::focusWidget() != nullptr);
    type(u"Ann"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(ann.window() != nullptr && ann.isOnline());
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.window()->isActiveWindow());
    QTest::keyClick(ann.window(), Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget(), ann.find<QLineEdit>("newRoomField"));
    type(u"Lobby"_s);
    press(Qt::Key_Return);
    auto *const composer = ann.find<QPlainTextEdit>("composerField");
    QTRY_COMPARE(QApplication::focusWidget(), composer);
    QTRY_VERIFY(ann.hasLoadedRoom());
    type(u"first"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    type(u"second line"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    QCOMPARE(ann.texts(), QStringList({u"first\nsecond line"_s}));
    QTest::keyClick(ann.window(), Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE(ann.program().account()->transports().current()->kind(),
                 ui::TransportKind::Polling);
    composer->setFocus();
    type(u"by polling"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 2);
}

void TestConversation::goingBackToARoomShowsWhatCameMeanwhile()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    ann.makeRoom(u"Lobby"_s);
    QTRY_VERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_VERIFY(ann.hasLoadedRoom() && ben.hasLoadedRoom());
    ann.say(u"one"_s);
    QTRY_COMPARE(ben.texts().size(), 1);
    ben.makeRoom(u"Attic"_s);
    QTRY_COMPARE(ben.texts().size(), 0);
    ann.say(u"two"_s);
    ann.say(u"three"_s);
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 2);
    QVERIFY(ben.openRoom(u"Lobby"_s));
    QTRY_COMPARE(ben.texts(), QStringList({u"one"_s, u"two"_s, u"three"_s}));
    QTRY_COMPARE(ben.unreadIn(u"Lobby"_s), 0);
}

void TestConversation::aRoomCanBeOpenedByTheCommandLine()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ben.hasLoadedRoom());
    ben.say(u"here"_s);
    QTRY_COMPARE(ann.texts(), QStringList({u"here"_s}));
}

void TestConversation::whoIsThereIsShown()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    ann.options.room = u"Lobby"_s;
    ben.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QVERIFY(ben.join(server.port(), ui::TransportKind::Polling));
    QTRY_VERIFY(ann.find<ui::ElidedLabel>("peopleNow")->fullText().contains(QLatin1Char('2')));
    QTRY_VERIFY(ben.find<ui::ElidedLabel>("peopleNow")->fullText().contains(QLatin1Char('2')));
}

void TestConversation::whoIsTypingIsShownUntilItIsSaid()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    Person ben(u"Ben"_s);
    Person cy(u"Cy"_s);
    for (Person *person : {&ann, &ben, &cy})
        person->options.room = u"Lobby"_s;
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
    QVERIFY(typesUntilSeen(ben, u"Ben is typing…"_s));
    QVERIFY(!people(ben).contains(u"typing"_s)); // of oneself one knows
    ben.say(u"here"_s);
    QTRY_VERIFY(!people(ann).contains(u"typing"_s));
    QVERIFY(typesUntilSeen(cy, u"Cy is typing…"_s)); // who polls is seen as well
}

QTEST_MAIN(TestConversation)
#include "tst_conversation.moc"
