// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "timeline_fixture.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_text.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QToolTip>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

/// What one can do with a message, by mouse, by keys and by the menu; and what it looks like.
class TestTimelineActions : public QObject
{
    Q_OBJECT
public Q_SLOTS:
    void opened(const QUrl &url) { m_opened.append(url); }

private Q_SLOTS:
    void initTestCase();
    void init() { m_opened.clear(); }
    void cleanupTestCase();
    void aClickOnALinkOpensIt();
    void theCursorSaysWhatCanBeClicked();
    void retryAndDiscardByMouse();
    void retryAndDiscardByKeys();
    void retryAndDiscardByTheMenu();
    void aSentMessageOffersOnlyCopy();
    void theMenuOfALinkCopiesAndOpensIt();
    void theMenuOpensByKeyForTheCurrentMessage();
    void copiesOneMessageAsItsText();
    void copiesSeveralInTheirOrderWithNames();
    void arrowKeysMoveAndScroll();
    void homeAndEndTakeTheKeysAlong();
    void aSelectionDraggedOverALinkDoesNotOpenIt();
    void aDragWithinALinkDoesNotOpenIt();
    void aSelectionDraggedOverDiscardThrowsNothingAway();
    void aClickThatMovesALittleStillCounts();
    void aDoubleClickOpensALinkOnce();
    void copiesTheMessageThatTheKeysAreOn();
    void enterOpensTheLinkOfAMessage();
    void enterLetsChooseAmongSeveralLinks();
    void theMenuOffersEachOfSeveralLinks();
    void theMenuOfSeveralMessagesCopiesThemAll();
    void theMenuOpensByShiftAndF10();
    void aDeletedMessageSaysSoAndCannotBeCopied();
    void anEditedMessageSaysSoBesideItsTime();
    void aMenuByKeyBringsItsMessageIntoSight();
    void tipsTellTimeLinkAndReason();
    void assistiveTechnologyReadsEachMessage();
    void assistiveTechnologyReadsTheNewMessagesLine();
    void assistiveTechnologyReadsNoLineThatIsNotThere();
    void aChangeOfStateIsShown();
    void bothThemesPaintTheBubblesInTheirColours_data();
    void bothThemesPaintTheBubblesInTheirColours();
    void aLargerFontMakesHigherRows();

private:
    static void rightClick(const TimelineFixture &room, const QPoint &point);
    static QMenu *menuOf(const TimelineFixture &room);
    static QStringList textsOf(const QMenu &menu);
    static void trigger(const TimelineFixture &room, const QString &text);
    static FakeMessage linkMessage();
    static QPoint linkPoint(const TimelineFixture &room);
    static void drag(const TimelineFixture &room, const QPoint &from, const QPoint &to);
    static FakeMessage severalLinks();

    QList<QUrl> m_opened;
};

void TestTimelineActions::initTestCase()
{
    QDesktopServices::setUrlHandler(u"https"_s, this, "opened");
}

void TestTimelineActions::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(u"https"_s);
}

void TestTimelineActions::rightClick(const TimelineFixture &room, const QPoint &point)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, point,
                            room.view->viewport()->mapToGlobal(point));
    QCoreApplication::sendEvent(room.view->viewport(), &event);
}

QMenu *TestTimelineActions::menuOf(const TimelineFixture &room)
{
    return room.view->findChild<QMenu *>(u"messageMenu"_s);
}

QStringList TestTimelineActions::textsOf(const QMenu &menu)
{
    QStringList texts;
    for (const QAction *action : menu.actions())
        if (!action->isSeparator())
            texts << action->text().remove(QLatin1Char('&'));
    return texts;
}

void TestTimelineActions::trigger(const TimelineFixture &room, const QString &text)
{
    QMenu *menu = menuOf(room);
    QVERIFY(menu != nullptr);
    for (QAction *action : menu->actions())
        if (action->text().remove(QLatin1Char('&')) == text)
            action->trigger();
    menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

FakeMessage TestTimelineActions::linkMessage()
{
    FakeMessage message;
    message.id = u"link"_s;
    message.nickname = u"Ann"_s;
    message.text = u"https://example.org/page and some words"_s;
    message.time = TimelineFixture::start().addSecs(7200);
    message.position = 200;
    return message;
}

QPoint TestTimelineActions::linkPoint(const TimelineFixture &room)
{
    const QModelIndex index = room.indexOf(u"link"_s);
    const MessageLayout &layout = room.view->messageDelegate()->layoutOf(index);
    return room.view->visualRect(index).topLeft() + layout.textTopLeft() + QPoint(20, 8);
}

void TestTimelineActions::aClickOnALinkOpensIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {}, linkPoint(room));
    QCOMPARE(m_opened, QList<QUrl> {QUrl(u"https://example.org/page"_s)});
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(u"link"_s, &MessageLayout::meta));
    QTest::mouseClick(room.view->viewport(), Qt::MiddleButton, {}, linkPoint(room));
    QCOMPARE(m_opened.size(), 1);
}

