// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fake_messages.h"
#include "ui/composer/composer.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_text.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/segmented_toggle.h"
#include "ui/window/chat_panel.h"
#include "ui/window/transport_bar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

class TestChatPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void withoutARoomItSaysHowToGetToOne();
    void aRoomShowsItsNamePeopleAndComposer();
    void whoIsTypingStandsInPlaceOfThePeople();
    void aRoomThatOpensTakesTheKeysUnlessOneWrites();
    void anEmptyRoomInvitesToSpeak();
    void aRoomThatLoadsIsNotCalledEmpty();
    void aRoomThatCouldNotBeLoadedSaysWhyAndOffersToRetry();
    void aRoomThatLoadsAgainAfterAFailureTurnsAtOnce();
    void whatIsThereIsShownWhateverIsStillLoaded();
    void aNoticeStaysUntilItIsHiddenOrClosed();
    void aNoticeIsSeenWithoutARoomToo();
    void theToggleIsInTheHeader();
    void tabGoesThroughEverything();
    void everythingThatTakesKeysHasAnAccessibleName();
    void bothThemesArePainted();
    void namesOfPlainTextStayPlain();
    void initialsAreWholeCharacters();
    void timesAreSaidAsOneWouldSayThem();

private:
    ChatPanel *m_panel = nullptr;
    FakeMessages *m_messages = nullptr;
};

void TestChatPanel::init()
{
    m_panel = new ChatPanel;
    m_panel->resize(720, 560);
    m_messages = new FakeMessages(m_panel);
    m_panel->setModel(m_messages);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel));
}

void TestChatPanel::cleanup()
{
    delete m_panel;
}

void TestChatPanel::withoutARoomItSaysHowToGetToOne()
{
    QVERIFY(!m_panel->composer()->isVisible());
    QVERIFY(!m_panel->timeline()->isVisible());
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    QVERIFY(m_panel->composer()->isVisible());
    m_panel->clearRoom();
    QVERIFY(!m_panel->composer()->isVisible());
    QCOMPARE(m_panel->room(), QString());
}

void TestChatPanel::aRoomShowsItsNamePeopleAndComposer()
{
    m_panel->setRoom(u"r"_s, u"Tea & <cake>"_s);
    QCOMPARE(m_panel->room(), u"r"_s);
    QCOMPARE(m_panel->findChild<ElidedLabel *>(u"roomTitle"_s)->fullText(), u"Tea & <cake>"_s);
    auto *people = m_panel->findChild<ElidedLabel *>(u"peopleNow"_s);
    QCOMPARE(people->fullText(), QString());
    m_panel->setPeople(4);
    QVERIFY(people->fullText().contains(QLatin1Char('4')));
    m_panel->setPeople(-1);
    QCOMPARE(people->fullText(), QString());
}

void TestChatPanel::whoIsTypingStandsInPlaceOfThePeople()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    auto *people = m_panel->findChild<ElidedLabel *>(u"peopleNow"_s);
    m_panel->setPeople(4);
    const QString four = people->fullText();
    m_panel->setTyping({u"Ann"_s});
    QCOMPARE(people->fullText(), u"Ann is typing…"_s);
    QCOMPARE(people->accessibleName(), people->fullText());
    m_panel->setTyping({u"Ann"_s, u"Ben"_s});
    QCOMPARE(people->fullText(), u"Ann and Ben are typing…"_s);
    m_panel->setTyping({u"Ann"_s, u"Ben"_s, u"Cy"_s});
    QCOMPARE(people->fullText(), u"3 people are typing…"_s);
    m_panel->setTyping({});
    QCOMPARE(people->fullText(), four);
    m_panel->setTyping({u"דנה"_s});
    QCOMPARE(people->fullText(), u"\u2068דנה\u2069 is typing…"_s);
    m_panel->setTyping({u"Ann"_s});
    m_panel->setRoom(u"s"_s, u"Cake"_s);
    QCOMPARE(people->fullText(), QString());
}

void TestChatPanel::aRoomThatOpensTakesTheKeysUnlessOneWrites()
{
    QLineEdit field(m_panel);
    field.show();
    field.setFocus();
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    QCOMPARE(m_panel->focusWidget(), &field);
    field.clearFocus();
    m_panel->setRoom(u"s"_s, u"Cake"_s);
    QCOMPARE(m_panel->focusWidget(), m_panel->composer()->focusProxy());
}

