// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/accessible_names.h"
#include "tests/unit/ui/fake_rooms.h"
#include "ui/room_list_panel.h"
#include "ui/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace samsa::ui;

class TestRoomListPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aClickChoosesARoom();
    void theRoomThatIsOpenIsNotChosenAgain();
    void anOpenRoomStaysSelectedWhenItMoves();
    void aRoomThatComesLaterIsSelectedThen();
    void filtersWhileTyping();
    void saysWhyItIsEmpty();
    void arrowsAndEnterWorkFromTheFilter();
    void escapeEmptiesTheFilterFirst();
    void stepsThroughTheRooms();
    void asksForANewRoomByEnterAndByButton();
    void doesNotAskForARoomWithoutName();
    void staysUsableWhileARoomIsBeingMade();
    void saysWhyARoomCouldNotBeMade();
    void survivesAModelThatGoes();
    void everythingHasAnAccessibleName();

private:
    QLineEdit *filter() const
    {
        return m_panel->findChild<QLineEdit *>(QStringLiteral("roomFilter"));
    }
    QListView *list() const { return m_panel->findChild<QListView *>(QStringLiteral("roomList")); }
    QLineEdit *newRoom() const
    {
        return m_panel->findChild<QLineEdit *>(QStringLiteral("newRoomField"));
    }
    QAbstractButton *newRoomButton() const
    {
        return m_panel->findChild<QAbstractButton *>(QStringLiteral("newRoomButton"));
    }
    QLabel *error() const { return m_panel->findChild<QLabel *>(QStringLiteral("newRoomError")); }
    QString nameAt(int row) const { return list()->model()->index(row, 0).data().toString(); }
    QString currentName() const { return list()->currentIndex().data().toString(); }
    void click(int row) const
    {
        const QRect rect = list()->visualRect(list()->model()->index(row, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, rect.center());
    }

    std::unique_ptr<FakeRooms> m_rooms;
    std::unique_ptr<RoomListPanel> m_panel;
};

void TestRoomListPanel::initTestCase()
{
    applyTheme(Scheme::Light);
}

void TestRoomListPanel::init()
{
    m_rooms = std::make_unique<FakeRooms>();
    const QDateTime now = QDateTime::currentDateTime();
    m_rooms->add({QStringLiteral("1"), QStringLiteral("General"), 0, {}, {}, now.addSecs(-60), 3});
    m_rooms->add({QStringLiteral("2"), QStringLiteral("Music"), 2, {}, {}, now.addSecs(-600), 1});
    m_rooms->add({QStringLiteral("3"), QStringLiteral("Garden"), 0, {}, {}, now.addSecs(-6000), 0});
    m_panel = std::make_unique<RoomListPanel>();
    m_panel->setModel(m_rooms.get());
    m_panel->resize(290, 600);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

void TestRoomListPanel::cleanup()
{
    m_panel.reset();
    m_rooms.reset();
}

void TestRoomListPanel::aClickChoosesARoom()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);

    click(1);

    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), QStringLiteral("2"));
}

void TestRoomListPanel::theRoomThatIsOpenIsNotChosenAgain()
{
    m_panel->setCurrentRoom(QStringLiteral("2"));
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);

    click(1);

    QVERIFY(chosen.isEmpty());
    QCOMPARE(m_panel->currentRoom(), QStringLiteral("2"));
}

void TestRoomListPanel::anOpenRoomStaysSelectedWhenItMoves()
{
    m_panel->setCurrentRoom(QStringLiteral("3"));
    QCOMPARE(currentName(), QStringLiteral("Garden"));
    QCOMPARE(list()->currentIndex().row(), 2);

    m_rooms->change(QStringLiteral("3"),
                    [](FakeRoom &room) { room.lastTime = QDateTime::currentDateTime(); });

    QCOMPARE(currentName(), QStringLiteral("Garden"));
    QCOMPARE(list()->currentIndex().row(), 0);
}

void TestRoomListPanel::aRoomThatComesLaterIsSelectedThen()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    m_panel->setCurrentRoom(QStringLiteral("9"));

    m_rooms->add({QStringLiteral("9"), QStringLiteral("Late"), 0, {}, {}, {}, 0});

    QCOMPARE(currentName(), QStringLiteral("Late"));
    QVERIFY(chosen.isEmpty()); // it was the program's wish, not the person's
}

void TestRoomListPanel::filtersWhileTyping()
{
    QTest::keyClicks(filter(), QStringLiteral("g"));
    QCOMPARE(list()->model()->rowCount(), 2);
    QTest::keyClicks(filter(), QStringLiteral("ard"));
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(nameAt(0), QStringLiteral("Garden"));
    filter()->clear();
    QCOMPARE(list()->model()->rowCount(), 3);
}

void TestRoomListPanel::saysWhyItIsEmpty()
{
    QVERIFY(list()->isVisible());
    QTest::keyClicks(filter(), QStringLiteral("nothing like that"));
    QVERIFY(!list()->isVisible());
    filter()->clear();
    QVERIFY(list()->isVisible());
    for (int i = 0; i < 3; ++i)
        m_rooms->removeFirst();
    QVERIFY(!list()->isVisible());
    m_rooms->add({QStringLiteral("1"), QStringLiteral("First"), 0, {}, {}, {}, 0});
    QVERIFY(list()->isVisible());
}

