// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "timeline_fixture.h"
#include "ui/widgets/busy_spinner.h"

#include <QAbstractButton>
#include <QLabel>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

constexpr QLatin1StringView retry("edgeRetry");

QWidget *edgeOf(const TimelineFixture &room, const QString &name)
{
    return room.view->findChild<QWidget *>(name);
}

QAbstractButton *retryOf(const TimelineFixture &room, const QString &edge)
{
    return edgeOf(room, edge)->findChild<QAbstractButton *>(retry);
}

} // namespace

/// A timeline whose model holds a stretch of the room, which moves as one reads.
class TestTimelineWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatOneReadsStaysThroughAnyChangesBeyondSight_data();
    void whatOneReadsStaysThroughAnyChangesBeyondSight();
    void whatOneReadsStaysWhenTheFirstInSightGoes();
    void whatOneReadsStaysWhenTheModelIsResetAroundIt();
    void messagesPagedInBelowAreNotCalledNew();
    void theEndIsTheRoomsEndAlone();
    void newerAreAskedForNearTheLastRow();
    void nothingIsAskedForAtTheRoomsEndOrWhileItLoadsOrFailed();
    void aLoadingEdgeTurnsBeyondTheRow();
    void aFailedEdgeSaysWhyAndIsRetriedByMouse();
    void aFailedEdgeIsRetriedByKeys();
    void theKeysReturnToTheMessagesWhenTheRetryGoes();
    void nothingMovesWhenMoreTurnsIntoLoading();
    void aPlaceIsRestoredToItsPixel();
    void thePlaceAtTheEndIsTheEndWhateverCame();
    void aPlaceWhoseMessageIsGoneIsNotRestored();
    void aMessageIsBroughtIntoSight();
    void whatWasBeforeOnesEyesIsToldInOrder();
    void nothingIsShownInAWindowBehindOthers();
    void whatIsShownIsToldAgainWhenTheWindowComesForward();
    void aMessageCutOffAtItsEndIsNotShown();
    void theUnreadLineIsNotDrawnAboveAStretchThatBeginsInIt();
    void theKeysAreNotLedBackToARowThatWasTrimmedAway();
};

void TestTimelineWindow::whatOneReadsStaysThroughAnyChangesBeyondSight_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("percent"); // of the usual text
    for (const quint32 seed : {1U, 2U, 3U, 4U})
        QTest::addRow("%u", seed) << seed << 100;
    QTest::addRow("large text") << 5U << 150;
}

void TestTimelineWindow::whatOneReadsStaysThroughAnyChangesBeyondSight()
{
    QFETCH(quint32, seed);
    QFETCH(int, percent);
    QRandomGenerator random(seed);
    TimelineFixture room;
    QFont font = room.view->font();
    font.setPointSizeF(font.pointSizeF() * percent / 100);
    room.view->setFont(font);
    qint64 first = 100'000;
    qint64 last = first;
    const auto some = [&](int count, qint64 from) {
        QList<FakeMessage> messages =
            manyMessages(u"x"_s, count, from, TimelineFixture::start().addSecs(60 * from));
        for (FakeMessage &message : messages) {
            message.id = u"p%1"_s.arg(message.position);
            message.text.append(u" more words"_s.repeated(int(message.position * 7 % 23)));
        }
        return messages;
    };
    room.messages.reset(some(600, first));
    last = first + 599;
    room.view->setNewerEdge({Edge::More, {}});
    room.settle();
    const auto anyEdge = [&random] {
        const int kind = random.bounded(3);
        return kind == 0 ? Edge {Edge::More, {}}
            : kind == 1  ? Edge {Edge::Loading, {}}
                         : Edge {Edge::Failed, u"The server is away."_s};
    };
    for (int round = 0; round < 60; ++round) {
        const QScrollBar *bar = room.bar();
        room.bar()->setValue(bar->minimum() + random.bounded(bar->maximum() + 1));
        room.settle();
        const QModelIndex top = room.view->indexAt({300, 0});
        const QModelIndex bottom = room.view->indexAt({300, room.view->viewport()->height() - 1});
        QVERIFY(top.isValid());
        const int lowest = bottom.isValid() ? bottom.row() : room.messages.rowCount() - 1;
        const QString reading =
            top.siblingAtRow((top.row() + lowest) / 2).data(MessageIdRole).toString();
        const auto pixel = [&] { return room.view->textRect(room.indexOf(reading)).top(); };
        const int before = pixel();
        int above = top.row();
        int below = room.messages.rowCount() - 1 - lowest;
        for (int change = 0, changes = 1 + random.bounded(5); change < changes; ++change) {
            const int count = 1 + random.bounded(100);
            switch (random.bounded(6)) {
            case 0:
                first -= count;
                room.messages.prepend(some(count, first));
                above += count;
                break;
            case 1:
                room.messages.append(some(count, last + 1));
                last += count;
                below += count;
                break;
            case 2:
                if (const int gone = qMin(count, above); gone > 0) {
                    room.messages.remove(0, gone);
                    first += gone;
                    above -= gone;
                }
                break;
            case 3:
                if (const int gone = qMin(count, below); gone > 0) {
                    room.messages.remove(room.messages.rowCount() - gone, gone);
                    last -= gone;
                    below -= gone;
                }
                break;
            case 4:
                room.view->setOlderEdge(anyEdge());
                break;
            default:
                room.view->setNewerEdge(anyEdge());
                break;
            }
            if (random.bounded(3) == 0)
                room.settle();
        }
        room.settle();
        QVERIFY2(qAbs(pixel() - before) <= 1,
                 qPrintable(u"round %1: from %2 to %3"_s.arg(round).arg(before).arg(pixel())));
        if (room.messages.rowCount() < 300) {
            room.messages.append(some(300, last + 1));
            last += 300;
        }
    }
}