void TestTimelineActions::theCursorSaysWhatCanBeClicked()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    QTest::mouseMove(room.view->viewport(), linkPoint(room));
    QTRY_COMPARE(room.view->viewport()->cursor().shape(), Qt::PointingHandCursor);
    QTest::mouseMove(room.view->viewport(), QPoint(3, 3));
    QTRY_COMPARE(room.view->viewport()->cursor().shape(), Qt::ArrowCursor);
}

void TestTimelineActions::retryAndDiscardByMouse()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    room.settle();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    room.view->scrollToNewest();
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(u"f"_s, &MessageLayout::retry));
    QCOMPARE(retried.size(), 1);
    QCOMPARE(retried.first().first().toString(), u"f"_s);
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(u"f"_s, &MessageLayout::discard));
    QCOMPARE(discarded.size(), 1);
    QCOMPARE(retried.size(), 1);
}

void TestTimelineActions::retryAndDiscardByKeys()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    room.settle();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QTest::keyClick(room.view.get(), Qt::Key_Delete);
    QCOMPARE(retried.size() + discarded.size(), 0);
    QTest::keyClick(room.view.get(), Qt::Key_Down);
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QCOMPARE(retried.size(), 1);
    QTest::keyClick(room.view.get(), Qt::Key_Delete);
    QCOMPARE(discarded.size(), 1);
    QCOMPARE(discarded.first().first().toString(), u"f"_s);
}

void TestTimelineActions::retryAndDiscardByTheMenu()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    room.settle();
    room.view->scrollToNewest();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    const QPoint point = room.pointOf(u"f"_s, &MessageLayout::bubble);
    rightClick(room, point);
    QCOMPARE(textsOf(*menuOf(room)), (QStringList {u"Retry"_s, u"Discard"_s, u"Copy message"_s}));
    trigger(room, u"Retry"_s);
    QCOMPARE(retried.size(), 1);
    rightClick(room, point);
    trigger(room, u"Discard"_s);
    QCOMPARE(discarded.size(), 1);
}

void TestTimelineActions::aSentMessageOffersOnlyCopy()
{
    TimelineFixture room;
    rightClick(room, room.pointOf(u"m60"_s, &MessageLayout::bubble));
    QCOMPARE(textsOf(*menuOf(room)), QStringList {u"Copy message"_s});
    trigger(room, u"Copy message"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             room.indexOf(u"m60"_s).data(TextRole).toString());
}

void TestTimelineActions::theMenuOfALinkCopiesAndOpensIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    rightClick(room, linkPoint(room));
    trigger(room, u"Copy link"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://example.org/page"_s);
    rightClick(room, linkPoint(room));
    trigger(room, u"Open link"_s);
    QCOMPARE(m_opened.size(), 1);
}

void TestTimelineActions::theMenuOpensByKeyForTheCurrentMessage()
{
    TimelineFixture room;
    room.view->setModel(nullptr);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(room.view->viewport(), &event);
    QVERIFY(menuOf(room) == nullptr); // there is no message
    room.view->setModel(&room.messages);
    room.settle();
    room.view->clearFocus();
    room.view->setFocus();
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m60"_s));
    QContextMenuEvent again(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(room.view->viewport(), &again);
    QVERIFY(menuOf(room) != nullptr);
    menuOf(room)->close();
}

void TestTimelineActions::copiesOneMessageAsItsText()
{
    TimelineFixture room;
    QGuiApplication::clipboard()->setText(u"before"_s);
    room.view->selectionModel()->clearCurrentIndex();
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    room.view->setCurrentIndex(room.indexOf(u"m7"_s));
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), room.indexOf(u"m7"_s).data(TextRole).toString());
}

void TestTimelineActions::copiesSeveralInTheirOrderWithNames()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m3"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(
        QGuiApplication::clipboard()->text(),
        u"[09:01] Ann: %1\n[09:02] Me: %2"_s.arg(room.indexOf(u"m2"_s).data(TextRole).toString(),
                                                 room.indexOf(u"m3"_s).data(TextRole).toString()));
}

