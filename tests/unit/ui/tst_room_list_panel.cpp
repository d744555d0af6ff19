// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/accessible_names.h"
#include "tests/unit/ui/fake_rooms.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

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
    void aSyllableFiltersWhileItIsComposed();
    void theEnterThatEndsACompositionChoosesNothing();
    void theListIsWholeAgainOnceARoomIsFound();
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
    QLineEdit *filter() const { return m_panel->findChild<QLineEdit *>(u"roomFilter"_s); }
    QListView *list() const { return m_panel->findChild<QListView *>(u"roomList"_s); }
    QLineEdit *newRoom() const { return m_panel->findChild<QLineEdit *>(u"newRoomField"_s); }
    QAbstractButton *newRoomButton() const
    {
        return m_panel->findChild<QAbstractButton *>(u"newRoomButton"_s);
    }
    QLabel *error() const { return m_panel->findChild<QLabel *>(u"newRoomError"_s); }
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
    m_rooms->add({u"1"_s, u"General"_s, 0, {}, {}, now.addSecs(-60), 3});
    m_rooms->add({u"2"_s, u"Music"_s, 2, {}, {}, now.addSecs(-600), 1});
    m_rooms->add({u"3"_s, u"Garden"_s, 0, {}, {}, now.addSecs(-6000), 0});
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
    QCOMPARE(chosen.first().first().toString(), u"2"_s);
}

void TestRoomListPanel::theRoomThatIsOpenIsNotChosenAgain()
{
    m_panel->setCurrentRoom(u"2"_s);
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);

    click(1);

    QVERIFY(chosen.isEmpty());
    QCOMPARE(m_panel->currentRoom(), u"2"_s);
}

void TestRoomListPanel::anOpenRoomStaysSelectedWhenItMoves()
{
    m_panel->setCurrentRoom(u"3"_s);
    QCOMPARE(currentName(), u"Garden"_s);
    QCOMPARE(list()->currentIndex().row(), 2);

    m_rooms->change(u"3"_s, [](FakeRoom &room) { room.lastTime = QDateTime::currentDateTime(); });

    QCOMPARE(currentName(), u"Garden"_s);
    QCOMPARE(list()->currentIndex().row(), 0);
}

void TestRoomListPanel::aRoomThatComesLaterIsSelectedThen()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    m_panel->setCurrentRoom(u"9"_s);

    m_rooms->add({u"9"_s, u"Late"_s, 0, {}, {}, {}, 0});

    QCOMPARE(currentName(), u"Late"_s);
    QVERIFY(chosen.isEmpty()); // it was the program's wish, not the person's
}

void TestRoomListPanel::filtersWhileTyping()
{
    QTest::keyClicks(filter(), u"g"_s);
    QCOMPARE(list()->model()->rowCount(), 2);
    QTest::keyClicks(filter(), u"ard"_s);
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(nameAt(0), u"Garden"_s);
    filter()->clear();
    QCOMPARE(list()->model()->rowCount(), 3);
}

void TestRoomListPanel::aSyllableFiltersWhileItIsComposed()
{
    m_rooms->add({u"4"_s, u"음악방"_s, 0, {}, {}, {}, 0});
    const auto compose = [this](const QString &committed, const QString &composed) {
        QInputMethodEvent event(composed, {});
        event.setCommitString(committed);
        QCoreApplication::sendEvent(filter(), &event);
    };
    compose({}, u"음"_s);
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(nameAt(0), u"음악방"_s);
    compose(u"음"_s, u"악"_s);
    QCOMPARE(list()->model()->rowCount(), 1);
    compose({}, u"안"_s);
    QCOMPARE(list()->model()->rowCount(), 0);
    compose({}, {});
    QCOMPARE(list()->model()->rowCount(), 1);
    filter()->clear();
    QCOMPARE(list()->model()->rowCount(), 4);
}

void TestRoomListPanel::theEnterThatEndsACompositionChoosesNothing()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    m_rooms->add({u"4"_s, u"음악방"_s, 0, {}, {}, {}, 0});
    QInputMethodEvent event(u"음"_s, {});
    QCoreApplication::sendEvent(filter(), &event);
    QTest::keyClick(filter(), Qt::Key_Return);
    QVERIFY(chosen.isEmpty());
}