void TestRoomListPanel::arrowsAndEnterWorkFromTheFilter()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    m_panel->focusFilter();
    QTest::keyClicks(filter(), QStringLiteral("mus"));

    QTest::keyClick(filter(), Qt::Key_Return); // the best match

    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), QStringLiteral("2"));

    filter()->clear();
    QTest::keyClick(filter(), Qt::Key_Down);
    QVERIFY(list()->hasFocus());
    QTest::keyClick(list(), Qt::Key_End);
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.last().first().toString(), QStringLiteral("3"));
}

void TestRoomListPanel::escapeEmptiesTheFilterFirst()
{
    m_panel->focusFilter();
    QTest::keyClicks(filter(), QStringLiteral("mus"));
    QTest::keyClick(filter(), Qt::Key_Escape);
    QVERIFY(filter()->text().isEmpty());
}

void TestRoomListPanel::stepsThroughTheRooms()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    connect(m_panel.get(), &RoomListPanel::roomSelected, m_panel.get(),
            &RoomListPanel::setCurrentRoom);

    m_panel->selectNeighbour(1);
    QCOMPARE(m_panel->currentRoom(), QStringLiteral("1"));
    m_panel->selectNeighbour(1);
    m_panel->selectNeighbour(1);
    QCOMPARE(m_panel->currentRoom(), QStringLiteral("3"));
    m_panel->selectNeighbour(1); // the end
    QCOMPARE(m_panel->currentRoom(), QStringLiteral("3"));
    m_panel->selectNeighbour(-1);
    QCOMPARE(m_panel->currentRoom(), QStringLiteral("2"));
    QCOMPARE(chosen.size(), 4);

    m_panel->setModel(nullptr);
    m_panel->selectNeighbour(1);
    QCOMPARE(chosen.size(), 4);
}

void TestRoomListPanel::asksForANewRoomByEnterAndByButton()
{
    QSignalSpy wishes(m_panel.get(), &RoomListPanel::roomCreationRequested);
    m_panel->focusNewRoom();
    QVERIFY(newRoom()->hasFocus());

    QTest::keyClicks(newRoom(), QStringLiteral(" Attic "));
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QCOMPARE(wishes.size(), 1);
    QCOMPARE(wishes.first().first().toString(), QStringLiteral("Attic"));

    QTest::mouseClick(newRoomButton(), Qt::LeftButton);
    QCOMPARE(wishes.size(), 2);
}

void TestRoomListPanel::doesNotAskForARoomWithoutName()
{
    QSignalSpy wishes(m_panel.get(), &RoomListPanel::roomCreationRequested);
    QVERIFY(!newRoomButton()->isEnabled());
    QTest::keyClicks(newRoom(), QStringLiteral("   "));
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QVERIFY(wishes.isEmpty());
    QVERIFY(!newRoomButton()->isEnabled());
}

void TestRoomListPanel::staysUsableWhileARoomIsBeingMade()
{
    QTest::keyClicks(newRoom(), QStringLiteral("Attic"));
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QVERIFY(newRoom()->isEnabled());
    newRoom()->selectAll();
    QTest::keyClicks(newRoom(), QStringLiteral("Cellar")); // the next, before the first is made

    m_panel->roomCreationSucceeded(QStringLiteral("7"));
    QCOMPARE(newRoom()->text(), QStringLiteral("Cellar"));

    QTest::keyClick(newRoom(), Qt::Key_Return);
    m_panel->roomCreationSucceeded(QStringLiteral("8"));
    QVERIFY(newRoom()->text().isEmpty());
}

void TestRoomListPanel::saysWhyARoomCouldNotBeMade()
{
    QTest::keyClicks(newRoom(), QStringLiteral("General"));
    QTest::keyClick(newRoom(), Qt::Key_Return);

    m_panel->showRoomCreationError(QStringLiteral("There is a room of this name already."));

    QVERIFY(error()->isVisible());
    QCOMPARE(newRoom()->text(), QStringLiteral("General"));
    QVERIFY(newRoom()->accessibleDescription().contains(error()->text()));
    QTest::keyClicks(newRoom(), QStringLiteral("2"));
    QVERIFY(!error()->isVisible());
}

void TestRoomListPanel::survivesAModelThatGoes()
{
    m_panel->setCurrentRoom(QStringLiteral("1"));
    m_panel->setModel(nullptr);
    QVERIFY(!list()->isVisible());
    m_rooms.reset();
    m_panel->setCurrentRoom({});
    QVERIFY(m_panel->currentRoom().isEmpty());
}

void TestRoomListPanel::everythingHasAnAccessibleName()
{
    QCOMPARE(widgetsWithoutName(m_panel.get()), QString());
    QAccessibleInterface *const rows = QAccessible::queryAccessibleInterface(list());
    QCOMPARE(rows->childCount(), 3);
    QVERIFY(rows->child(1)->text(QAccessible::Name).contains(QStringLiteral("Music")));
    QVERIFY(rows->child(1)->text(QAccessible::Name).contains(QLatin1Char('2')));
}

QTEST_MAIN(TestRoomListPanel)
#include "tst_room_list_panel.moc"