void TestTimelineActions::arrowKeysMoveAndScroll()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(room.view.get(), Qt::Key_Up);
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m20"_s));
    QVERIFY(
        room.view->viewport()->rect().intersects(room.view->visualRect(room.view->currentIndex())));
}

void TestTimelineActions::homeAndEndTakeTheKeysAlong()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Up);
    QTest::keyClick(room.view.get(), Qt::Key_Up);
    QTest::keyClick(room.view.get(), Qt::Key_Home);
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m1"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Down);
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m2"_s));
    QVERIFY(room.bar()->value() < 100); // it did not jump back
    QTest::keyClick(room.view.get(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m60"_s));
    QCOMPARE(room.view->selectionModel()->selectedRows().size(), 59);
    QVERIFY(room.atBottom());
}

void TestTimelineActions::drag(const TimelineFixture &room, const QPoint &from, const QPoint &to)
{
    QWidget *area = room.view->viewport();
    const auto send = [area](QEvent::Type type, const QPoint &point, Qt::MouseButton button,
                             Qt::MouseButtons buttons) {
        QMouseEvent event(type, point, area->mapToGlobal(point), button, buttons, {});
        QCoreApplication::sendEvent(area, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    for (int step = 1; step <= 4; ++step)
        send(QEvent::MouseMove, from + (to - from) * step / 4, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

FakeMessage TestTimelineActions::severalLinks()
{
    FakeMessage message = linkMessage();
    message.text = u"https://example.org/one?a&b and https://example.org/two"_s;
    return message;
}

void TestTimelineActions::aSelectionDraggedOverALinkDoesNotOpenIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    drag(room, room.pointOf(u"m60"_s, &MessageLayout::bubble), linkPoint(room));
    QCOMPARE(m_opened.size(), 0);
}

void TestTimelineActions::aDragWithinALinkDoesNotOpenIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    drag(room, linkPoint(room), linkPoint(room) + QPoint(60, 0));
    drag(room, linkPoint(room), linkPoint(room) + QPoint(1, 0));
    QCOMPARE(m_opened.size(), 1); // the hand that is not quite still
}

void TestTimelineActions::aSelectionDraggedOverDiscardThrowsNothingAway()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    room.settle();
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QPoint discard = room.pointOf(u"f"_s, &MessageLayout::discard);
    drag(room, room.pointOf(u"m60"_s, &MessageLayout::bubble), discard);
    drag(room, room.pointOf(u"f"_s, &MessageLayout::retry), discard);
    QCOMPARE(discarded.size() + retried.size(), 0);
}

void TestTimelineActions::aClickThatMovesALittleStillCounts()
{
    TimelineFixture room;
    room.messages.append({room.own(u"f"_s, MessageState::Failed)});
    room.settle();
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    const QPoint discard = room.pointOf(u"f"_s, &MessageLayout::discard);
    drag(room, discard, discard + QPoint(1, 1));
    QCOMPARE(discarded.size(), 1);
}

void TestTimelineActions::aDoubleClickOpensALinkOnce()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    QWidget *area = room.view->viewport();
    QTest::mouseClick(area, Qt::LeftButton, {}, linkPoint(room));
    QMouseEvent second(QEvent::MouseButtonDblClick, linkPoint(room),
                       area->mapToGlobal(linkPoint(room)), Qt::LeftButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(area, &second);
    QTest::mouseRelease(area, Qt::LeftButton, {}, linkPoint(room));
    QCOMPARE(m_opened.size(), 1);
}

void TestTimelineActions::copiesTheMessageThatTheKeysAreOn()
{
    TimelineFixture room;
    room.view->selectionModel()->setCurrentIndex(room.indexOf(u"m7"_s),
                                                 QItemSelectionModel::NoUpdate);
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), room.indexOf(u"m7"_s).data(TextRole).toString());
}

void TestTimelineActions::enterOpensTheLinkOfAMessage()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QCOMPARE(m_opened.size(), 0);
    QTest::keyClick(room.view.get(), Qt::Key_Down);
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QCOMPARE(m_opened, QList<QUrl> {QUrl(u"https://example.org/page"_s)});
}

