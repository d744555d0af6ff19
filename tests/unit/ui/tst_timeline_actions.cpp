// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "timeline_fixture.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QToolTip>

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
    void tipsTellTimeLinkAndReason();
    void assistiveTechnologyReadsEachMessage();
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

    QList<QUrl> m_opened;
};

void TestTimelineActions::initTestCase()
{
    QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "opened");
}

void TestTimelineActions::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
}

void TestTimelineActions::rightClick(const TimelineFixture &room, const QPoint &point)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, point,
                            room.view->viewport()->mapToGlobal(point));
    QCoreApplication::sendEvent(room.view->viewport(), &event);
}

QMenu *TestTimelineActions::menuOf(const TimelineFixture &room)
{
    return room.view->findChild<QMenu *>(QStringLiteral("messageMenu"));
}

QStringList TestTimelineActions::textsOf(const QMenu &menu)
{
    QStringList texts;
    for (const QAction *action : menu.actions()) {
        if (!action->isSeparator())
            texts << action->text().remove(QLatin1Char('&'));
    }
    return texts;
}

void TestTimelineActions::trigger(const TimelineFixture &room, const QString &text)
{
    QMenu *menu = menuOf(room);
    QVERIFY(menu != nullptr);
    for (QAction *action : menu->actions()) {
        if (action->text().remove(QLatin1Char('&')) == text)
            action->trigger();
    }
    menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

FakeMessage TestTimelineActions::linkMessage()
{
    FakeMessage message;
    message.id = QStringLiteral("link");
    message.nickname = QStringLiteral("Ann");
    message.text = QStringLiteral("https://example.org/page and some words");
    message.time = TimelineFixture::start().addSecs(7200);
    message.position = 200;
    return message;
}

QPoint TestTimelineActions::linkPoint(const TimelineFixture &room)
{
    const QModelIndex index = room.indexOf(QStringLiteral("link"));
    const MessageLayout &layout = room.view->messageDelegate()->layoutOf(index);
    return room.view->visualRect(index).topLeft() + layout.textTopLeft() + QPoint(20, 8);
}

void TestTimelineActions::aClickOnALinkOpensIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {}, linkPoint(room));
    QCOMPARE(m_opened, QList<QUrl> {QUrl(QStringLiteral("https://example.org/page"))});
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(QStringLiteral("link"), &MessageLayout::meta));
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
    room.messages.append({room.own(QStringLiteral("f"), MessageState::Failed)});
    room.settle();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    room.view->scrollToNewest();
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(QStringLiteral("f"), &MessageLayout::retry));
    QCOMPARE(retried.size(), 1);
    QCOMPARE(retried.first().first().toString(), QStringLiteral("f"));
    QTest::mouseClick(room.view->viewport(), Qt::LeftButton, {},
                      room.pointOf(QStringLiteral("f"), &MessageLayout::discard));
    QCOMPARE(discarded.size(), 1);
    QCOMPARE(retried.size(), 1);
}

void TestTimelineActions::retryAndDiscardByKeys()
{
    TimelineFixture room;
    room.messages.append({room.own(QStringLiteral("f"), MessageState::Failed)});
    room.settle();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    room.view->setCurrentIndex(room.indexOf(QStringLiteral("m60")));
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QTest::keyClick(room.view.get(), Qt::Key_Delete);
    QCOMPARE(retried.size() + discarded.size(), 0);
    QTest::keyClick(room.view.get(), Qt::Key_Down);
    QTest::keyClick(room.view.get(), Qt::Key_Return);
    QCOMPARE(retried.size(), 1);
    QTest::keyClick(room.view.get(), Qt::Key_Delete);
    QCOMPARE(discarded.size(), 1);
    QCOMPARE(discarded.first().first().toString(), QStringLiteral("f"));
}

void TestTimelineActions::retryAndDiscardByTheMenu()
{
    TimelineFixture room;
    room.messages.append({room.own(QStringLiteral("f"), MessageState::Failed)});
    room.settle();
    room.view->scrollToNewest();
    const QSignalSpy retried(room.view.get(), &TimelineView::retryRequested);
    const QSignalSpy discarded(room.view.get(), &TimelineView::discardRequested);
    const QPoint point = room.pointOf(QStringLiteral("f"), &MessageLayout::bubble);
    rightClick(room, point);
    QCOMPARE(
        textsOf(*menuOf(room)),
        (QStringList {QStringLiteral("Retry"), QStringLiteral("Discard"), QStringLiteral("Copy")}));
    trigger(room, QStringLiteral("Retry"));
    QCOMPARE(retried.size(), 1);
    rightClick(room, point);
    trigger(room, QStringLiteral("Discard"));
    QCOMPARE(discarded.size(), 1);
}

void TestTimelineActions::aSentMessageOffersOnlyCopy()
{
    TimelineFixture room;
    rightClick(room, room.pointOf(QStringLiteral("m60"), &MessageLayout::bubble));
    QCOMPARE(textsOf(*menuOf(room)), QStringList {QStringLiteral("Copy")});
    trigger(room, QStringLiteral("Copy"));
    QCOMPARE(QGuiApplication::clipboard()->text(),
             room.indexOf(QStringLiteral("m60")).data(TextRole).toString());
}

