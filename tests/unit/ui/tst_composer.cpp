// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/composer.h"
#include "ui/composer/composer_edit.h"

#include <QClipboard>
#include <QDragEnterEvent>
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
    void aDraftIsPutInPlaceOfAnother();
    void whatWasDoneInOneDraftIsNotUndoneInAnother();
    void aSyllableStaysInTheDraftThatItWasComposedIn();
    void aSyllableThatIsTakenDownBeforeItIsCommittedStaysInItsDraft();
    void aSyllableThatIsNeverCommittedStaysInItsDraft_data();
    void aSyllableThatIsNeverCommittedStaysInItsDraft();
    void nothingIsSentBetweenTwoDrafts();
    void ofTwoDraftsGivenDuringACompositionTheLastIsShown();
    void aDraftHoldsWhatIsBeingComposedAtItsPlace();
    void oneSyllableAloneIsSentByTheButton();
    void aSyllableThatTheButtonEndsIsSentOnceItIsCommitted();
    void theButtonLeavesTheKeysToTheFieldWhenItIsClicked();
    void aSyllableThatIsCommittedTwiceStandsOnce();
    void theSameSyllableComposedTwiceStandsTwice();
    void aClickIntoTheTextKeepsWhatIsBeingComposed();
    void aSpaceThatDoesNotBreakIsSentAsItIs();
    void pastedControlCharactersEndLinesOrGo();
    void droppedControlCharactersGo();
    void committedControlCharactersGo();

private:
    void compose(const QString &syllable)
    {
        QInputMethodEvent event(syllable, {});
        QCoreApplication::sendEvent(m_field, &event);
    }
    void commit(const QString &syllable)
    {
        QInputMethodEvent event;
        event.setCommitString(syllable);
        QCoreApplication::sendEvent(m_field, &event);
    }

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

void TestComposer::aDraftIsPutInPlaceOfAnother()
{
    QTest::keyClicks(m_field, u"for the first room"_s);
    QSignalSpy settled(m_composer, &Composer::draftSettled);
    const QSignalSpy typed(m_composer, &Composer::typed);
    m_composer->showDraft(u"for the second"_s);
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled.first().first().toString(), u"for the first room"_s);
    QCOMPARE(m_composer->draft(), u"for the second"_s);
    QCOMPARE(typed.size(), 0); // nobody did
    QTest::keyClicks(m_field, u" one"_s);
    QCOMPARE(m_composer->text(), u"for the second one"_s);
}

void TestComposer::whatWasDoneInOneDraftIsNotUndoneInAnother()
{
    QTest::keyClicks(m_field, u"secret"_s);
    m_composer->showDraft({});
    m_field->undo();
    QCOMPARE(m_composer->text(), QString());
    m_composer->showDraft(u"secret"_s);
    m_field->undo();
    QCOMPARE(m_composer->text(), u"secret"_s);
}

void TestComposer::aSyllableStaysInTheDraftThatItWasComposedIn()
{
    m_composer->setText(u"안"_s);
    compose(u"녕"_s);
    QSignalSpy settled(m_composer, &Composer::draftSettled);
    m_composer->showDraft(u"next"_s);
    QCOMPARE(settled.size(), 0);
    QCOMPARE(m_composer->draft(), u"안녕"_s);
    commit(u"녕"_s);
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled.first().first().toString(), u"안녕"_s);
    QCOMPARE(m_composer->draft(), u"next"_s);
    QTest::keyClicks(m_field, u"!"_s);
    QCOMPARE(m_composer->text(), u"next!"_s);
}

void TestComposer::aSyllableThatIsTakenDownBeforeItIsCommittedStaysInItsDraft()
{
    compose(u"녕"_s);
    QSignalSpy settled(m_composer, &Composer::draftSettled);
    m_composer->showDraft(u"next"_s);
    compose({});
    QCOMPARE(settled.size(), 0);
    commit(u"녕"_s);
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled.first().first().toString(), u"녕"_s);
    QCOMPARE(m_composer->draft(), u"next"_s);
}

void TestComposer::aSyllableThatIsNeverCommittedStaysInItsDraft_data()
{
    QTest::addColumn<bool>("takenDown");
    QTest::newRow("it stays as it is") << false;
    QTest::newRow("it is taken down") << true;
}

void TestComposer::aSyllableThatIsNeverCommittedStaysInItsDraft()
{
    QFETCH(bool, takenDown);
    m_composer->setText(u"안"_s);
    compose(u"녕"_s);
    QSignalSpy settled(m_composer, &Composer::draftSettled);
    m_composer->showDraft(u"next"_s);
    if (takenDown)
        compose({});
    QTRY_COMPARE(settled.size(), 1);
    QCOMPARE(settled.first().first().toString(), u"안녕"_s);
    QCOMPARE(m_composer->draft(), u"next"_s);
}

