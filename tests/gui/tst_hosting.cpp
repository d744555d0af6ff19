// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"

#include <QTest>

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
};

namespace {

bool host(Person &person, ui::TransportKind transport)
{
    person.options.host = true;
    person.options.transport = transport;
    person.options.room = QStringLiteral("Lobby");
    person.start();
    return QTest::qWaitFor([&person] { return person.hasLoadedRoom(); }, 10'000);
}

} // namespace

void TestHosting::theSecondProgramJoinsTheFirst()
{
    const QTemporaryDir folder;
    Person ann(QStringLiteral("Ann"), folder.path());
    Person ben(QStringLiteral("Ben"), folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QVERIFY(host(ben, ui::TransportKind::Polling));
    QVERIFY(ann.program().hosting().isHost());
    QVERIFY(!ben.program().hosting().isHost());
    ben.say(QStringLiteral("hello"));
    QTRY_COMPARE(ann.texts(), QStringList({QStringLiteral("hello")}));
}

void TestHosting::whenTheHostQuitsTheOtherTakesOver()
{
    const QTemporaryDir folder;
    Person ann(QStringLiteral("Ann"), folder.path());
    Person ben(QStringLiteral("Ben"), folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QVERIFY(host(ben, ui::TransportKind::Live));
    ann.say(QStringLiteral("before"));
    QTRY_COMPARE(ben.texts().size(), 1);
    QVERIFY(ann.quit());
    ben.say(QStringLiteral("after"));
    QTRY_VERIFY_WITH_TIMEOUT(ben.program().hosting().isHost(), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(ben.countInState(ui::MessageState::Sent), 2, 20'000);
    QCOMPARE(ben.texts(), QStringList({QStringLiteral("before"), QStringLiteral("after")}));
    Person again(QStringLiteral("Ann"), folder.path());
    QVERIFY(host(again, ui::TransportKind::Polling));
    QVERIFY(!again.program().hosting().isHost());
    QTRY_COMPARE(again.texts(), ben.texts());
}

void TestHosting::theDataIsThereAtTheNextStart()
{
    const QTemporaryDir folder;
    {
        Person ann(QStringLiteral("Ann"), folder.path());
        QVERIFY(host(ann, ui::TransportKind::Polling));
        ann.say(QStringLiteral("kept"));
        QTRY_COMPARE(ann.countInState(ui::MessageState::Sent), 1);
    }
    Person ann(QStringLiteral("Ann"), folder.path());
    QVERIFY(host(ann, ui::TransportKind::Live));
    QCOMPARE(ann.texts(), QStringList({QStringLiteral("kept")}));
}

QTEST_MAIN(TestHosting)
#include "tst_hosting.moc"
