// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/countdown_bar.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/segmented_toggle.h"
#include "ui/widgets/status_dot.h"
#include "ui/window/transport_bar.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;
using namespace std::chrono_literals;

class TestTransportBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void choosingAsksAndDoesNotChange();
    void arrowKeysChooseToo();
    void settingIsNotChoosing();
    void pollingShowsIntervalCountdownAndSize();
    void theCountdownRunsByItself();
    void waitingForAnAnswerIsSaid();
    void theIntervalIsChosenWithinItsBounds();
    void aStatusDoesNotDisturbWhoTypesAnInterval();
    void liveShowsStateAndHeartBeat_data();
    void liveShowsStateAndHeartBeat();
    void theOwnersSentenceIsShown();
    void theOtherTransportsPartsAreHidden();
    void theHeightStaysOnASwitch();
    void everythingHasAnAccessibleName();

private:
    QString status() const
    {
        return m_bar->findChild<ElidedLabel *>(u"transportStatus"_s)->fullText();
    }
    QString textOf(const char *name) const
    {
        return m_bar->findChild<QLabel *>(QString::fromLatin1(name))->text();
    }
    QRadioButton *choice(const char *name) const
    {
        return m_bar->findChild<QRadioButton *>(QString::fromLatin1(name));
    }
    QDoubleSpinBox *interval() const
    {
        return m_bar->findChild<QDoubleSpinBox *>(u"pollingIntervalBox"_s);
    }

    TransportBar *m_bar = nullptr;
};

void TestTransportBar::init()
{
    QLocale::setDefault(QLocale::c());
    m_bar = new TransportBar;
    m_bar->resize(700, 42);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_bar));
}

void TestTransportBar::cleanup()
{
    delete m_bar;
}

void TestTransportBar::choosingAsksAndDoesNotChange()
{
    const QSignalSpy chosen(m_bar, &TransportBar::transportChosen);
    QTest::mouseClick(choice("transportLive"), Qt::LeftButton);
    QCOMPARE(chosen.size(), 0); // it is live already
    QTest::mouseClick(choice("transportPolling"), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<TransportKind>(), TransportKind::Polling);
    QCOMPARE(m_bar->transport(), TransportKind::Live);
    m_bar->setTransport(TransportKind::Polling);
    QCOMPARE(m_bar->transport(), TransportKind::Polling);
    QVERIFY(choice("transportPolling")->isChecked());
}

void TestTransportBar::arrowKeysChooseToo()
{
    const QSignalSpy chosen(m_bar, &TransportBar::transportChosen);
    choice("transportLive")->setFocus();
    QTest::keyClick(choice("transportLive"), Qt::Key_Left);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(choice("transportPolling")->isChecked());
}

void TestTransportBar::settingIsNotChoosing()
{
    const QSignalSpy chosen(m_bar, &TransportBar::transportChosen);
    const QSignalSpy intervals(m_bar, &TransportBar::pollingIntervalChosen);
    m_bar->setTransport(TransportKind::Polling);
    m_bar->setPollingStatus(2500ms, 100ms, 10, false);
    m_bar->setTransport(TransportKind::Live);
    QCOMPARE(chosen.size() + intervals.size(), 0);
    QCOMPARE(interval()->value(), 2.5);
}

void TestTransportBar::pollingShowsIntervalCountdownAndSize()
{
    m_bar->setTransport(TransportKind::Polling);
    QCOMPARE(status(), u"No answer yet"_s);
    m_bar->setPollingStatus(60s, 30s, 187, true);
    QCOMPARE(status(), u"Last answer: 187 B, nothing new"_s);
    QVERIFY(textOf("pollingCountdown").startsWith(u"Next in "_s));
    auto *countdown = m_bar->findChild<CountdownBar *>();
    QCOMPARE(countdown->maximum(), 60000);
    QVERIFY(countdown->value() >= 30000);
    m_bar->setPollingStatus(1s, 1s, 20480, false);
    QCOMPARE(status(), u"Last answer: 20.0 kB"_s);
}

void TestTransportBar::theCountdownRunsByItself()
{
    m_bar->setTransport(TransportKind::Polling);
    m_bar->setPollingStatus(300ms, 300ms, 1, true);
    QTRY_COMPARE(textOf("pollingCountdown"), u"Next in 0.0 s"_s);
    auto *countdown = m_bar->findChild<CountdownBar *>();
    QTRY_COMPARE(countdown->value(), countdown->maximum());
}

void TestTransportBar::waitingForAnAnswerIsSaid()
{
    m_bar->setTransport(TransportKind::Polling);
    m_bar->setPollingStatus(1s, -1ms, 1, true);
    QCOMPARE(textOf("pollingCountdown"), u"Asking…"_s);
}