void TestTimelineActions::enterLetsChooseAmongSeveralLinks()
{
    TimelineFixture room;
    room.messages.append({severalLinks()});
    room.settle();
    room.view->setCurrentIndex(room.indexOf(u"link"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QCOMPARE(m_opened.size(), 0);
    QMenu *menu = menuOf(room);
    QVERIFY(menu != nullptr);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(m_opened, QList<QUrl> {QUrl(u"https://example.org/two"_s)});
}

void TestTimelineActions::theMenuOffersEachOfSeveralLinks()
{
    TimelineFixture room;
    room.messages.append({severalLinks()});
    room.settle();
    rightClick(room, room.pointOf(u"link"_s, &MessageLayout::meta));
    QMenu *menu = menuOf(room);
    QCOMPARE(menu->actions().at(2)->text(), u"https://example.org/one?a&&b"_s);
    QMenu *second = menu->actions().at(3)->menu();
    QVERIFY(second != nullptr);
    QCOMPARE(textsOf(*second), (QStringList {u"Open link"_s, u"Copy link"_s}));
    second->actions().at(1)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://example.org/two"_s);
    menu->close();
}

void TestTimelineActions::theMenuOfSeveralMessagesCopiesThemAll()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QTest::keyClick(room.view.get(), Qt::Key_Up, Qt::ShiftModifier);
    rightClick(room, room.pointOf(u"m60"_s, &MessageLayout::meta));
    QCOMPARE(textsOf(*menuOf(room)), QStringList {u"Copy 2 message(s)"_s});
    menuOf(room)->actions().constFirst()->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(
        room.indexOf(u"m59"_s).data(TextRole).toString()));
    menuOf(room)->close();
}

void TestTimelineActions::aDeletedMessageSaysSoAndCannotBeCopied()
{
    TimelineFixture room;
    FakeMessage deleted = linkMessage();
    deleted.deleted = true;
    deleted.edited = true;
    room.messages.append({deleted});
    room.settle();
    const QModelIndex row = room.indexOf(u"link"_s);
    const MessageLayout &layout = room.view->messageDelegate()->layoutOf(row);
    QCOMPARE(layout.text().text(), u"Message deleted"_s);
    QCOMPARE(layout.timeText(), clockTime(deleted.time));
    QVERIFY(layout.links().isEmpty());
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().endsWith(u"Message deleted"_s));
    QGuiApplication::clipboard()->setText(u"before"_s);
    room.view->setCurrentIndex(row);
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    QTest::keyClick(room.view.get(), Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(menuOf(room) == nullptr);
    QTest::keyClick(room.view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             room.indexOf(u"m60"_s).data(TextRole).toString());
}

void TestTimelineActions::anEditedMessageSaysSoBesideItsTime()
{
    TimelineFixture room;
    const QString time = clockTime(linkMessage().time);
    room.messages.append({linkMessage()});
    room.settle();
    const QModelIndex row = room.indexOf(u"link"_s);
    const int before = room.view->messageDelegate()->layoutOf(row).meta().width();
    QCOMPARE(room.view->messageDelegate()->layoutOf(row).timeText(), time);
    room.messages.change(60, [](FakeMessage &message) { message.edited = true; });
    room.settle();
    QCOMPARE(room.view->messageDelegate()->layoutOf(row).timeText(), u"edited · %1"_s.arg(time));
    QVERIFY(room.view->messageDelegate()->layoutOf(row).meta().width() > before);
    QCOMPARE(room.view->visualRect(row).height(),
             room.view->messageDelegate()->layoutOf(row).height());
}

void TestTimelineActions::theMenuOpensByShiftAndF10()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m60"_s));
    QTest::keyClick(room.view.get(), Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(menuOf(room) != nullptr);
    QContextMenuEvent byPlatform(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(room.view->viewport(), &byPlatform);
    QCOMPARE(room.view->findChildren<QMenu *>(u"messageMenu"_s).size(), 1);
    menuOf(room)->close();
}

void TestTimelineActions::aMenuByKeyBringsItsMessageIntoSight()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m5"_s));
    room.view->scrollToNewest();
    QTest::keyClick(room.view.get(), Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(room.view->viewport()->rect().intersects(room.view->visualRect(room.indexOf(u"m5"_s))));
    menuOf(room)->close();
}

void TestTimelineActions::tipsTellTimeLinkAndReason()
{
    TimelineFixture room;
    FakeMessage failed = room.own(u"f"_s, MessageState::Failed);
    failed.failure = u"Too <long>."_s;
    room.messages.append({linkMessage(), failed});
    room.settle();
    const auto tipAt = [&](const QPoint &point) {
        QHelpEvent event(QEvent::ToolTip, point, room.view->viewport()->mapToGlobal(point));
        QCoreApplication::sendEvent(room.view->viewport(), &event);
        return QToolTip::text();
    };
    QCOMPARE(tipAt(linkPoint(room)), u"https://example.org/page"_s);
    QCOMPARE(tipAt(room.pointOf(u"f"_s, &MessageLayout::retry)), u"Too &lt;long&gt;."_s);
    QVERIFY(tipAt(room.pointOf(u"link"_s, &MessageLayout::meta)).contains(u"2026"_s));
}

void TestTimelineActions::assistiveTechnologyReadsEachMessage()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    TimelineFixture room;
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(room.view.get());
    QVERIFY(list != nullptr);
    QCOMPARE(list->text(QAccessible::Name), u"Messages"_s);
    QAccessibleInterface *first = list->child(0);
    QVERIFY(first != nullptr);
    const QString day = dayName(TimelineFixture::start().date(), QDate::currentDate());
    QVERIFY(first->text(QAccessible::Name).startsWith(day + u". Ann, 09:00: "_s));
    QVERIFY(list->child(2)->text(QAccessible::Name).endsWith(u", sent"_s));
}

