// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/accessible_names.h"
#include "ui/theme/theme.h"
#include "ui/window/unsent_dialog.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

class TestUnsentDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void saysHowManyAreNotSent();
    void enterSendsFirst();
    void escapeStays();
    void everyAnswerCanBeGivenByKeyboard();
    void everythingHasAnAccessibleName();

private:
    QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QLatin1StringView(name));
    }

    std::unique_ptr<UnsentDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_sendFirst;
    std::unique_ptr<QSignalSpy> m_discard;
};

void TestUnsentDialog::init()
{
    applyTheme(Scheme::Light);
    m_dialog = std::make_unique<UnsentDialog>(3);
    m_sendFirst = std::make_unique<QSignalSpy>(m_dialog.get(), &UnsentDialog::sendFirstChosen);
    m_discard = std::make_unique<QSignalSpy>(m_dialog.get(), &UnsentDialog::discardChosen);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestUnsentDialog::saysHowManyAreNotSent()
{
    QVERIFY(m_dialog->findChild<QLabel *>(u"unsentQuestion"_s)->text().contains(u'3'));
}

void TestUnsentDialog::enterSendsFirst()
{
    QCOMPARE(m_dialog->focusWidget(), button("sendFirstButton"));
    QTest::keyClick(m_dialog.get(), Qt::Key_Return);
    QCOMPARE(m_sendFirst->size(), 1);
    QVERIFY(m_discard->isEmpty());
    QVERIFY(!m_dialog->isVisible());
}

void TestUnsentDialog::escapeStays()
{
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(m_sendFirst->isEmpty());
    QVERIFY(m_discard->isEmpty());
}

void TestUnsentDialog::everyAnswerCanBeGivenByKeyboard()
{
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("discardButton"));
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), button("stayButton"));
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Backtab);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
    QCOMPARE(m_discard->size(), 1);
    QVERIFY(m_sendFirst->isEmpty());
}

void TestUnsentDialog::everythingHasAnAccessibleName()
{
    QCOMPARE(widgetsWithoutName(m_dialog.get()), QString());
}

QTEST_MAIN(TestUnsentDialog)
#include "tst_unsent_dialog.moc"
