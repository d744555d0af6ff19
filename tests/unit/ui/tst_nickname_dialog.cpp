// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/accessible_names.h"
#include "ui/login/nickname_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/choice_card.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

class TestNicknameDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void givesBackTheChoiceItWasGiven();
    void asksToJoinWithEnter();
    void refusesAnEmptyNicknameByItself();
    void refusesAnEmptyAddressByItself();
    void saysWhatIsWrongBesideTheNickname();
    void typingTakesTheErrorAway();
    void aFailedHostIsSaidWhereItWasChosen();
    void anAddressErrorGoesWithTheChoice();
    void asksForTheAccessKeyOnlyWhenItIsNeeded();
    void staysAnswerableWhileBusy();
    void cancelWhileBusyGivesUpTheAttemptAndNotTheDialog();
    void cancelWhileBusyClosesWhenNobodyCanStopIt();
    void worksByKeysAlone();
    void cardsAreOneChoiceEachForArrowKeys();
    void cardsAreChosenByAClickAnywhere();
    void cardsGrowWithTheirText();
    void growsWithWhatItShows();
    void isAsWideAsItsFontNeeds();
    void everythingHasAnAccessibleName();
    void followsTheTheme();

private:
    QLineEdit *field(const char *name) const
    {
        return m_dialog->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    QAbstractButton *button(const char *name) const
    {
        return m_dialog->findChild<QAbstractButton *>(QLatin1StringView(name));
    }
    QLabel *label(const char *name) const
    {
        return m_dialog->findChild<QLabel *>(QLatin1StringView(name));
    }
    void type(const char *name, const QString &text) const
    {
        field(name)->selectAll();
        QTest::keyClicks(field(name), text);
    }

    std::unique_ptr<NicknameDialog> m_dialog;
};

void TestNicknameDialog::initTestCase()
{
    applyTheme(Scheme::Light);
}