void TestTimelineWindow::whatOneReadsStaysWhenTheFirstInSightGoes()
{
    TimelineFixture room;
    room.bar()->setValue(room.bar()->maximum() / 2);
    const QModelIndex top = room.view->indexAt({300, 0});
    const QString next = top.siblingAtRow(top.row() + 1).data(MessageIdRole).toString();
    const int before = room.view->textRect(room.indexOf(next)).top();
    room.messages.remove(0, top.row() + 1);
    room.messages.append(manyMessages(u"n"_s, 60, 161, TimelineFixture::start()));
    room.settle();
    QCOMPARE(room.view->textRect(room.indexOf(next)).top(), before);
}

void TestTimelineWindow::whatOneReadsStaysWhenTheModelIsResetAroundIt()
{
    TimelineFixture room;
    room.bar()->setValue(room.bar()->maximum() / 2);
    const QString reading = room.firstInSight();
    const int before = room.view->textRect(room.indexOf(reading)).top();
    QList<FakeMessage> messages =
        manyMessages(u"o"_s, 200, 1, TimelineFixture::start().addDays(-1));
    messages.append(manyMessages(u"m"_s, 60, 201, TimelineFixture::start()));
    room.messages.reset(messages);
    room.settle();
    QCOMPARE(room.view->textRect(room.indexOf(reading)).top(), before);
}

void TestTimelineWindow::messagesPagedInBelowAreNotCalledNew()
{
    TimelineFixture room;
    room.view->setNewerEdge({Edge::Loading, {}});
    room.bar()->setValue(0);
    const auto *button = room.view->findChild<QAbstractButton *>(u"jumpButton"_s);
    room.messages.append(manyMessages(u"n"_s, 20, 161, TimelineFixture::start()));
    room.settle();
    QCOMPARE(button->text(), u"To the newest"_s);
    room.view->setNewerEdge({Edge::End, {}});
    room.messages.append(manyMessages(u"o"_s, 1, 181, TimelineFixture::start()));
    room.settle();
    QCOMPARE(button->text(), u"New messages"_s);
}

void TestTimelineWindow::theEndIsTheRoomsEndAlone()
{
    TimelineFixture room;
    QVERIFY(room.view->isAtEnd());
    room.view->setNewerEdge({Edge::More, {}});
    room.settle();
    room.view->scrollToNewest();
    QVERIFY(room.atBottom());
    QVERIFY(!room.view->isAtEnd());
    const int before = room.view->textRect(room.indexOf(u"m60"_s)).top();
    room.messages.append(manyMessages(u"n"_s, 20, 161, TimelineFixture::start()));
    room.settle();
    QCOMPARE(room.view->textRect(room.indexOf(u"m60"_s)).top(), before);
    room.view->scrollToNewest();
    room.view->setNewerEdge({Edge::End, {}});
    room.settle();
    QVERIFY(room.view->isAtEnd());
}

