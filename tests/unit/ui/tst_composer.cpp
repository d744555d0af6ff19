// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/composer.h"
#include "ui/composer/composer_edit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

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
    m_field = m_composer->findChild<ComposerEdit *>(u"composerField"_s);
    m_button = m_composer->findChild<QToolButton *>(u"sendButton"_s);
    m_counter = m_composer->findChild<QLabel *>(u"composerCounter"_s);
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
    QTest::keyClicks(m_field, u"one"_s);
    QTest::keyClick(m_field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(m_field, u"two"_s);
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), u"one\ntwo"_s);
    QTest::keyClick(m_field, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(sent.size(), 2);
}

void TestComposer::theTextStaysUntilItIsAccepted()
{
    m_composer->setText(u"hello"_s);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(m_composer->text(), u"hello"_s);
    m_composer->accepted();
    QCOMPARE(m_composer->text(), QString());
}

void TestComposer::emptyTextIsNotSent()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClick(m_field, Qt::Key_Return);
    m_composer->setText(u" \n\t "_s);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QVERIFY(!m_button->isEnabled());
}

void TestComposer::enterOfACompositionDoesNotSend()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(u"안"_s);
    QInputMethodEvent composing(u"녕"_s, {});
    QCoreApplication::sendEvent(m_field, &composing);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QInputMethodEvent done;
    done.setCommitString(u"녕"_s);
    QCoreApplication::sendEvent(m_field, &done);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), u"안녕"_s);
}

void TestComposer::aRepeatingEnterSendsOnce()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(u"hello"_s);
    QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, u"\r"_s, true);
    QCoreApplication::sendEvent(m_field, &repeated);
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_composer->text(), u"hello"_s);
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
    m_composer->setText(u"😀😀😀"_s);
    QCOMPARE(m_counter->text(), QLocale().toString(0));
    QVERIFY(m_button->isEnabled());
}

void TestComposer::itGrowsUpToSixLines()
{
    const int one = m_field->height();
    m_composer->setText(u"1\n2\n3"_s);
    const int three = m_field->height();
    QVERIFY(three > one);
    m_composer->setText(u"1\n2\n3\n4\n5\n6"_s);
    const int six = m_field->height();
    QCOMPARE((six - one) / 5, (three - one) / 2);
    m_composer->setText(u"line\n"_s.repeated(30));
    QCOMPARE(m_field->height(), six);
    m_composer->accepted();
    QCOMPARE(m_field->height(), one);
    m_composer->setText(u"wrapped words "_s.repeated(12)); // without a newline too
    QVERIFY(m_field->height() > one);
}

void TestComposer::pastedTextIsPlain()
{
    auto *data = new QMimeData;
    data->setHtml(u"<b>bold</b>"_s);
    data->setText(u"one\r\ntwo"_s);
    QGuiApplication::clipboard()->setMimeData(data);
    m_field->paste();
    QCOMPARE(m_composer->text(), u"one\ntwo"_s);
}

void TestComposer::disabledItSendsNothing()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(u"hello"_s);
    m_composer->setEnabled(false);
    Q_EMIT m_field->sendPressed();
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_composer->text(), u"hello"_s);
}

void TestComposer::theButtonSendsAndGivesTheFocusBack()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(u"hello"_s);
    m_button->setFocus();
    QTest::mouseClick(m_button, Qt::LeftButton);
    QCOMPARE(sent.size(), 1);
    QTRY_VERIFY(m_field->hasFocus());
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