void TestChatPanel::anEmptyRoomInvitesToSpeak()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    QVERIFY(!m_panel->timeline()->isVisible());
    m_messages->append(manyMessages(u"m"_s, 3, 1, QDateTime::currentDateTime()));
    QVERIFY(m_panel->timeline()->isVisible());
    m_messages->reset({});
    QVERIFY(!m_panel->timeline()->isVisible());
    m_messages->append(manyMessages(u"m"_s, 1, 1, QDateTime::currentDateTime()));
    m_messages->remove(0);
    QVERIFY(!m_panel->timeline()->isVisible());
}

void TestChatPanel::aRoomThatLoadsIsNotCalledEmpty()
{
    const auto saysEmpty = [this] {
        const auto labels = m_panel->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->isVisible() && label->text() == u"No messages yet"_s;
        });
    };
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    m_panel->setHistoryState({HistoryState::Loading, {}});
    QVERIFY(!saysEmpty());
    const auto *loading = m_panel->findChild<QWidget *>(u"historyLoading"_s);
    QVERIFY(!loading->isVisible()); // most rooms are there before one could read it
    QTRY_VERIFY(loading->isVisible());
    QVERIFY(!saysEmpty());
    m_panel->setHistoryState({HistoryState::Loaded, {}});
    QVERIFY(saysEmpty());
}

void TestChatPanel::aRoomThatCouldNotBeLoadedSaysWhyAndOffersToRetry()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    const QSignalSpy retried(m_panel, &ChatPanel::historyRetryRequested);
    m_panel->setHistoryState({HistoryState::Failed, u"The <database> is away."_s});
    const auto *failed = m_panel->findChild<QWidget *>(u"historyFailed"_s);
    QVERIFY(failed->isVisible());
    QCOMPARE(failed->accessibleDescription(), u"The <database> is away."_s);
    const auto labels = failed->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"The <database> is away."_s
            && label->textFormat() == Qt::PlainText;
    }));
    auto *button = m_panel->findChild<QPushButton *>(u"historyRetry"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Return);
    QCOMPARE(retried.size(), 2);
}

void TestChatPanel::aRoomThatLoadsAgainAfterAFailureTurnsAtOnce()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    m_panel->setHistoryState({HistoryState::Failed, u"Away."_s});
    m_panel->findChild<QPushButton *>(u"historyRetry"_s)->setFocus();
    m_panel->setHistoryState({HistoryState::Loading, {}});
    QVERIFY(m_panel->findChild<QWidget *>(u"historyLoading"_s)->isVisible());
    QCOMPARE(m_panel->focusWidget(), m_panel->composer()->focusProxy());
}

void TestChatPanel::whatIsThereIsShownWhateverIsStillLoaded()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    m_panel->setHistoryState({HistoryState::Failed, u"Away."_s});
    m_messages->append(manyMessages(u"m"_s, 1, 1, QDateTime::currentDateTime()));
    QVERIFY(m_panel->timeline()->isVisible());
}

void TestChatPanel::aNoticeStaysUntilItIsHiddenOrClosed()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    auto *notice = m_panel->findChild<NoticeBar *>();
    QVERIFY(!notice->isVisible());
    m_panel->showNotice(u"Too fast: wait 2 s."_s);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->sentence(), u"Too fast: wait 2 s."_s);
    QCOMPARE(notice->accessibleName(), notice->sentence());
    m_panel->hideNotice();
    QVERIFY(!notice->isVisible());
    m_panel->showNotice(u"Offline"_s);
    QTest::mouseClick(notice->findChild<QToolButton *>(), Qt::LeftButton);
    QVERIFY(!notice->isVisible());
}

void TestChatPanel::aNoticeIsSeenWithoutARoomToo()
{
    m_panel->showNotice(u"Offline"_s);
    QVERIFY(m_panel->findChild<NoticeBar *>()->isVisible());
}

void TestChatPanel::theToggleIsInTheHeader()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    const SegmentedToggle *toggle = m_panel->transportBar()->toggle();
    QVERIFY(toggle->isVisible());
    QVERIFY(toggle->mapTo(m_panel, QPoint()).y()
            < m_panel->transportBar()->mapTo(m_panel, QPoint()).y());
}