void TestNicknameDialog::init()
{
    m_dialog = std::make_unique<NicknameDialog>();
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestNicknameDialog::cleanup()
{
    m_dialog.reset();
}

void TestNicknameDialog::givesBackTheChoiceItWasGiven()
{
    JoinChoice choice;
    choice.nickname = u"Ann"_s;
    choice.transport = TransportKind::Polling;
    choice.hostHere = false;
    choice.address = u"http://127.0.0.1:9000"_s;

    m_dialog->setChoice(choice);

    QVERIFY(button("pollingChoice")->isChecked());
    QVERIFY(!button("liveChoice")->isChecked());
    QVERIFY(button("serverAddressChoice")->isChecked());
    QVERIFY(field("addressField")->isVisible());
    QCOMPARE(m_dialog->choice().nickname, choice.nickname);
    QCOMPARE(m_dialog->choice().transport, choice.transport);
    QCOMPARE(m_dialog->choice().hostHere, choice.hostHere);
    QCOMPARE(m_dialog->choice().address, choice.address);
}

void TestNicknameDialog::asksToJoinWithEnter()
{
    QSignalSpy joins(m_dialog.get(), &NicknameDialog::joinRequested);
    QVERIFY(field("nicknameField")->hasFocus());

    type("nicknameField", u"Ann"_s);
    QTest::keyClick(field("nicknameField"), Qt::Key_Return);

    QCOMPARE(joins.size(), 1);
    const auto choice = joins.first().first().value<JoinChoice>();
    QCOMPARE(choice.nickname, u"Ann"_s);
    QCOMPARE(choice.transport, TransportKind::Live);
    QVERIFY(choice.hostHere);
    QVERIFY(choice.accessKey.isEmpty());
}

void TestNicknameDialog::refusesAnEmptyNicknameByItself()
{
    QSignalSpy joins(m_dialog.get(), &NicknameDialog::joinRequested);
    type("nicknameField", u"  "_s);

    QTest::mouseClick(button("joinButton"), Qt::LeftButton);

    QVERIFY(joins.isEmpty());
    QVERIFY(label("nicknameError")->isVisible());
    QVERIFY(field("nicknameField")->hasFocus());
}

void TestNicknameDialog::refusesAnEmptyAddressByItself()
{
    QSignalSpy joins(m_dialog.get(), &NicknameDialog::joinRequested);
    type("nicknameField", u"Ann"_s);
    QTest::mouseClick(button("serverAddressChoice"), Qt::LeftButton);
    QVERIFY(field("addressField")->hasFocus()); // that is what is to be filled in now

    QTest::mouseClick(button("joinButton"), Qt::LeftButton);

    QVERIFY(joins.isEmpty());
    QVERIFY(label("addressError")->isVisible());
}

void TestNicknameDialog::saysWhatIsWrongBesideTheNickname()
{
    type("nicknameField", u"Ann"_s);
    button("joinButton")->setFocus();
    m_dialog->setBusy(true, u"…"_s);
    const QString sentence = u"This nickname is taken."_s;

    m_dialog->showNicknameError(sentence);

    QVERIFY(!m_dialog->isBusy());
    QVERIFY(label("nicknameError")->isVisible());
    QCOMPARE(label("nicknameError")->text(), sentence);
    QCOMPARE(label("nicknameError")->palette().color(QPalette::WindowText), colour(Colour::Error));
    QCOMPARE(field("nicknameField")->text(), u"Ann"_s);
    QCOMPARE(field("nicknameField")->selectedText(), u"Ann"_s);
    QVERIFY(field("nicknameField")->hasFocus());
    QVERIFY(field("nicknameField")->accessibleDescription().contains(sentence));
    const QRect error(label("nicknameError")->mapTo(m_dialog.get(), QPoint()),
                      label("nicknameError")->size());
    QVERIFY(error.top()
            > field("nicknameField")->mapTo(m_dialog.get(), QPoint()).y()); // below its field
    QVERIFY(m_dialog->rect().contains(error));
}

void TestNicknameDialog::typingTakesTheErrorAway()
{
    const QString before = field("nicknameField")->accessibleDescription();
    m_dialog->showNicknameError(u"No."_s);

    QTest::keyClicks(field("nicknameField"), u"B"_s);

    QVERIFY(!label("nicknameError")->isVisible());
    QCOMPARE(field("nicknameField")->accessibleDescription(), before);
}

void TestNicknameDialog::aFailedHostIsSaidWhereItWasChosen()
{
    m_dialog->showAddressError(u"The data folder is not writable."_s);

    QVERIFY(label("addressError")->isVisible());
    QVERIFY(!field("addressField")->isVisible());
}

void TestNicknameDialog::anAddressErrorGoesWithTheChoice()
{
    QTest::mouseClick(button("serverAddressChoice"), Qt::LeftButton);
    m_dialog->showAddressError(u"Nobody answers there."_s);
    QVERIFY(label("addressError")->isVisible());
    QVERIFY(field("addressField")->hasFocus());

    QTest::mouseClick(button("hostHereChoice"), Qt::LeftButton);

    QVERIFY(!label("addressError")->isVisible());
    QVERIFY(!field("addressField")->isVisible());
}

void TestNicknameDialog::asksForTheAccessKeyOnlyWhenItIsNeeded()
{
    QVERIFY(!field("accessKeyField")->isVisible());
    type("nicknameField", u"Ann"_s);

    m_dialog->showAccessKeyNeeded(u"This server asks for an access key."_s);

    QVERIFY(field("accessKeyField")->isVisible());
    QVERIFY(field("accessKeyField")->hasFocus());
    QCOMPARE(field("accessKeyField")->echoMode(), QLineEdit::Password);
    type("accessKeyField", u"secret"_s);
    QVERIFY(!label("accessKeyError")->isVisible());
    QCOMPARE(m_dialog->choice().accessKey, u"secret"_s);
}

void TestNicknameDialog::staysAnswerableWhileBusy()
{
    QSignalSpy joins(m_dialog.get(), &NicknameDialog::joinRequested);
    type("nicknameField", u"Ann"_s);

    m_dialog->setBusy(true, u"Claiming the nickname…"_s);

    QVERIFY(m_dialog->isBusy());
    QCOMPARE(label("joinProgress")->text(), u"Claiming the nickname…"_s);
    QVERIFY(!button("joinButton")->isEnabled());
    QVERIFY(button("cancelButton")->isEnabled());
    QVERIFY(field("nicknameField")->isReadOnly());
    QTest::keyClick(field("nicknameField"), Qt::Key_Return);
    QVERIFY(joins.isEmpty());

    m_dialog->setBusy(false);

    QVERIFY(label("joinProgress")->text().isEmpty());
    QVERIFY(button("joinButton")->isEnabled());
    QVERIFY(!field("nicknameField")->isReadOnly());
}

void TestNicknameDialog::cancelWhileBusyGivesUpTheAttemptAndNotTheDialog()
{
    QSignalSpy cancels(m_dialog.get(), &NicknameDialog::cancelRequested);
    m_dialog->setBusy(true, u"…"_s);

    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);

    QCOMPARE(cancels.size(), 1);
    QVERIFY(m_dialog->isVisible());
    m_dialog->setBusy(false);
    QTest::mouseClick(button("cancelButton"), Qt::LeftButton);
    QVERIFY(!m_dialog->isVisible());
}