void TestComposer::nothingIsSentBetweenTwoDrafts()
{
    m_composer->setText(u"안"_s);
    compose(u"녕"_s);
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    const QSignalSpy settled(m_composer, &Composer::draftSettled);
    m_composer->showDraft(u"next"_s);
    compose({});
    QTest::keyClick(m_field, Qt::Key_Return);
    QVERIFY(!m_button->isEnabled());
    m_button->click();
    QCOMPARE(sent.size(), 0);
    QTRY_COMPARE(settled.size(), 1);
    QCOMPARE(sent.size(), 0);
    QVERIFY(m_button->isEnabled());
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.first().first().toString(), u"next"_s);
}

void TestComposer::ofTwoDraftsGivenDuringACompositionTheLastIsShown()
{
    compose(u"녕"_s);
    QSignalSpy settled(m_composer, &Composer::draftSettled);
    m_composer->showDraft(u"second"_s);
    m_composer->showDraft(u"third"_s);
    commit(u"녕"_s);
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled.first().first().toString(), u"녕"_s);
    QCOMPARE(m_composer->draft(), u"third"_s);
}

void TestComposer::aDraftHoldsWhatIsBeingComposedAtItsPlace()
{
    m_composer->setText(u"one\nto"_s);
    m_field->moveCursor(QTextCursor::Left);
    compose(u"w"_s);
    QCOMPARE(m_composer->draft(), u"one\ntwo"_s);
    QCOMPARE(m_composer->text(), u"one\nto"_s);
}

void TestComposer::oneSyllableAloneIsSentByTheButton()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    compose(u"네"_s);
    QVERIFY(m_button->isEnabled());
    QTest::mouseClick(m_button, Qt::LeftButton);
    QTRY_COMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), u"네"_s);
    m_composer->accepted();
    compose(u"ㄴ"_s);
    compose({});
    QVERIFY(!m_button->isEnabled());
}

void TestComposer::aSyllableThatTheButtonEndsIsSentOnceItIsCommitted()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setText(u"그"_s);
    compose(u"래"_s);
    m_button->click();
    QCOMPARE(sent.size(), 0);
    commit(u"래"_s);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first().first().toString(), u"그래"_s);
}

void TestComposer::theButtonLeavesTheKeysToTheFieldWhenItIsClicked()
{
    compose(u"네"_s);
    QTest::mousePress(m_button, Qt::LeftButton);
    QVERIFY(m_field->hasFocus());
    QVERIFY(m_field->isComposing());
}

void TestComposer::aSyllableThatIsCommittedTwiceStandsOnce()
{
    compose(u"네"_s);
    commit(u"네"_s);
    m_composer->accepted();
    commit(u"네"_s);
    QCOMPARE(m_composer->text(), QString());
    compose(u"네"_s);
    commit(u"네"_s);
    QCOMPARE(m_composer->text(), u"네"_s);
}

void TestComposer::theSameSyllableComposedTwiceStandsTwice()
{
    for (int i = 0; i < 2; ++i) {
        compose(u"하"_s);
        commit(u"하"_s);
    }
    QCOMPARE(m_composer->text(), u"하하"_s);
}

void TestComposer::aClickIntoTheTextKeepsWhatIsBeingComposed()
{
    m_composer->setText(u"one two"_s);
    compose(u"네"_s);
    QTest::mouseClick(m_field->viewport(), Qt::LeftButton, {}, QPoint(3, 8));
    QTRY_VERIFY(!m_field->isComposing());
    QCOMPARE(m_composer->text(), u"one two네"_s);
    QCOMPARE(m_field->textCursor().position(), 0);
}

void TestComposer::aSpaceThatDoesNotBreakIsSentAsItIs()
{
    const QSignalSpy sent(m_composer, &Composer::sendRequested);
    const QString text = u"10\u00a0km\u2009:\nso"_s;
    m_composer->setText(text);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sent.first().first().toString(), text);
}

void TestComposer::pastedControlCharactersEndLinesOrGo()
{
    QGuiApplication::clipboard()->setText(
        u"a\u000bb\u000cc\rd\r\ne\u2028f\u2029g\u0085h\u001bi\u0007j\u007fk\u009bl\tm\u200dn"_s);
    m_field->paste();
    QCOMPARE(m_composer->text(), u"a\nb\nc\nd\ne\nf\ng\nhijkl\tm\u200dn"_s);
}

void TestComposer::droppedControlCharactersGo()
{
    QMimeData data;
    data.setText(u"a\u000bb\u001bc"_s);
    QWidget *target = m_field->viewport();
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &enter);
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &drop);
    QCOMPARE(m_composer->text(), u"a\nbc"_s);
}

void TestComposer::committedControlCharactersGo()
{
    commit(u"a\u0008b"_s);
    QCOMPARE(m_composer->text(), u"ab"_s);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