void TestTimelineActions::assistiveTechnologyReadsTheNewMessagesLine()
{
    TimelineFixture room;
    room.view->setFirstUnreadPosition(room.indexOf(u"m50"_s).data(PositionRole).toLongLong());
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(room.view.get());
    QVERIFY(!list->child(48)->text(QAccessible::Name).contains(u"New messages"_s));
    QVERIFY(list->child(49)->text(QAccessible::Name).startsWith(u"New messages. "_s));
    room.view->setFirstUnreadPosition(0);
    QVERIFY(!list->child(49)->text(QAccessible::Name).contains(u"New messages"_s));
}

void TestTimelineActions::assistiveTechnologyReadsNoLineThatIsNotThere()
{
    TimelineFixture room;
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(room.view.get());
    const auto readsLine = [&] {
        return list->child(0)->text(QAccessible::Name).contains(u"New messages"_s);
    };
    // What comes before the first row may be unread as well: no line is drawn above it.
    room.view->setOlderEdge({Edge::More});
    room.view->setFirstUnreadPosition(room.indexOf(u"m1"_s).data(PositionRole).toLongLong() - 10);
    QVERIFY(!readsLine());
    room.view->setOlderEdge({Edge::End});
    QVERIFY(readsLine());
}

void TestTimelineActions::aChangeOfStateIsShown()
{
    TimelineFixture room;
    room.messages.append({room.own(u"p"_s, MessageState::Pending)});
    room.settle();
    const auto look = [&] { return room.view->viewport()->grab().toImage(); };
    const QImage pending = look();
    const int row = room.messages.rowCount() - 1;
    room.messages.change(row, [](FakeMessage &message) { message.state = MessageState::Failed; });
    room.settle();
    const QImage failed = look();
    QVERIFY(failed != pending);
    room.messages.change(row, [](FakeMessage &message) { message.state = MessageState::Sent; });
    room.settle();
    QVERIFY(look() != failed);
    QVERIFY(look() != pending);
}

void TestTimelineActions::bothThemesPaintTheBubblesInTheirColours_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << static_cast<int>(Scheme::Light);
    QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
}

void TestTimelineActions::bothThemesPaintTheBubblesInTheirColours()
{
    QFETCH(int, scheme);
    applyTheme(static_cast<Scheme>(scheme));
    TimelineFixture room;
    room.view->setFirstUnreadPosition(159);
    room.messages.append({room.own(u"f"_s, MessageState::Failed), linkMessage()});
    room.view->setCurrentIndex(room.indexOf(u"link"_s));
    room.settle();
    const QImage image = room.view->viewport()->grab().toImage();
    const auto colourIn = [&](const QString &id) {
        const QModelIndex index = room.indexOf(id);
        const QRect bubble = room.view->messageDelegate()->layoutOf(index).bubble();
        const QPoint inside(bubble.left() + 5, bubble.center().y());
        return image.pixelColor((room.view->visualRect(index).topLeft() + inside)
                                * image.devicePixelRatio());
    };
    QCOMPARE(colourIn(u"f"_s), colour(Colour::OwnBubble));
    QCOMPARE(colourIn(u"link"_s), colour(Colour::OtherBubble));
    applyTheme(Scheme::Light);
}

void TestTimelineActions::aLargerFontMakesHigherRows()
{
    TimelineFixture room;
    const int before = room.view->sizeHintForIndex(room.indexOf(u"m5"_s)).height();
    QFont font = room.view->font();
    font.setPixelSize(30);
    room.view->setFont(font);
    room.settle();
    QVERIFY(room.view->sizeHintForIndex(room.indexOf(u"m5"_s)).height() > before);
    QVERIFY(room.atBottom());
}

QTEST_MAIN(TestTimelineActions)
#include "tst_timeline_actions.moc"