void TestTimelineWindow::newerAreAskedForNearTheLastRow()
{
    TimelineFixture room;
    room.bar()->setValue(0);
    const QSignalSpy asked(room.view.get(), &TimelineView::newerNeeded);
    room.view->setNewerEdge({Edge::More, {}});
    room.messages.append(manyMessages(u"n"_s, 200, 161, TimelineFixture::start()));
    room.settle();
    QCOMPARE(asked.size(), 0); // far away
    room.bar()->setValue(room.bar()->maximum() - room.view->viewport()->height());
    QCOMPARE(asked.size(), 1);
    room.bar()->setValue(room.bar()->maximum());
    QCOMPARE(asked.size(), 1);
    room.messages.append(manyMessages(u"o"_s, 1, 361, TimelineFixture::start()));
    room.settle();
    QCOMPARE(asked.size(), 2);
}

void TestTimelineWindow::nothingIsAskedForAtTheRoomsEndOrWhileItLoadsOrFailed()
{
    for (const auto state : {Edge::End, Edge::Loading, Edge::Failed}) {
        TimelineFixture room;
        room.view->setOlderEdge({state, u"Away."_s});
        room.view->setNewerEdge({state, u"Away."_s});
        room.settle();
        const QSignalSpy older(room.view.get(), &TimelineView::olderNeeded);
        const QSignalSpy newer(room.view.get(), &TimelineView::newerNeeded);
        room.bar()->setValue(0);
        room.messages.prepend(manyMessages(u"o"_s, 1, 1, TimelineFixture::start().addDays(-1)));
        room.settle();
        room.bar()->setValue(room.bar()->maximum());
        QCOMPARE(older.size() + newer.size(), 0);
    }
}

void TestTimelineWindow::aLoadingEdgeTurnsBeyondTheRow()
{
    TimelineFixture room;
    room.view->setOlderEdge({Edge::Loading, {}});
    room.view->setNewerEdge({Edge::Loading, {}});
    room.settle();
    QWidget *older = edgeOf(room, u"olderEdge"_s);
    QWidget *newer = edgeOf(room, u"newerEdge"_s);
    room.bar()->setValue(0);
    QVERIFY(older->findChild<BusySpinner *>()->isVisible());
    QVERIFY(!newer->isVisible()); // nothing turns where nobody looks
    QVERIFY(older->geometry().bottom() < room.view->textRect(room.indexOf(u"m1"_s)).top());
    room.bar()->setValue(room.bar()->maximum());
    QVERIFY(!older->isVisible());
    QVERIFY(newer->findChild<BusySpinner *>()->isVisible());
    QVERIFY(newer->geometry().top() > room.view->textRect(room.indexOf(u"m60"_s)).bottom());
    QVERIFY(room.view->viewport()->rect().contains(newer->geometry()));
}

void TestTimelineWindow::aFailedEdgeSaysWhyAndIsRetriedByMouse()
{
    TimelineFixture room;
    const QSignalSpy retried(room.view.get(), &TimelineView::edgeRetryRequested);
    room.view->setOlderEdge({Edge::Failed, u"The server is away."_s});
    room.view->setNewerEdge({Edge::Failed, u"The server is busy."_s});
    room.settle();
    room.bar()->setValue(0);
    QVERIFY(retryOf(room, u"olderEdge"_s)->isVisible());
    QCOMPARE(edgeOf(room, u"olderEdge"_s)->findChild<QLabel *>(u"edgeText"_s)->text(),
             u"The server is away."_s);
    QTest::mouseClick(retryOf(room, u"olderEdge"_s), Qt::LeftButton);
    QCOMPARE(retried.size(), 1);
    QCOMPARE(retried.first().first().value<Qt::Edge>(), Qt::TopEdge);
    room.bar()->setValue(room.bar()->maximum());
    QTest::mouseClick(retryOf(room, u"newerEdge"_s), Qt::LeftButton);
    QCOMPARE(retried.last().first().value<Qt::Edge>(), Qt::BottomEdge);
}

