// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/accessible_names.h"
#include "tests/unit/ui/fake_rooms.h"
#include "ui/composer/composer.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/transport_bar.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

/// Keeps from widgets that they are shown or hidden.
class Deaf : public QObject
{
public:
    explicit Deaf(QList<QWidget *> widgets)
        : m_widgets(std::move(widgets))
    {
        for (QWidget *widget : m_widgets)
            widget->installEventFilter(this);
    }

    void listen()
    {
        for (QWidget *widget : m_widgets)
            widget->removeEventFilter(this);
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        return event->type() == QEvent::Hide || event->type() == QEvent::Show;
    }

private:
    QList<QWidget *> m_widgets;
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhoOneIsAndWhere();
    void keysLeadToTheFilterAndToANewRoom();
    void aKeySwitchesTheTransport();
    void altAndArrowsStepThroughTheRooms();
    void escapeLeadsToTheComposer();
    void escapeGivesTheKeysBackToWhoHadThem();
    void escapeWithoutARoomDoesNothing();
    void findingARoomOpensItReadyToBeWrittenIn();
    void findingTheOpenRoomLeadsBackIntoIt();
    void aChosenRoomIsReadyToBeWrittenIn();
    void keysWorkFromWithinTheComposer();
    void theMenuNamesItsKeys();
    void theMenuLeavesAndQuits();
    void aKeyQuitsOnEveryDesktop();
    void appearanceIsAppliedAndTold();
    void nothingTicksInAMinimisedWindow();
    void tellsThatItCloses();
    void theListKeepsItsWidthWhenTheWindowGrows();
    void fitsAtItsSmallest();
    void everythingHasAnAccessibleName();

private:
    QAction *action(const char *name) const
    {
        return m_window->findChild<QAction *>(QLatin1StringView(name));
    }
    QLineEdit *field(const char *name) const
    {
        return m_window->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    QPlainTextEdit *composer() const
    {
        return m_window->findChild<QPlainTextEdit *>(u"composerField"_s);
    }
    void openOnChoice()
    {
        connect(m_window->rooms(), &RoomListPanel::roomSelected, m_window.get(),
                [this](const QString &id) {
                    m_window->rooms()->setCurrentRoom(id);
                    m_window->chat()->setRoom(id, u"Room %1"_s.arg(id));
                });
    }

    std::unique_ptr<FakeRooms> m_rooms;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    applyTheme(Scheme::Light);
    m_rooms = std::make_unique<FakeRooms>();
    const QDateTime now = QDateTime::currentDateTime();
    m_rooms->add({u"1"_s, u"General"_s, 0, {}, {}, now.addSecs(-60), 3});
    m_rooms->add({u"2"_s, u"Music"_s, 2, {}, {}, now.addSecs(-600), 1});
    m_window = std::make_unique<MainWindow>();
    m_window->setIdentity(u"Ann"_s, u"This computer"_s);
    m_window->rooms()->setModel(m_rooms.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_rooms.reset();
}

void TestMainWindow::saysWhoOneIsAndWhere()
{
    QCOMPARE(m_window->findChild<QLabel *>(u"ownNickname"_s)->text(), u"Ann"_s);
    QCOMPARE(m_window->findChild<QLabel *>(u"serverLabel"_s)->text(), u"This computer"_s);
    QVERIFY(m_window->windowTitle().contains(u"Ann"_s));
    QVERIFY(!m_window->windowIcon().isNull());
}

void TestMainWindow::keysLeadToTheFilterAndToANewRoom()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(field("roomFilter")->hasFocus());
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QVERIFY(field("newRoomField")->hasFocus());
}

void TestMainWindow::aKeySwitchesTheTransport()
{
    TransportBar *const bar = m_window->chat()->transportBar();
    bar->setTransport(TransportKind::Live);
    QSignalSpy choices(bar, &TransportBar::transportChosen);

    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);

    QCOMPARE(choices.size(), 1);
    QCOMPARE(choices.first().first().value<TransportKind>(), TransportKind::Polling);

    bar->setTransport(TransportKind::Polling);
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(choices.last().first().value<TransportKind>(), TransportKind::Live);
}

void TestMainWindow::altAndArrowsStepThroughTheRooms()
{
    openOnChoice();
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_window->rooms()->currentRoom(), u"1"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_window->rooms()->currentRoom(), u"2"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(m_window->rooms()->currentRoom(), u"1"_s);
}

void TestMainWindow::escapeLeadsToTheComposer()
{
    m_window->chat()->setRoom(u"1"_s, u"General"_s);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(field("roomFilter"), u"x"_s);

    QTest::keyClick(field("roomFilter"), Qt::Key_Escape);
    QVERIFY(field("roomFilter")->text().isEmpty());
    QVERIFY(composer()->hasFocus());
}

void TestMainWindow::escapeGivesTheKeysBackToWhoHadThem()
{
    m_window->chat()->setRoom(u"1"_s, u"General"_s);
    field("newRoomField")->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(field("roomFilter"), u"x"_s);
    QTest::keyClick(field("roomFilter"), Qt::Key_Escape);
    QVERIFY(field("roomFilter")->text().isEmpty());
    QVERIFY(field("newRoomField")->hasFocus());
}

void TestMainWindow::findingARoomOpensItReadyToBeWrittenIn()
{
    openOnChoice();
    m_window->rooms()->selectNeighbour(1);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(field("roomFilter"), u"mus"_s);
    QTest::keyClick(field("roomFilter"), Qt::Key_Return);
    QCOMPARE(m_window->rooms()->currentRoom(), u"2"_s);
    QVERIFY(field("roomFilter")->text().isEmpty());
    QTRY_VERIFY(composer()->hasFocus());
}

