// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fake_messages.h"
#include "ui/avatar.h"
#include "ui/chat_panel.h"
#include "ui/composer.h"
#include "ui/elided_label.h"
#include "ui/notice_bar.h"
#include "ui/segmented_toggle.h"
#include "ui/theme.h"
#include "ui/time_text.h"
#include "ui/timeline_view.h"
#include "ui/transport_bar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

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
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    QVERIFY(m_panel->composer()->isVisible());
    m_panel->clearRoom();
    QVERIFY(!m_panel->composer()->isVisible());
    QCOMPARE(m_panel->room(), QString());
}

void TestChatPanel::aRoomShowsItsNamePeopleAndComposer()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea & <cake>"));
    QCOMPARE(m_panel->room(), QStringLiteral("r"));
    QCOMPARE(m_panel->findChild<ElidedLabel *>(QStringLiteral("roomTitle"))->fullText(),
             QStringLiteral("Tea & <cake>"));
    auto *people = m_panel->findChild<ElidedLabel *>(QStringLiteral("peopleNow"));
    QCOMPARE(people->fullText(), QString());
    m_panel->setPeople(4);
    QVERIFY(people->fullText().contains(QLatin1Char('4')));
    m_panel->setPeople(-1);
    QCOMPARE(people->fullText(), QString());
}

void TestChatPanel::whoIsTypingStandsInPlaceOfThePeople()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    auto *people = m_panel->findChild<ElidedLabel *>(QStringLiteral("peopleNow"));
    m_panel->setPeople(4);
    const QString four = people->fullText();
    m_panel->setTyping({QStringLiteral("Ann")});
    QCOMPARE(people->fullText(), QStringLiteral("Ann is typing…"));
    QCOMPARE(people->accessibleName(), people->fullText());
    m_panel->setTyping({QStringLiteral("Ann"), QStringLiteral("Ben")});
    QCOMPARE(people->fullText(), QStringLiteral("Ann and Ben are typing…"));
    m_panel->setTyping({QStringLiteral("Ann"), QStringLiteral("Ben"), QStringLiteral("Cy")});
    QCOMPARE(people->fullText(), QStringLiteral("3 people are typing…"));
    m_panel->setTyping({});
    QCOMPARE(people->fullText(), four);
    m_panel->setTyping({QStringLiteral("Ann")});
    m_panel->setRoom(QStringLiteral("s"), QStringLiteral("Cake"));
    QCOMPARE(people->fullText(), QString());
}

void TestChatPanel::aRoomThatOpensTakesTheKeysUnlessOneWrites()
{
    QLineEdit field(m_panel);
    field.show();
    field.setFocus();
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    QCOMPARE(m_panel->focusWidget(), &field);
    field.clearFocus();
    m_panel->setRoom(QStringLiteral("s"), QStringLiteral("Cake"));
    QCOMPARE(m_panel->focusWidget(), m_panel->composer()->focusProxy());
}

void TestChatPanel::anEmptyRoomInvitesToSpeak()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    QVERIFY(!m_panel->timeline()->isVisible());
    m_messages->append(manyMessages(QStringLiteral("m"), 3, 1, QDateTime::currentDateTime()));
    QVERIFY(m_panel->timeline()->isVisible());
    m_messages->reset({});
    QVERIFY(!m_panel->timeline()->isVisible());
    m_messages->append(manyMessages(QStringLiteral("m"), 1, 1, QDateTime::currentDateTime()));
    m_messages->remove(0);
    QVERIFY(!m_panel->timeline()->isVisible());
}

void TestChatPanel::aNoticeStaysUntilItIsHiddenOrClosed()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    auto *notice = m_panel->findChild<NoticeBar *>();
    QVERIFY(!notice->isVisible());
    m_panel->showNotice(QStringLiteral("Too fast: wait 2 s."));
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->sentence(), QStringLiteral("Too fast: wait 2 s."));
    QCOMPARE(notice->accessibleName(), notice->sentence());
    m_panel->hideNotice();
    QVERIFY(!notice->isVisible());
    m_panel->showNotice(QStringLiteral("Offline"));
    QTest::mouseClick(notice->findChild<QToolButton *>(), Qt::LeftButton);
    QVERIFY(!notice->isVisible());
}

void TestChatPanel::aNoticeIsSeenWithoutARoomToo()
{
    m_panel->showNotice(QStringLiteral("Offline"));
    QVERIFY(m_panel->findChild<NoticeBar *>()->isVisible());
}

