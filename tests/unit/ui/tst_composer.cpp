// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer.h"
#include "ui/composer_edit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace samsa::ui;

class TestComposer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void enterSendsAndShiftEnterMakesANewLine();
    void theTextStaysUntilItIsAccepted();
    void emptyTextIsNotSent();
    void enterOfACompositionDoesNotSend();
    void aRepeatingEnterSendsOnce();
    void theCounterAppearsNearTheLimit();
    void overTheLimitNothingIsSent();
    void withoutALimitThereIsNoCounter();
    void charactersOutsideTheBasicPlaneCountOnce();
    void itGrowsUpToSixLines();
    void pastedTextIsPlain();
    void disabledItSendsNothing();
    void theButtonSendsAndGivesTheFocusBack();

private:
    Composer *m_composer = nullptr;
    ComposerEdit *m_field = nullptr;
    QToolButton *m_button = nullptr;
    QLabel *m_counter = nullptr;
};

void TestComposer::init()
{
    m_composer = new Composer;
    m_composer->resize(500, 200);
    m_composer->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_composer));
    m_field = m_composer->findChild<ComposerEdit *>(QStringLiteral("composerField"));
    m_button = m_composer->findChild<QToolButton *>(QStringLiteral("sendButton"));
    m_counter = m_composer->findChild<QLabel *>(QStringLiteral("composerCounter"));
    QVERIFY(m_field != nullptr && m_button != nullptr && m_counter != nullptr);
    m_composer->focusField();
}

void TestComposer::cleanup()
{
    delete m_composer;
}

void TestComposer::enterSendsAndShiftEnterMakesANewLine()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_field, QStringLiteral("one"));
    QTest::keyClick(m_field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(m_field, QStringLiteral("two"));
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), QStringLiteral("one\ntwo"));
    QTest::keyClick(m_field, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(sent.size(), 2);
}

void TestComposer::theTextStaysUntilItIsAccepted()
{
    m_composer->setText(QStringLiteral("hello"));
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
    m_composer->accepted();
    QCOMPARE(m_composer->text(), QString());
}

void TestComposer::emptyTextIsNotSent()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClick(m_field, Qt::Key_Return);
    m_composer->setText(QStringLiteral(" \n\t "));
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QVERIFY(!m_button->isEnabled());
}

void TestComposer::enterOfACompositionDoesNotSend()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(QStringLiteral("안"));
    QInputMethodEvent composing(QStringLiteral("녕"), {});
    QCoreApplication::sendEvent(m_field, &composing);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QInputMethodEvent done;
    done.setCommitString(QStringLiteral("녕"));
    QCoreApplication::sendEvent(m_field, &done);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), QStringLiteral("안녕"));
}

void TestComposer::aRepeatingEnterSendsOnce()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(QStringLiteral("hello"));
    QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"),
                       true);
    QCoreApplication::sendEvent(m_field, &repeated);
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
}

void TestComposer::theCounterAppearsNearTheLimit()
{
    m_composer->setLimit(1000);
    QCOMPARE(m_composer->limit(), 1000);
    m_composer->setText(QString(700, QLatin1Char('x')));
    QVERIFY(m_counter->isHidden());
    m_composer->setText(QString(900, QLatin1Char('x')));
    QVERIFY(!m_counter->isHidden());
    QCOMPARE(m_counter->text(), QLocale().toString(100));
    QVERIFY(!m_counter->accessibleName().isEmpty());
}

void TestComposer::overTheLimitNothingIsSent()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setLimit(10);
    m_composer->setText(QString(11, QLatin1Char('x')));
    QTest::keyClick(m_field, Qt::Key_Return);
    QVERIFY(!m_button->isEnabled());
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_counter->text(), QLocale().toString(-1));
    QTest::keyClick(m_field, Qt::Key_Backspace);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
}

void TestComposer::withoutALimitThereIsNoCounter()
{
    m_composer->setLimit(0);
    m_composer->setText(QString(9000, QLatin1Char('x')));
    QVERIFY(m_counter->isHidden());
    QVERIFY(m_button->isEnabled());
}

void TestComposer::charactersOutsideTheBasicPlaneCountOnce()
{
    m_composer->setLimit(3);
    m_composer->setText(QStringLiteral("😀😀😀"));
    QCOMPARE(m_counter->text(), QLocale().toString(0));
    QVERIFY(m_button->isEnabled());
}

void TestComposer::itGrowsUpToSixLines()
{
    const int one = m_field->height();
    m_composer->setText(QStringLiteral("1\n2\n3"));
    const int three = m_field->height();
    QVERIFY(three > one);
    m_composer->setText(QStringLiteral("1\n2\n3\n4\n5\n6"));
    const int six = m_field->height();
    QCOMPARE((six - one) / 5, (three - one) / 2);
    m_composer->setText(QStringLiteral("line\n").repeated(30));
    QCOMPARE(m_field->height(), six);
    m_composer->accepted();
    QCOMPARE(m_field->height(), one);
    m_composer->setText(QStringLiteral("wrapped words ").repeated(12)); // without a newline too
    QVERIFY(m_field->height() > one);
}

void TestComposer::pastedTextIsPlain()
{
    auto *data = new QMimeData;
    data->setHtml(QStringLiteral("<b>bold</b>"));
    data->setText(QStringLiteral("one\r\ntwo"));
    QGuiApplication::clipboard()->setMimeData(data);
    m_field->paste();
    QCOMPARE(m_composer->text(), QStringLiteral("one\ntwo"));
}

void TestComposer::disabledItSendsNothing()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(QStringLiteral("hello"));
    m_composer->setEnabled(false);
    Q_EMIT m_field->sendPressed();
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
}

void TestComposer::theButtonSendsAndGivesTheFocusBack()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(QStringLiteral("hello"));
    m_button->setFocus();
    QTest::mouseClick(m_button, Qt::LeftButton);
    QCOMPARE(sent.size(), 1);
    QTRY_VERIFY(m_field->hasFocus());
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
