// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fake_messages.h"
#include "fake_rooms.h"
#include "timeline_fixture.h"
#include "told.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/widgets/row_list.h"

#include <QDesktopServices>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

QAccessibleInterface *rowOf(QWidget *list, int row)
{
    return QAccessible::queryAccessibleInterface(list)->child(row);
}

QStringList actionsOf(QAccessibleInterface *row)
{
    return row->actionInterface()->actionNames();
}

} // namespace

/// What assistive technology gets of a list's rows.
class TestAccessibleRows : public QObject
{
    Q_OBJECT
public Q_SLOTS:
    void open(const QUrl &address) { m_opened = address; }

private Q_SLOTS:
    void theRowIsToldAfterTheListThatTakesTheFocus();
    void aListWithoutACurrentRowTellsNone();
    void aMessageThatIsSentOffersNothing();
    void aFailedMessageOffersToRetryAndToDiscard();
    void anAddressCanBeOpened();
    void aRoomCanBeOpened();
    void aRowStaysTheSameWhileOthersComeAndGo();
    void aRowThatIsRemovedIsInvalid();
    void stateAndPlaceAreThoseOfTheRow();

private:
    QUrl m_opened;
};

void TestAccessibleRows::theRowIsToldAfterTheListThatTakesTheFocus()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    room.view->clearFocus();
    room.view->setCurrentIndex(room.indexOf(u"m7"_s));
    Told::clear();
    room.view->setFocus(Qt::TabFocusReason);
    room.settle();
    QVERIFY(!Told::all().isEmpty());
    QCOMPARE(Told::all().constLast().event, QAccessible::Focus);
    QCOMPARE(Told::all().constLast().role, QAccessible::ListItem);
    QCOMPARE(Told::all().constLast().name,
             room.indexOf(u"m7"_s).data(Qt::AccessibleTextRole).toString());
}

void TestAccessibleRows::aListWithoutACurrentRowTellsNone()
{
    RowList list;
    list.show();
    QVERIFY(QTest::qWaitForWindowActive(&list));
    list.clearFocus();
    Told::clear();
    list.setFocus();
    QCoreApplication::processEvents();
    QCOMPARE(Told::all().constLast().role, QAccessible::List);
}

void TestAccessibleRows::aMessageThatIsSentOffersNothing()
{
    TimelineFixture room;
    QCOMPARE(actionsOf(rowOf(room.view.get(), 0)), QStringList());
}

void TestAccessibleRows::aFailedMessageOffersToRetryAndToDiscard()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    QAccessibleInterface *const row = rowOf(room.view.get(), 60);
    QCOMPARE(actionsOf(row), (QStringList {u"Retry"_s, u"Discard"_s}));
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    row->actionInterface()->doAction(u"Retry"_s);
    row->actionInterface()->doAction(u"Discard"_s);
    QCOMPARE(retried.value(0).value(0).toString(), u"f"_s);
    QCOMPARE(discarded.value(0).value(0).toString(), u"f"_s);
    room.messages.change(60, [](FakeMessage &message) { message.state = MessageState::Pending; });
    QCOMPARE(actionsOf(row), QStringList());
}

void TestAccessibleRows::anAddressCanBeOpened()
{
    TimelineFixture room;
    FakeMessage message = room.own(u"l"_s, MessageState::Sent);
    message.text = u"https://example.org/a, https://example.org/b and https://example.org/a"_s;
    room.messages.append({message});
    QAccessibleInterface *const row = rowOf(room.view.get(), 60);
    QCOMPARE(actionsOf(row),
             (QStringList {u"Open https://example.org/a"_s, u"Open https://example.org/b"_s}));
    QDesktopServices::setUrlHandler(u"https"_s, this, "open");
    row->actionInterface()->doAction(u"Open https://example.org/b"_s);
    QDesktopServices::unsetUrlHandler(u"https"_s);
    QCOMPARE(m_opened, QUrl(u"https://example.org/b"_s));
}

void TestAccessibleRows::aRoomCanBeOpened()
{
    FakeRooms rooms;
    RoomListPanel panel;
    panel.setModel(&rooms);
    for (const QString &name : {u"Lobby"_s, u"Music"_s}) {
        FakeRoom room;
        room.id = name;
        room.name = name;
        rooms.add(room);
    }
    const QSignalSpy selected(&panel, &RoomListPanel::roomSelected);
    QAccessibleInterface *const row = rowOf(panel.findChild<RowList *>(u"roomList"_s), 1);
    QCOMPARE(actionsOf(row), QStringList {u"Open"_s});
    row->actionInterface()->doAction(u"Open"_s);
    QCOMPARE(selected.size(), 1);
}

void TestAccessibleRows::aRowStaysTheSameWhileOthersComeAndGo()
{
    TimelineFixture room;
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(room.view.get());
    QAccessibleInterface *const row = list->child(5);
    const QString name = row->text(QAccessible::Name);
    room.messages.prepend(manyMessages(u"older"_s, 10, 1, TimelineFixture::start().addDays(-1)));
    QVERIFY(row->isValid());
    QCOMPARE(row->text(QAccessible::Name), name);
    QCOMPARE(list->indexOfChild(row), 15);
    QCOMPARE(list->child(15), row);
    QCOMPARE(list->childCount(), 70);
}

void TestAccessibleRows::aRowThatIsRemovedIsInvalid()
{
    TimelineFixture room;
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(room.view.get());
    QAccessibleInterface *const row = list->child(5);
    room.messages.remove(5);
    QVERIFY(!row->isValid());
    QCOMPARE(list->indexOfChild(row), -1);
    room.messages.reset({});
    QCOMPARE(list->childCount(), 0);
    QCOMPARE(list->child(0), nullptr);
}

void TestAccessibleRows::stateAndPlaceAreThoseOfTheRow()
{
    TimelineFixture room;
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(room.view.get());
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QAccessibleInterface *const last = list->child(59);
    QVERIFY(last->state().selected);
    QVERIFY(!last->state().offscreen);
    QVERIFY(list->child(0)->state().offscreen);
    QVERIFY(!list->child(0)->state().selected);
    const QPoint inside = last->rect().center();
    QCOMPARE(list->childAt(inside.x(), inside.y()), last);
    QCOMPARE(list->focusChild(), last);
}

QTEST_MAIN(TestAccessibleRows)
#include "tst_accessible_rows.moc"