void TestTimelineWindow::aFailedEdgeIsRetriedByKeys()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    const QSignalSpy retried(room.view.get(), &TimelineView::edgeRetryRequested);
    room.view->setOlderEdge({Edge::Failed, u"The server is away."_s});
    room.settle();
    room.view->setFocus();
    QTest::keyClick(room.view.get(), Qt::Key_Home);
    QTest::keyClick(room.view.get(), Qt::Key_Tab);
    QAbstractButton *button = retryOf(room, u"olderEdge"_s);
    QTRY_VERIFY(button->hasFocus());
    QTest::keyClick(button, Qt::Key_Space);
    QTest::keyClick(button, Qt::Key_Return);
    QCOMPARE(retried.size(), 2);
}

void TestTimelineWindow::theKeysReturnToTheMessagesWhenTheRetryGoes()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    room.view->setOlderEdge({Edge::Failed, u"The server is away."_s});
    room.settle();
    room.bar()->setValue(0);
    QAbstractButton *button = retryOf(room, u"olderEdge"_s);
    button->setFocus();
    room.view->setOlderEdge({Edge::Loading, {}});
    QVERIFY(room.view->hasFocus());
    room.view->setOlderEdge({Edge::Failed, u"The server is away."_s});
    room.settle();
    button->setFocus();
    room.bar()->setValue(room.bar()->maximum());
    QVERIFY(room.view->hasFocus());
}

void TestTimelineWindow::nothingMovesWhenMoreTurnsIntoLoading()
{
    TimelineFixture room;
    room.view->setOlderEdge({Edge::More, {}});
    room.settle();
    room.bar()->setValue(0);
    const int before = room.topOf(u"m3"_s);
    for (const auto state : {Edge::Loading, Edge::Failed, Edge::More}) {
        room.view->setOlderEdge({state, u"Away."_s});
        room.settle();
        QCOMPARE(room.topOf(u"m3"_s), before);
        QCOMPARE(room.bar()->value(), 0);
    }
}

void TestTimelineWindow::aPlaceIsRestoredToItsPixel()
{
    TimelineFixture room;
    room.bar()->setValue(room.bar()->maximum() / 2);
    const Anchor anchor = room.view->anchor();
    QVERIFY(!anchor.atEnd);
    FakeMessages others;
    others.append(manyMessages(u"o"_s, 80, 1, TimelineFixture::start()));
    room.view->setModel(&others);
    room.settle();
    room.messages.prepend(manyMessages(u"p"_s, 50, 1, TimelineFixture::start().addDays(-1)));
    room.view->setModel(&room.messages);
    QVERIFY(room.view->restore(anchor));
    QCOMPARE(room.view->anchor(), anchor);
    room.settle();
    QCOMPARE(room.view->anchor(), anchor);
    QCOMPARE(room.view->textRect(room.indexOf(anchor.messageId)).top(), anchor.offset);
}

void TestTimelineWindow::thePlaceAtTheEndIsTheEndWhateverCame()
{
    TimelineFixture room;
    const Anchor anchor = room.view->anchor();
    QVERIFY(anchor.atEnd);
    room.bar()->setValue(0);
    room.messages.append(manyMessages(u"n"_s, 20, 161, TimelineFixture::start()));
    QVERIFY(room.view->restore(anchor));
    room.settle();
    QVERIFY(room.atBottom());
    QVERIFY(room.view->isAtEnd());
}

void TestTimelineWindow::aPlaceWhoseMessageIsGoneIsNotRestored()
{
    TimelineFixture room;
    room.bar()->setValue(100);
    QVERIFY(!room.view->restore({u"nobody"_s, 3, false}));
    room.settle();
    QCOMPARE(room.bar()->value(), 100);
}

void TestTimelineWindow::aMessageIsBroughtIntoSight()
{
    TimelineFixture room;
    QVERIFY(room.view->scrollToMessage(u"m20"_s));
    room.settle();
    const QRect text = room.view->textRect(room.indexOf(u"m20"_s));
    QVERIFY(room.view->viewport()->rect().contains(text));
    QVERIFY(qAbs(text.center().y() - room.view->viewport()->height() / 2) <= 2);
    QCOMPARE(room.view->currentIndex(), room.indexOf(u"m20"_s));
    QVERIFY(!room.view->scrollToMessage(u"nobody"_s));
}

