// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "told.h"
#include "ui/widgets/field_error.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/quiet_label.h"
#include "ui/window/arrival_announcer.h"
#include "ui/window/chat_panel.h"
#include "ui/window/transport_bar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;
using namespace std::chrono_literals;

/// What a screen reader says of its own accord, and what it does not.
class TestSpoken : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theCountdownIsToldToNobody();
    void theAgeOfTheHeartBeatIsToldToNobody();
    void theSameStatusIsToldToNobody();
    void whoAsksIsToldTheTime();
    void aNoticeIsSpoken();
    void aNoticeThatStandsIsSpokenAgainOnlyWhenItChanges();
    void aNoticeThatWasClosedIsSpokenAgain();
    void whatIsWrongWithAFieldIsSpoken();
    void aMessageIsSpokenAtOnce();
    void messagesAreSpokenOnceASecond();
    void aFewMessagesAreReadOut();
    void ofManyTheirNumberAndTheLastAreSpoken_data();
    void ofManyTheirNumberAndTheLastAreSpoken();
    void nothingIsSpokenWhileAnotherWindowIsInUse();
    void anotherRoomsMessagesAreForgotten();
    void nothingIsSpokenTwiceWhenItsPlaceIsShownAgain();

private:
    void show(QWidget *widget);
    void announce(int count);

    std::unique_ptr<QWidget> m_window;
    ChatPanel *m_chat = nullptr;
};

void TestSpoken::init()
{
    QLocale::setDefault(QLocale::c());
    m_window = std::make_unique<QWidget>();
    m_window->resize(700, 500);
    auto *layout = new QVBoxLayout(m_window.get());
    m_chat = new ChatPanel(m_window.get());
    layout->addWidget(m_chat);
    m_chat->setRoom(u"1"_s, u"Lobby"_s);
    show(m_window.get());
}

void TestSpoken::cleanup()
{
    m_window.reset();
}

void TestSpoken::show(QWidget *widget)
{
    widget->show();
    widget->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(widget));
    Told::clear();
}

void TestSpoken::theCountdownIsToldToNobody()
{
    TransportBar *const bar = m_chat->transportBar();
    bar->setTransport(TransportKind::Polling);
    bar->setPollingStatus(1s, 1s, 187, true);
    const auto *const text = bar->findChild<QuietLabel *>(u"pollingCountdown"_s);
    Told::clear();
    QTRY_COMPARE(text->text(), u"Next in 0.0 s"_s);
    QCOMPARE(Told::all().size(), 0);
}

void TestSpoken::theAgeOfTheHeartBeatIsToldToNobody()
{
    TransportBar *const bar = m_chat->transportBar();
    bar->setLiveStatus(LiveState::Connected, {}, 3);
    Told::clear();
    bar->setLiveStatus(LiveState::Connected, {}, 4);
    QCOMPARE(bar->findChild<QuietLabel *>(u"heartBeat"_s)->text(), u"Heart-beat 4 s ago"_s);
    QCOMPARE(Told::all().size(), 0);
}

void TestSpoken::theSameStatusIsToldToNobody()
{
    TransportBar *const bar = m_chat->transportBar();
    bar->setTransport(TransportKind::Polling);
    bar->setPollingStatus(1s, 1s, 187, true);
    Told::clear();
    bar->setPollingStatus(1s, 500ms, 187, true);
    m_chat->setPeople(-1);
    QCOMPARE(Told::all().size(), 0);
}

void TestSpoken::whoAsksIsToldTheTime()
{
    m_chat->transportBar()->setLiveStatus(LiveState::Connected, {}, 4);
    auto *const label = m_chat->findChild<QuietLabel *>(u"heartBeat"_s);
    const QAccessibleInterface *const asked = QAccessible::queryAccessibleInterface(label);
    QCOMPARE(asked->text(QAccessible::Name), u"Heart-beat 4 s ago"_s);
    QCOMPARE(asked->role(), QAccessible::StaticText);
}

void TestSpoken::aNoticeIsSpoken()
{
    m_chat->showNotice(u"The server is away."_s);
    QCOMPARE(Told::spoken(), QStringList {u"The server is away."_s});
}

