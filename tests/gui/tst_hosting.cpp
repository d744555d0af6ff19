// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// "Host on this computer", by more than one program of the same person.
class TestHosting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSecondProgramJoinsTheFirst();
    void whenTheHostQuitsTheOtherTakesOver();
    void theDataIsThereAtTheNextStart();
    void whoHostsAndLeavesMayJoinAgain();
};

namespace {

bool host(Person &person, ui::TransportKind transport)
{
    person.options.host = true;
    person.options.transport = transport;
    person.options.room = u"Lobby"_s;
    person.start();
    return QTest::qWaitFor([&person] { return person.hasLoadedRoom(); }, 10'000);
}

} // namespace

void TestHosting::theSecondProgramJoinsTheFirst()
{
    const QTemporaryDir folder;
    Person ann(u"Ann"_s, folder.path());
    Person ben(u"Ben"_s, folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QVERIFY(host(ben, ui::TransportKind::Polling));
    QVERIFY(ann.program().hosting().isHost());
    QVERIFY(!ben.program().hosting().isHost());
    ben.say(u"hello"_s);
    QTRY_COMPARE(ann.texts(), QStringList({u"hello"_s}));
}

void TestHosting::whenTheHostQuitsTheOtherTakesOver()
{
    const QTemporaryDir folder;
    Person ann(u"Ann"_s, folder.path());
    Person ben(u"Ben"_s, folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QVERIFY(host(ben, ui::TransportKind::Live));
    ann.say(u"before"_s);
    QTRY_COMPARE(ben.texts().size(), 1);
    QVERIFY(ann.quit());
    ben.say(u"after"_s);
    QTRY_VERIFY_WITH_TIMEOUT(ben.program().hosting().isHost(), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(ben.countInState(ui::MessageState::Sent), 2, 20'000);
    QCOMPARE(ben.texts(), QStringList({u"before"_s, u"after"_s}));
    Person again(u"Ann"_s, folder.path());
    QVERIFY(host(again, ui::TransportKind::Polling));
    QVERIFY(!again.program().hosting().isHost());
    QTRY_COMPARE(again.texts(), ben.texts());
}

void TestHosting::theDataIsThereAtTheNextStart()
{
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        QVERIFY(host(ann, ui::TransportKind::Polling));
        ann.say(u"kept"_s);
        QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    }
    Person ann(u"Ann"_s, folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QCOMPARE(ann.texts(), QStringList({u"kept"_s}));
}

void TestHosting::whoHostsAndLeavesMayJoinAgain()
{
    Person ann(u"Ann"_s);
    QVERIFY(host(ann, ui::TransportKind::Live));
    Q_EMIT ann.window()->leaveRequested();
    QTRY_VERIFY(ann.window() == nullptr && ann.dialog().isVisible());

    QTest::mouseClick(ann.find<QPushButton>("joinButton"), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(ann.window() != nullptr, 10'000);
    QVERIFY(ann.window()->isVisible());
    QVERIFY(ann.program().hosting().isHost());
    QTRY_VERIFY_WITH_TIMEOUT(ann.isOnline(), 10'000);
}

QTEST_MAIN(TestHosting)
#include "tst_hosting.moc"