void TestTransportBar::theIntervalIsChosenWithinItsBounds()
{
    m_bar->setTransport(TransportKind::Polling);
    const QSignalSpy intervals(m_bar, &TransportBar::pollingIntervalChosen);
    QCOMPARE(interval()->value(), 1.0);
    QCOMPARE(interval()->minimum(), 0.2);
    QCOMPARE(interval()->maximum(), 60.0);
    interval()->setFocus();
    QTest::keyClick(interval(), Qt::Key_Up);
    QCOMPARE(intervals.size(), 1);
    QCOMPARE(intervals.first().first().value<std::chrono::milliseconds>(), 1200ms);
}

void TestTransportBar::aStatusDoesNotDisturbWhoTypesAnInterval()
{
    m_bar->setTransport(TransportKind::Polling);
    const QSignalSpy intervals(m_bar, &TransportBar::pollingIntervalChosen);
    interval()->setFocus();
    interval()->selectAll();
    QTest::keyClicks(interval(), u"7.5"_s);
    m_bar->setPollingStatus(1s, 500ms, 1, true);
    QVERIFY(interval()->text().startsWith(u"7.5"_s));
    QCOMPARE(intervals.size(), 0);
    QTest::keyClick(interval(), Qt::Key_Return);
    QCOMPARE(intervals.size(), 1);
    QCOMPARE(intervals.first().first().value<std::chrono::milliseconds>(), 7500ms);
}

void TestTransportBar::liveShowsStateAndHeartBeat_data()
{
    QTest::addColumn<LiveState>("state");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<Colour>("tint");
    QTest::newRow("connected") << LiveState::Connected << u"Connected"_s << Colour::Good;
    QTest::newRow("connecting") << LiveState::Connecting << u"Connecting…"_s << Colour::Warning;
    QTest::newRow("waiting") << LiveState::Waiting << u"Waiting to connect again"_s
                             << Colour::Warning;
    QTest::newRow("offline") << LiveState::Offline << u"Offline"_s << Colour::Error;
}

void TestTransportBar::liveShowsStateAndHeartBeat()
{
    QFETCH(LiveState, state);
    QFETCH(QString, sentence);
    QFETCH(Colour, tint);
    m_bar->setLiveStatus(state, {}, 4);
    QCOMPARE(status(), sentence);
    QCOMPARE(m_bar->findChild<StatusDot *>()->tint(), tint);
    QCOMPARE(textOf("heartBeat"),
             state == LiveState::Connected ? u"Heart-beat 4 s ago"_s : QString());
}

void TestTransportBar::theOwnersSentenceIsShown()
{
    m_bar->setLiveStatus(LiveState::Waiting, u"Again in 3 s"_s, -1);
    QCOMPARE(status(), u"Again in 3 s"_s);
    m_bar->setLiveStatus(LiveState::Connected, {}, 0);
    QCOMPARE(textOf("heartBeat"), u"Heart-beat just now"_s);
    m_bar->setLiveStatus(LiveState::Connected, {}, -1);
    QCOMPARE(textOf("heartBeat"), QString());
}

void TestTransportBar::theOtherTransportsPartsAreHidden()
{
    m_bar->setTransport(TransportKind::Polling);
    QVERIFY(interval()->isVisible());
    QVERIFY(!m_bar->findChild<StatusDot *>()->isVisible());
    m_bar->setTransport(TransportKind::Live);
    QVERIFY(!interval()->isVisible());
    QVERIFY(m_bar->findChild<StatusDot *>()->isVisible());
}

void TestTransportBar::theHeightStaysOnASwitch()
{
    m_bar->toggle()->hide(); // the chat's header has it
    m_bar->setTransport(TransportKind::Live);
    QCoreApplication::processEvents();
    const int live = m_bar->sizeHint().expandedTo(m_bar->minimumSize()).height();
    m_bar->setTransport(TransportKind::Polling);
    QCoreApplication::processEvents();
    QCOMPARE(m_bar->sizeHint().expandedTo(m_bar->minimumSize()).height(), live);
}

void TestTransportBar::everythingHasAnAccessibleName()
{
    QCOMPARE(m_bar->toggle()->value(), static_cast<int>(TransportKind::Live));
    for (const QWidget *widget : m_bar->findChildren<QWidget *>()) {
        const bool inner = qobject_cast<const QLineEdit *>(widget) != nullptr; // the spin box's own
        if (widget->focusPolicy() != Qt::NoFocus && !inner)
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestTransportBar)
#include "tst_transport_bar.moc"