void TestNicknameDialog::cancelWhileBusyClosesWhenNobodyCanStopIt()
{
    QSignalSpy rejections(m_dialog.get(), &QDialog::rejected);
    m_dialog->setBusy(true, u"…"_s);

    QTest::mouseClick(button("cancelButton"), Qt::LeftButton);

    QCOMPARE(rejections.size(), 1);
    QVERIFY(!m_dialog->isVisible());
}

void TestNicknameDialog::worksByKeysAlone()
{
    QSignalSpy joins(m_dialog.get(), &NicknameDialog::joinRequested);
    QTest::keyClicks(m_dialog->focusWidget(), u"Ann"_s);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("liveChoice"));
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Left);
    QVERIFY(button("pollingChoice")->isChecked());
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("hostHereChoice"));
    QTest::keyClick(m_dialog.get(), Qt::Key_S, Qt::AltModifier);
    QTRY_COMPARE(m_dialog->focusWidget(), field("addressField")); // a mnemonic shows the click
    QTest::keyClicks(m_dialog->focusWidget(), u"127.0.0.1:9"_s);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("cancelButton"));
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("joinButton"));

    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);

    QCOMPARE(joins.size(), 1);
    const auto choice = joins.first().first().value<JoinChoice>();
    QCOMPARE(choice.transport, TransportKind::Polling);
    QCOMPARE(choice.address, u"127.0.0.1:9"_s);
    QVERIFY(!choice.hostHere);
}

void TestNicknameDialog::cardsAreOneChoiceEachForArrowKeys()
{
    button("hostHereChoice")->setFocus();

    QTest::keyClick(button("hostHereChoice"), Qt::Key_Right);

    QVERIFY(button("serverAddressChoice")->isChecked());
    QVERIFY(button("liveChoice")->isChecked()); // the other pair is untouched
}

void TestNicknameDialog::cardsAreChosenByAClickAnywhere()
{
    QAbstractButton *const polling = button("pollingChoice");
    QTest::mouseClick(polling, Qt::LeftButton, {},
                      QPoint(polling->width() - 4, polling->height() - 4));
    QVERIFY(polling->isChecked());
}

void TestNicknameDialog::cardsGrowWithTheirText()
{
    const ChoiceCard brief(u"live"_s, u"Title"_s, u"Short."_s);
    const ChoiceCard lengthy(u"live"_s, u"Title"_s, u"word "_s.repeated(60));
    QVERIFY(lengthy.heightForWidth(200) > brief.heightForWidth(200));
    QVERIFY(lengthy.heightForWidth(200) > lengthy.heightForWidth(400));
    QCOMPARE(lengthy.accessibleDescription(), lengthy.explanation());
}

void TestNicknameDialog::isAsWideAsItsFontNeeds()
{
    const int usual = m_dialog->width();
    QFont font = m_dialog->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    m_dialog->setFont(font);
    QTRY_VERIFY(m_dialog->width() > usual * 5 / 4);
    font.setPointSizeF(font.pointSizeF() * 10);
    m_dialog->setFont(font);
    QTRY_VERIFY(m_dialog->minimumWidth() <= m_dialog->screen()->availableGeometry().width());
}

void TestNicknameDialog::growsWithWhatItShows()
{
    const int before = m_dialog->height();
    QTest::mouseClick(button("serverAddressChoice"), Qt::LeftButton);
    QTRY_VERIFY(m_dialog->height() > before);
    const int withAddress = m_dialog->height();
    m_dialog->showNicknameError(u"word "_s.repeated(60)); // several lines
    QTRY_VERIFY(m_dialog->height() > withAddress + 2 * m_dialog->fontMetrics().height());
    const QLabel *const error = label("nicknameError");
    QTRY_VERIFY(error->height() >= error->heightForWidth(error->width()));
}

void TestNicknameDialog::everythingHasAnAccessibleName()
{
    m_dialog->showAccessKeyNeeded(u"…"_s);
    QCOMPARE(widgetsWithoutName(m_dialog.get()), QString());
    QCOMPARE(button("pollingChoice")->accessibleName(), u"Polling"_s);
    QVERIFY(!button("pollingChoice")->accessibleDescription().isEmpty());
}

void TestNicknameDialog::followsTheTheme()
{
    const QImage light = m_dialog->grab().toImage();
    applyTheme(Scheme::Dark);
    const QImage dark = m_dialog->grab().toImage();
    applyTheme(Scheme::Light);
    QCOMPARE(light.pixelColor(2, 2), colour(Colour::Window, false));
    QCOMPARE(dark.pixelColor(2, 2), colour(Colour::Window, true));
}

QTEST_MAIN(TestNicknameDialog)
#include "tst_nickname_dialog.moc"
