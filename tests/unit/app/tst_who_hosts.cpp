// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hosting/hosting.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using protocol::Code;

/// Several programs of one computer, and which of them has the server.
class TestWhoHosts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoHostsIsToldTheAddressWheneverItAsks();
    void whoJoinedIsToldTheAddressWheneverItAsks();
    void whoJoinedTakesOverAtTheSameAddress();
    void whoFindsTheServerAgainTakesNothingOver();
    void whoStopsMayBeginAgain();
    void whoStopsBeforeTheServerStandsHearsNoMoreOfIt();
    void aFolderThatCannotBeWrittenIsSaidAtOnce();
    void aServerThatDoesNotStartIsSaidWithItsReason();
};

namespace {

constexpr int startsWithin = 20'000; // ms

} // namespace

void TestWhoHosts::whoHostsIsToldTheAddressWheneverItAsks()
{
    const QTemporaryDir folder;
    Hosting hosting(folder.path());
    QSignalSpy ready(&hosting, &Hosting::ready);
    hosting.begin();
    hosting.begin(); // while it starts
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, startsWithin);
    QVERIFY(hosting.isHost());
    hosting.begin();
    QCOMPARE(ready.size(), 2);
    QCOMPARE(ready[1], ready[0]);
    QCOMPARE(ready[1][1].toBool(), true);
}

void TestWhoHosts::whoJoinedIsToldTheAddressWheneverItAsks()
{
    const QTemporaryDir folder;
    Hosting first(folder.path());
    Hosting second(folder.path());
    QSignalSpy hosted(&first, &Hosting::ready);
    QSignalSpy joined(&second, &Hosting::ready);
    first.begin();
    QTRY_COMPARE_WITH_TIMEOUT(hosted.size(), 1, startsWithin);
    second.begin();
    QTRY_COMPARE(joined.size(), 1);
    second.begin();
    QTRY_COMPARE(joined.size(), 2);
    QCOMPARE(joined[1][0], hosted[0][0]);
    QCOMPARE(joined[1][1].toBool(), false);
    QVERIFY(!second.isHost());
}

void TestWhoHosts::whoJoinedTakesOverAtTheSameAddress()
{
    const QTemporaryDir folder;
    Hosting first(folder.path());
    Hosting second(folder.path());
    QSignalSpy joined(&second, &Hosting::ready);
    QSignalSpy stopped(&first, &Hosting::stopped);
    first.begin();
    QTRY_VERIFY_WITH_TIMEOUT(first.isHost(), startsWithin);
    second.begin();
    QTRY_COMPARE(joined.size(), 1);
    first.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, startsWithin);
    QVERIFY(!first.isHost());
    second.lookForNewHost();
    QTRY_COMPARE_WITH_TIMEOUT(joined.size(), 2, startsWithin);
    QVERIFY(second.isHost());
    QCOMPARE(joined[1][0], joined[0][0]);
}

void TestWhoHosts::whoFindsTheServerAgainTakesNothingOver()
{
    const QTemporaryDir folder;
    Hosting first(folder.path());
    Hosting second(folder.path());
    QSignalSpy joined(&second, &Hosting::ready);
    QSignalSpy stopped(&first, &Hosting::stopped);
    first.begin();
    QTRY_VERIFY_WITH_TIMEOUT(first.isHost(), startsWithin);
    second.begin();
    QTRY_COMPARE(joined.size(), 1);
    second.lookForNewHost();
    second.foundAgain();
    first.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, startsWithin);
    QVERIFY(!QTest::qWaitFor([&second] { return second.isHost(); }, 1'000)); // it looks each 200 ms
    QCOMPARE(joined.size(), 1);
}

void TestWhoHosts::whoStopsMayBeginAgain()
{
    const QTemporaryDir folder;
    Hosting hosting(folder.path());
    QSignalSpy ready(&hosting, &Hosting::ready);
    QSignalSpy stopped(&hosting, &Hosting::stopped);
    hosting.stop();
    QCOMPARE(stopped.size(), 1); // there is nothing to stop
    hosting.begin();
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, startsWithin);
    hosting.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 2, startsWithin);
    hosting.begin();
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 2, startsWithin);
    QCOMPARE(ready[1], ready[0]);
}

void TestWhoHosts::whoStopsBeforeTheServerStandsHearsNoMoreOfIt()
{
    const QTemporaryDir folder;
    Hosting hosting(folder.path());
    QSignalSpy ready(&hosting, &Hosting::ready);
    QSignalSpy stopped(&hosting, &Hosting::stopped);
    hosting.begin();
    hosting.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, startsWithin);
    QVERIFY(ready.isEmpty());
    QVERIFY(!hosting.isHost());
}

void TestWhoHosts::aFolderThatCannotBeWrittenIsSaidAtOnce()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"taken"_s);
    QFile file(path); // where a folder ought to be
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    Hosting hosting(path);
    QSignalSpy failed(&hosting, &Hosting::failed);
    hosting.begin();
    QCOMPARE(failed.size(), 1);
    const auto why = failed[0][0].value<protocol::Error>();
    QCOMPARE(why.code, Code::StartFailed);
    QVERIFY2(why.sentence.contains(QDir::toNativeSeparators(path)), qPrintable(why.sentence));

    QVERIFY(file.remove());
    hosting.begin();
    QTRY_VERIFY_WITH_TIMEOUT(hosting.isHost(), startsWithin);
}

void TestWhoHosts::aServerThatDoesNotStartIsSaidWithItsReason()
{
    const QTemporaryDir folder;
    // The server's database, as a folder.
    QVERIFY(QDir(folder.path()).mkdir(u"samsa.sqlite"_s));
    Hosting hosting(folder.path());
    QSignalSpy failed(&hosting, &Hosting::failed);
    QSignalSpy ready(&hosting, &Hosting::ready);
    hosting.begin();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, startsWithin);
    const auto why = failed[0][0].value<protocol::Error>();
    QCOMPARE(why.code, Code::StartFailed);
    QVERIFY(!why.sentence.endsWith(u": "_s));
    QVERIFY(!hosting.isHost());

    QVERIFY(QDir(folder.path()).rmdir(u"samsa.sqlite"_s));
    hosting.begin(); // it is let go: this program, or another, may try again
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, startsWithin);
}

QTEST_GUILESS_MAIN(TestWhoHosts)
#include "tst_who_hosts.moc"