void TestRoomListPanel::theListIsWholeAgainOnceARoomIsFound()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    QTest::keyClicks(filter(), u"ard"_s);
    QTest::keyClick(filter(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(chosen.last().first().toString(), u"3"_s);
    QVERIFY(filter()->text().isEmpty());
    QCOMPARE(list()->model()->rowCount(), 3);
    QTest::keyClicks(filter(), u"mus"_s);
    click(0);
    QCOMPARE(chosen.last().first().toString(), u"2"_s);
    QCOMPARE(list()->model()->rowCount(), 3);
}

void TestRoomListPanel::saysWhyItIsEmpty()
{
    QVERIFY(list()->isVisible());
    QTest::keyClicks(filter(), u"nothing like that"_s);
    QVERIFY(!list()->isVisible());
    filter()->clear();
    QVERIFY(list()->isVisible());
    for (int i = 0; i < 3; ++i)
        m_rooms->removeFirst();
    QVERIFY(!list()->isVisible());
    m_rooms->add({u"1"_s, u"First"_s, 0, {}, {}, {}, 0});
    QVERIFY(list()->isVisible());
}

void TestRoomListPanel::arrowsAndEnterWorkFromTheFilter()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    m_panel->focusFilter();
    QTest::keyClicks(filter(), u"mus"_s);

    QTest::keyClick(filter(), Qt::Key_Return); // the best match

    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"2"_s);

    filter()->clear();
    QTest::keyClick(filter(), Qt::Key_Down);
    QVERIFY(list()->hasFocus());
    QTest::keyClick(list(), Qt::Key_End);
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.last().first().toString(), u"3"_s);
}

void TestRoomListPanel::escapeEmptiesTheFilterFirst()
{
    m_panel->focusFilter();
    QTest::keyClicks(filter(), u"mus"_s);
    QTest::keyClick(filter(), Qt::Key_Escape);
    QVERIFY(filter()->text().isEmpty());
}

void TestRoomListPanel::stepsThroughTheRooms()
{
    QSignalSpy chosen(m_panel.get(), &RoomListPanel::roomSelected);
    connect(m_panel.get(), &RoomListPanel::roomSelected, m_panel.get(),
            &RoomListPanel::setCurrentRoom);

    m_panel->selectNeighbour(1);
    QCOMPARE(m_panel->currentRoom(), u"1"_s);
    m_panel->selectNeighbour(1);
    m_panel->selectNeighbour(1);
    QCOMPARE(m_panel->currentRoom(), u"3"_s);
    m_panel->selectNeighbour(1); // the end
    QCOMPARE(m_panel->currentRoom(), u"3"_s);
    m_panel->selectNeighbour(-1);
    QCOMPARE(m_panel->currentRoom(), u"2"_s);
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

    QTest::keyClicks(newRoom(), u" Attic "_s);
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QCOMPARE(wishes.size(), 1);
    QCOMPARE(wishes.first().first().toString(), u"Attic"_s);

    QTest::mouseClick(newRoomButton(), Qt::LeftButton);
    QCOMPARE(wishes.size(), 2);
}

void TestRoomListPanel::doesNotAskForARoomWithoutName()
{
    QSignalSpy wishes(m_panel.get(), &RoomListPanel::roomCreationRequested);
    QVERIFY(!newRoomButton()->isEnabled());
    QTest::keyClicks(newRoom(), u"   "_s);
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QVERIFY(wishes.isEmpty());
    QVERIFY(!newRoomButton()->isEnabled());
}

void TestRoomListPanel::staysUsableWhileARoomIsBeingMade()
{
    QTest::keyClicks(newRoom(), u"Attic"_s);
    QTest::keyClick(newRoom(), Qt::Key_Return);
    QVERIFY(newRoom()->isEnabled());
    newRoom()->selectAll();
    QTest::keyClicks(newRoom(), u"Cellar"_s); // the next, before the first is made

    m_panel->roomCreationSucceeded(u"7"_s);
    QCOMPARE(newRoom()->text(), u"Cellar"_s);

    QTest::keyClick(newRoom(), Qt::Key_Return);
    m_panel->roomCreationSucceeded(u"8"_s);
    QVERIFY(newRoom()->text().isEmpty());
}

void TestRoomListPanel::saysWhyARoomCouldNotBeMade()
{
    QTest::keyClicks(newRoom(), u"General"_s);
    QTest::keyClick(newRoom(), Qt::Key_Return);

    m_panel->showRoomCreationError(u"There is a room of this name already."_s);

    QVERIFY(error()->isVisible());
    QCOMPARE(newRoom()->text(), u"General"_s);
    QVERIFY(newRoom()->accessibleDescription().contains(error()->text()));
    QTest::keyClicks(newRoom(), u"2"_s);
    QVERIFY(!error()->isVisible());
}

void TestRoomListPanel::survivesAModelThatGoes()
{
    m_panel->setCurrentRoom(u"1"_s);
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
    QVERIFY(rows->child(1)->text(QAccessible::Name).contains(u"Music"_s));
    QVERIFY(rows->child(1)->text(QAccessible::Name).contains(QLatin1Char('2')));
}

QTEST_MAIN(TestRoomListPanel)
#include "tst_room_list_panel.moc"