void TestTimelineWindow::whatWasBeforeOnesEyesIsToldInOrder()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    FakeMessages others;
    others.append(manyMessages(u"o"_s, 80, 1, TimelineFixture::start()));
    room.view->setModel(&others);
    const QSignalSpy shown(room.view.get(), &TimelineView::shown);
    QVERIFY(room.view->restore({u"o20"_s, 10, false}));
    QVERIFY(!shown.isEmpty());
    const qint64 there = shown.last().first().toLongLong();
    QVERIFY(there >= 20 && there < 60);
    room.bar()->setValue(0); // what is above has been shown with it
    QCOMPARE(shown.last().first().toLongLong(), there);
    room.view->scrollToNewest();
    QCOMPARE(shown.last().first().toLongLong(), 80);
    others.append({room.own(u"mine"_s, MessageState::Pending)});
    room.settle();
    QCOMPARE(shown.last().first().toLongLong(), 80); // it has no position yet
    room.view->setModel(nullptr);
}

void TestTimelineWindow::nothingIsShownInAWindowBehindOthers()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    const QSignalSpy shown(room.view.get(), &TimelineView::shown);
    room.messages.append(manyMessages(u"n"_s, 3, 161, TimelineFixture::start()));
    room.settle();
    room.bar()->setValue(0);
    room.view->scrollToNewest();
    QCOMPARE(shown.size(), 0);
}

void TestTimelineWindow::whatIsShownIsToldAgainWhenTheWindowComesForward()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    room.messages.append(manyMessages(u"n"_s, 3, 161, TimelineFixture::start()));
    room.settle();
    const QSignalSpy shown(room.view.get(), &TimelineView::shown);
    room.view->activateWindow();
    QTRY_VERIFY(!shown.isEmpty());
    QCOMPARE(shown.last().first().toLongLong(), 163);
}

void TestTimelineWindow::aMessageCutOffAtItsEndIsNotShown()
{
    TimelineFixture room;
    QVERIFY(QTest::qWaitForWindowActive(room.view.get()));
    FakeMessages others;
    others.append(manyMessages(u"o"_s, 80, 1, TimelineFixture::start()));
    room.view->setModel(&others);
    room.view->restore({u"o41"_s, 0, false});
    const int height = room.view->viewport()->height();
    const QRect text = room.view->textRect(room.indexOf(u"o41"_s));
    QSignalSpy shown(room.view.get(), &TimelineView::shown);
    others.reset(manyMessages(u"o"_s, 80, 1, TimelineFixture::start()));
    // Its last pixel is below the edge.
    room.view->restore({u"o41"_s, height - text.height() + 1, false});
    QCOMPARE(shown.last().first().toLongLong(), 40);
    room.view->restore({u"o41"_s, height - text.height(), false});
    QCOMPARE(shown.last().first().toLongLong(), 41);
    room.view->setModel(nullptr);
}

void TestTimelineWindow::theUnreadLineIsNotDrawnAboveAStretchThatBeginsInIt()
{
    TimelineFixture room; // positions from 101 on
    const auto lineAbove = [&](const QString &id) {
        return room.view->messageDelegate()->layoutOf(room.indexOf(id)).place().startsUnread;
    };
    room.view->setFirstUnreadPosition(90);
    QVERIFY(!lineAbove(u"m1"_s)); // it is further up
    room.view->setOlderEdge({Edge::End, {}});
    QVERIFY(lineAbove(u"m1"_s));
    room.view->setOlderEdge({Edge::More, {}});
    room.view->setFirstUnreadPosition(101);
    QVERIFY(lineAbove(u"m1"_s));
}

void TestTimelineWindow::theKeysAreNotLedBackToARowThatWasTrimmedAway()
{
    TimelineFixture room;
    room.view->setCurrentIndex(room.indexOf(u"m2"_s));
    room.messages.append(manyMessages(u"n"_s, 200, 161, TimelineFixture::start()));
    room.settle();
    room.view->scrollToMessage(u"n100"_s);
    room.view->setCurrentIndex(room.indexOf(u"m2"_s));
    room.messages.remove(0, 60);
    room.settle();
    QVERIFY(!room.view->currentIndex().isValid());
    QTest::keyClick(room.view.get(), Qt::Key_Up);
    QVERIFY(
        room.view->viewport()->rect().intersects(room.view->visualRect(room.view->currentIndex())));
    QVERIFY(room.view->visualRect(room.indexOf(u"n100"_s)).top() > 0); // it did not jump
}

QTEST_MAIN(TestTimelineWindow)
#include "tst_timeline_window.moc"