void TestChatPanel::theToggleIsInTheHeader()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    const SegmentedToggle *toggle = m_panel->transportBar()->toggle();
    QVERIFY(toggle->isVisible());
    QVERIFY(toggle->mapTo(m_panel, QPoint()).y()
            < m_panel->transportBar()->mapTo(m_panel, QPoint()).y());
}

void TestChatPanel::tabGoesThroughEverything()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    m_panel->transportBar()->setTransport(TransportKind::Polling);
    m_messages->append(manyMessages(QStringLiteral("m"), 3, 1, QDateTime::currentDateTime()));
    m_panel->composer()->setText(QStringLiteral("hello"));
    m_panel->findChild<QWidget *>(QStringLiteral("transportPolling"))->setFocus();
    QStringList order;
    for (int i = 0; i < 12; ++i) {
        const QString name = QApplication::focusWidget()->objectName();
        if (order.contains(name))
            break;
        order << name;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order,
             (QStringList {QStringLiteral("transportPolling"), QStringLiteral("pollingIntervalBox"),
                           QStringLiteral("timeline"), QStringLiteral("composerField"),
                           QStringLiteral("sendButton")}));
}

void TestChatPanel::everythingThatTakesKeysHasAnAccessibleName()
{
    for (const QWidget *widget : m_panel->findChildren<QWidget *>()) {
        const bool inner = qobject_cast<const QLineEdit *>(widget) != nullptr // the spin box's own
            || qobject_cast<const QScrollBar *>(widget) != nullptr
            || widget->objectName().startsWith(QStringLiteral("qt_"));
        if (widget->focusPolicy() != Qt::NoFocus && !inner)
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ')
                                + widget->objectName()));
    }
}

void TestChatPanel::bothThemesArePainted()
{
    m_panel->setRoom(QStringLiteral("r"), QStringLiteral("Tea"));
    m_panel->showNotice(QStringLiteral("Offline"));
    m_messages->append(manyMessages(QStringLiteral("m"), 30, 1, QDateTime::currentDateTime()));
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
    label.setFullText(QStringLiteral("<b>a long name that does not fit</b>"));
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QVERIFY(label.text().endsWith(QStringLiteral("…")));
    QVERIFY(label.toolTip().contains(QStringLiteral("&lt;b&gt;")));
}

void TestChatPanel::initialsAreWholeCharacters()
{
    QCOMPARE(initialOf(QStringLiteral(" ann")), QStringLiteral("A"));
    QCOMPARE(initialOf(QStringLiteral("지민")), QStringLiteral("지"));
    QCOMPARE(initialOf(QStringLiteral("👍🏽 up")), QStringLiteral("👍🏽"));
    QCOMPARE(initialOf(QString()), QStringLiteral("?"));
    QCOMPARE(avatarPixmap(QStringLiteral("Ann"), 20, 2.0).size(), QSize(40, 40));
}

void TestChatPanel::timesAreSaidAsOneWouldSayThem()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDateTime now(QDate(2026, 11, 23), QTime(14, 0));
    QCOMPARE(relativeTime(now.addSecs(-5), now), QStringLiteral("now"));
    QCOMPARE(relativeTime(now.addSecs(60), now), QStringLiteral("now"));
    QCOMPARE(relativeTime(now.addSecs(-300), now), QStringLiteral("5 min"));
    QCOMPARE(relativeTime(now.addSecs(-7200), now), QStringLiteral("12:00"));
    QCOMPARE(relativeTime(now.addDays(-1), now), QStringLiteral("Yesterday"));
    QCOMPARE(relativeTime(now.addDays(-3), now), QStringLiteral("Fri"));
    QCOMPARE(relativeTime(now.addDays(-30), now),
             QLocale().toString(QDate(2026, 10, 24), QLocale::ShortFormat));
    QCOMPARE(relativeTime({}, now), QString());
    QCOMPARE(dayName(now.date(), now.date()), QStringLiteral("Today"));
    QCOMPARE(dayName(now.date().addDays(-1), now.date()), QStringLiteral("Yesterday"));
    QVERIFY(dayName(now.date().addDays(-2), now.date()).contains(QStringLiteral("2026")));
}

QTEST_MAIN(TestChatPanel)
#include "tst_chat_panel.moc"