void TestTimelineActions::theMenuOfALinkCopiesAndOpensIt()
{
    TimelineFixture room;
    room.messages.append({linkMessage()});
    room.settle();
    rightClick(room, linkPoint(room));
    trigger(room, QStringLiteral("Copy address"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("https://example.org/page"));
    rightClick(room, linkPoint(room));
    trigger(room, QStringLiteral("Open in the browser"));
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
    QCOMPARE(room.view->currentIndex(), room.indexOf(QStringLiteral("m60")));
    QContextMenuEvent again(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(room.view->viewport(), &again);
    QVERIFY(menuOf(room) != nullptr);
    menuOf(room)->close();
}

void TestTimelineActions::copiesOneMessageAsItsText()
{
    TimelineFixture room;
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
    room.view->setCurrentIndex(room.indexOf(QStringLiteral("m7")));
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             room.indexOf(QStringLiteral("m7")).data(TextRole).toString());
}

void TestTimelineActions::copiesSeveralInTheirOrderWithNames()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(QStringLiteral("m3")));
    QTest::keyClick(room.view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(room.view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("[09:01] Ann: %1\n[09:02] Me: %2")
                 .arg(room.indexOf(QStringLiteral("m2")).data(TextRole).toString(),
                      room.indexOf(QStringLiteral("m3")).data(TextRole).toString()));
}

void TestTimelineActions::arrowKeysMoveAndScroll()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(QStringLiteral("m60")));
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(room.view.get(), Qt::Key_Up);
    QCOMPARE(room.view->currentIndex(), room.indexOf(QStringLiteral("m20")));
    QVERIFY(
        room.view->viewport()->rect().intersects(room.view->visualRect(room.view->currentIndex())));
}

void TestTimelineActions::tipsTellTimeLinkAndReason()
{
    TimelineFixture room;
    FakeMessage failed = room.own(QStringLiteral("f"), MessageState::Failed);
    failed.failure = QStringLiteral("Too <long>.");
    room.messages.append({linkMessage(), failed});
    room.settle();
    const auto tipAt = [&](const QPoint &point) {
        QHelpEvent event(QEvent::ToolTip, point, room.view->viewport()->mapToGlobal(point));
        QCoreApplication::sendEvent(room.view->viewport(), &event);
        return QToolTip::text();
    };
    QCOMPARE(tipAt(linkPoint(room)), QStringLiteral("https://example.org/page"));
    QCOMPARE(tipAt(room.pointOf(QStringLiteral("f"), &MessageLayout::retry)),
             QStringLiteral("Too &lt;long&gt;."));
    QVERIFY(tipAt(room.pointOf(QStringLiteral("link"), &MessageLayout::meta))
                .contains(QStringLiteral("2026")));
}

void TestTimelineActions::assistiveTechnologyReadsEachMessage()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    TimelineFixture room;
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(room.view.get());
    QVERIFY(list != nullptr);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Messages"));
    QAccessibleInterface *first = list->child(0);
    QVERIFY(first != nullptr);
    QVERIFY(first->text(QAccessible::Name).startsWith(QStringLiteral("Ann, 09:00: ")));
    QVERIFY(list->child(2)->text(QAccessible::Name).endsWith(QStringLiteral(", sent")));
}

void TestTimelineActions::aChangeOfStateIsShown()
{
    TimelineFixture room;
    room.messages.append({room.own(QStringLiteral("p"), MessageState::Pending)});
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
    room.messages.append({room.own(QStringLiteral("f"), MessageState::Failed), linkMessage()});
    room.view->setCurrentIndex(room.indexOf(QStringLiteral("link")));
    room.settle();
    const QImage image = room.view->viewport()->grab().toImage();
    const auto colourIn = [&](const QString &id) {
        const QModelIndex index = room.indexOf(id);
        const QRect bubble = room.view->messageDelegate()->layoutOf(index).bubble();
        const QPoint inside(bubble.left() + 5, bubble.center().y());
        return image.pixelColor((room.view->visualRect(index).topLeft() + inside)
                                * image.devicePixelRatio());
    };
    QCOMPARE(colourIn(QStringLiteral("f")), colour(Colour::OwnBubble));
    QCOMPARE(colourIn(QStringLiteral("link")), colour(Colour::OtherBubble));
    applyTheme(Scheme::Light);
}

void TestTimelineActions::aLargerFontMakesHigherRows()
{
    TimelineFixture room;
    const int before = room.view->sizeHintForIndex(room.indexOf(QStringLiteral("m5"))).height();
    QFont font = room.view->font();
    font.setPixelSize(30);
    room.view->setFont(font);
    room.settle();
    QVERIFY(room.view->sizeHintForIndex(room.indexOf(QStringLiteral("m5"))).height() > before);
    QVERIFY(room.atBottom());
}

QTEST_MAIN(TestTimelineActions)
#include "tst_timeline_actions.moc"