void TestMainWindow::findingTheOpenRoomLeadsBackIntoIt()
{
    openOnChoice();
    m_window->rooms()->selectNeighbour(1);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(field("roomFilter"), u"gen"_s);
    QTest::keyClick(field("roomFilter"), Qt::Key_Return);
    QVERIFY(field("roomFilter")->text().isEmpty());
    QTRY_VERIFY(composer()->hasFocus());
}

void TestMainWindow::escapeWithoutARoomDoesNothing()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(field("roomFilter"), Qt::Key_Escape);
    QVERIFY(field("roomFilter")->hasFocus());
}

void TestMainWindow::aChosenRoomIsReadyToBeWrittenIn()
{
    openOnChoice();
    m_window->rooms()->selectNeighbour(1);
    QTRY_VERIFY(composer()->hasFocus());
}

void TestMainWindow::keysWorkFromWithinTheComposer()
{
    m_window->chat()->setRoom(u"1"_s, u"General"_s);
    QSignalSpy choices(m_window->chat()->transportBar(), &TransportBar::transportChosen);
    m_window->chat()->composer()->focusField();
    QVERIFY(composer()->hasFocus());

    QTest::keyClick(composer(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(choices.size(), 1);
    QTest::keyClick(composer(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(field("roomFilter")->hasFocus());
}

void TestMainWindow::theMenuNamesItsKeys()
{
    QVERIFY(m_window->findChild<QToolButton *>(u"menuButton"_s)->menu() != nullptr);
    for (const char *name :
         {"findRoomAction", "newRoomAction", "toggleTransportAction", "quitAction"}) {
        QVERIFY(!action(name)->shortcut().isEmpty());
        QVERIFY(action(name)->isShortcutVisibleInContextMenu());
    }
}

void TestMainWindow::theMenuLeavesAndQuits()
{
    QSignalSpy leaves(m_window.get(), &MainWindow::leaveRequested);
    QSignalSpy quits(m_window.get(), &MainWindow::quitRequested);
    action("leaveAction")->trigger();
    action("quitAction")->trigger();
    QCOMPARE(leaves.size(), 1);
    QCOMPARE(quits.size(), 1);
}

void TestMainWindow::aKeyQuitsOnEveryDesktop()
{
    QSignalSpy quits(m_window.get(), &MainWindow::quitRequested);
    QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(quits.size(), 1);
}

void TestMainWindow::appearanceIsAppliedAndTold()
{
    QSignalSpy schemes(m_window.get(), &MainWindow::schemeChosen);

    action("darkSchemeAction")->trigger();

    QCOMPARE(schemes.size(), 1);
    QCOMPARE(schemes.first().first().value<Scheme>(), Scheme::Dark);
    QVERIFY(isDark());
    QMenu *const menu = qobject_cast<QMenu *>(action("darkSchemeAction")->parent());
    QVERIFY(menu != nullptr);
    applyTheme(Scheme::Light); // from elsewhere
    Q_EMIT menu->aboutToShow();
    QVERIFY(action("lightSchemeAction")->isChecked());
}

void TestMainWindow::nothingTicksInAMinimisedWindow()
{
    m_window->chat()->setRoom(u"1"_s, u"General"_s);
    m_window->chat()->setHistoryState({HistoryState::Failed, {}});
    m_window->chat()->setHistoryState({HistoryState::Loading, {}}); // something turns
    const auto ticking = [this] {
        const auto timers = m_window->findChildren<QTimer *>();
        return std::count_if(timers.cbegin(), timers.cend(), [](const QTimer *timer) {
            return timer->isActive() && !timer->isSingleShot();
        });
    };
    // Some platforms tell the window alone.
    Deaf deaf(m_window->findChildren<QWidget *>());
    QCOMPARE(ticking(), 3);
    m_window->showMinimized();
    QTRY_COMPARE(ticking(), 0);
    m_window->showNormal();
    QTRY_COMPARE(ticking(), 3);
    deaf.listen();
    m_window->chat()->clearRoom();
    QCOMPARE(ticking(), 1); // "5 min" in the list of rooms
    m_window->hide();
    QCOMPARE(ticking(), 0);
}

void TestMainWindow::tellsThatItCloses()
{
    QSignalSpy closes(m_window.get(), &MainWindow::aboutToClose);
    m_window->close();
    QCOMPARE(closes.size(), 1);
    QVERIFY(!m_window->isVisible());
}

void TestMainWindow::theListKeepsItsWidthWhenTheWindowGrows()
{
    auto *const splitter = m_window->findChild<QSplitter *>();
    const int before = splitter->sizes().first();
    m_window->resize(m_window->width() + 300, m_window->height());
    QTRY_COMPARE(splitter->width(), m_window->width());
    QCOMPARE(splitter->sizes().first(), before);
}

void TestMainWindow::fitsAtItsSmallest()
{
    m_window->chat()->setRoom(u"1"_s, QString(50, QLatin1Char('W')));
    m_window->setIdentity(QString(20, QLatin1Char('W')), QString(200, QLatin1Char('w')));
    m_window->resize(m_window->minimumSize());
    QTRY_COMPARE(m_window->size(), m_window->minimumSize());
    QVERIFY(m_window->minimumSizeHint().width() <= m_window->minimumSize().width());
    QVERIFY(m_window->minimumSizeHint().height() <= m_window->minimumSize().height());
}

void TestMainWindow::everythingHasAnAccessibleName()
{
    m_window->chat()->setRoom(u"1"_s, u"General"_s);
    QCOMPARE(widgetsWithoutName(m_window.get()), QString());
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