void TestChatPanel::tabGoesThroughEverything()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    m_panel->transportBar()->setTransport(TransportKind::Polling);
    m_messages->append(manyMessages(u"m"_s, 3, 1, QDateTime::currentDateTime()));
    m_panel->composer()->setText(u"hello"_s);
    m_panel->findChild<QWidget *>(u"transportPolling"_s)->setFocus();
    QStringList order;
    for (int i = 0; i < 12; ++i) {
        const QString name = QApplication::focusWidget()->objectName();
        if (order.contains(name))
            break;
        order << name;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order,
             (QStringList {u"transportPolling"_s, u"pollingIntervalBox"_s, u"timeline"_s,
                           u"composerField"_s, u"sendButton"_s}));
}

void TestChatPanel::everythingThatTakesKeysHasAnAccessibleName()
{
    for (const QWidget *widget : m_panel->findChildren<QWidget *>()) {
        const bool inner = qobject_cast<const QLineEdit *>(widget) != nullptr // the spin box's own
            || qobject_cast<const QScrollBar *>(widget) != nullptr
            || widget->objectName().startsWith(u"qt_"_s);
        if (widget->focusPolicy() != Qt::NoFocus && !inner)
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ')
                                + widget->objectName()));
    }
}

void TestChatPanel::bothThemesArePainted()
{
    m_panel->setRoom(u"r"_s, u"Tea"_s);
    m_panel->showNotice(u"Offline"_s);
    m_messages->append(manyMessages(u"m"_s, 30, 1, QDateTime::currentDateTime()));
    applyTheme(Scheme::Light);
    const QImage light = m_panel->grab().toImage();
    applyTheme(Scheme::Dark);
    const QImage dark = m_panel->grab().toImage();
    QVERIFY(light.pixelColor(3, 100).lightness() > 200);
    QVERIFY(dark.pixelColor(3, 100).lightness() < 60);
    applyTheme(Scheme::Light);
}

void TestChatPanel::namesOfPlainTextStayPlain()
{
    ElidedLabel label;
    label.resize(60, 20);
    label.setFullText(u"<b>a long name that does not fit</b>"_s);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QVERIFY(label.text().endsWith(u"…"_s));
    QVERIFY(label.toolTip().contains(u"&lt;b&gt;"_s));
}

void TestChatPanel::initialsAreWholeCharacters()
{
    QCOMPARE(initialOf(u" ann"_s), u"A"_s);
    QCOMPARE(initialOf(u"지민"_s), u"지"_s);
    QCOMPARE(initialOf(u"👍🏽 up"_s), u"👍🏽"_s);
    QCOMPARE(initialOf(QString()), u"?"_s);
    QCOMPARE(avatarPixmap(u"Ann"_s, 20, 2.0).size(), QSize(40, 40));
}

void TestChatPanel::timesAreSaidAsOneWouldSayThem()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDateTime now(QDate(2026, 11, 23), QTime(14, 0));
    QCOMPARE(relativeTime(now.addSecs(-5), now), u"now"_s);
    QCOMPARE(relativeTime(now.addSecs(60), now), u"now"_s);
    QCOMPARE(relativeTime(now.addSecs(-300), now), u"5 min"_s);
    QCOMPARE(relativeTime(now.addSecs(-7200), now), u"12:00"_s);
    QCOMPARE(relativeTime(now.addDays(-1), now), u"Yesterday"_s);
    QCOMPARE(relativeTime(now.addDays(-3), now), u"Fri"_s);
    QCOMPARE(relativeTime(now.addDays(-30), now),
             QLocale().toString(QDate(2026, 10, 24), QLocale::ShortFormat));
    QCOMPARE(relativeTime({}, now), QString());
    QCOMPARE(dayName(now.date(), now.date()), u"Today"_s);
    QCOMPARE(dayName(now.date().addDays(-1), now.date()), u"Yesterday"_s);
    QVERIFY(dayName(now.date().addDays(-2), now.date()).contains(u"2026"_s));
}

QTEST_MAIN(TestChatPanel)
#include "tst_chat_panel.moc"