void TestSpoken::aNoticeThatStandsIsSpokenAgainOnlyWhenItChanges()
{
    m_chat->showNotice(u"One."_s);
    m_chat->showNotice(u"One."_s);
    m_chat->showNotice(u"Two."_s);
    m_chat->hideNotice();
    QCOMPARE(Told::spoken(), (QStringList {u"One."_s, u"Two."_s}));
}

void TestSpoken::aNoticeThatWasClosedIsSpokenAgain()
{
    m_chat->showNotice(u"One."_s);
    m_chat->findChild<NoticeBar *>()->findChild<QToolButton *>()->click();
    m_chat->showNotice(u"One."_s);
    QCOMPARE(Told::spoken(), (QStringList {u"One."_s, u"One."_s}));
}

void TestSpoken::whatIsWrongWithAFieldIsSpoken()
{
    QWidget form;
    auto *const layout = new QVBoxLayout(&form);
    auto *const field = new QLineEdit(&form);
    auto *const error = new FieldError(field, u"text"_s, &form);
    layout->addWidget(field);
    layout->addWidget(error);
    show(&form);
    error->say(u"Too long."_s);
    error->say(u"Taken."_s);
    error->clear();
    QCOMPARE(Told::spoken(), (QStringList {u"Error: Too long."_s, u"Error: Taken."_s}));
}

void TestSpoken::announce(int count)
{
    for (int i = 1; i <= count; ++i)
        m_chat->arrivals()->announce(u"Bob"_s, u"number %1"_s.arg(i));
}

void TestSpoken::aMessageIsSpokenAtOnce()
{
    QElapsedTimer clock;
    clock.start();
    m_chat->arrivals()->announce(u"Bob"_s, u"hello\nAnn"_s);
    QTRY_COMPARE(Told::spoken(), QStringList {u"Bob: hello Ann"_s});
    QVERIFY(clock.elapsed() < 1000);
}

void TestSpoken::messagesAreSpokenOnceASecond()
{
    announce(1);
    QTRY_COMPARE(Told::spoken().size(), 1);
    QElapsedTimer clock;
    clock.start();
    announce(1);
    QTRY_COMPARE(Told::spoken().size(), 2);
    QVERIFY2(clock.elapsed() >= 900, qPrintable(QString::number(clock.elapsed())));
}

void TestSpoken::aFewMessagesAreReadOut()
{
    announce(3);
    QTRY_COMPARE(Told::spoken(), QStringList {u"Bob: number 1\nBob: number 2\nBob: number 3"_s});
}

void TestSpoken::ofManyTheirNumberAndTheLastAreSpoken_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("said");
    QTest::newRow("English") << u"en"_s << u"4 new messages, the last from Bob: number 4"_s;
    QTest::newRow("Korean") << u"ko"_s << u"새 메시지 4개, 마지막은 Bob: number 4"_s;
}

void TestSpoken::ofManyTheirNumberAndTheLastAreSpoken()
{
    QFETCH(const QString, language);
    QFETCH(const QString, said);
    QTranslator translator;
    QVERIFY(translator.load(u":/i18n/samsa_%1.qm"_s.arg(language)));
    QApplication::installTranslator(&translator);
    announce(4);
    QTRY_COMPARE(Told::spoken(), QStringList {said});
}

void TestSpoken::nothingIsSpokenWhileAnotherWindowIsInUse()
{
    QWidget other;
    show(&other);
    announce(1);
    QCoreApplication::processEvents();
    QCOMPARE(Told::spoken(), QStringList());
    m_window->activateWindow();
    QTRY_COMPARE(Told::spoken(), QStringList {u"Bob: number 1"_s});
}

void TestSpoken::anotherRoomsMessagesAreForgotten()
{
    announce(1);
    m_chat->setRoom(u"2"_s, u"Tea"_s);
    m_chat->arrivals()->announce(u"Eve"_s, u"here"_s);
    QTRY_COMPARE(Told::spoken(), QStringList {u"Eve: here"_s});
}

void TestSpoken::nothingIsSpokenTwiceWhenItsPlaceIsShownAgain()
{
    announce(1);
    QTRY_COMPARE(Told::spoken().size(), 1);
    Told::clear();
    m_chat->hide();
    m_chat->show();
    QCOMPARE(Told::spoken(), QStringList());
    announce(1);
    QTRY_COMPARE(Told::spoken(), QStringList {u"Bob: number 1"_s});
}

QTEST_MAIN(TestSpoken)
#include "tst_spoken.moc"
