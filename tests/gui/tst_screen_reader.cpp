// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/screen_reader.h"
#include "tests/gui/server_process.h"
#include "tests/gui/speaker.h"
#include "tests/gui/virtual_desktop.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// The real program on a screen of its own, heard by a screen reader that was started later. The
/// functions are one conversation, in their order.
class TestScreenReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void findsAProgramThatWasThereBefore();
    void hearsWhatOthersWrite();
    void hearsNothingOfWhatOneWritesOneself();
    void hearsManyMessagesAsOne();
    void hearsTheRowWhenTheTimelineTakesTheFocus();
    void hearsWhichDayAMessageIsOf();
    void offersWhatCanBeDoneWithARow();
    void hearsTheRowWhenTheRoomsTakeTheFocus();
    void hearsWhyARoomIsNotMade();
    void hearsNothingWhilePollingBringsNothing();
    void hearsNothingWhileLiveBringsNothing();
    void hearsThatTheServerIsGone();

private:
    void staysSilent();
    bool isHeard(const QString &sentence) const { return m_reader.heard().contains(sentence); }
    QByteArray transcript() const;

    ServerProcess m_server;
    VirtualDesktop m_desktop;
    ScreenReader m_reader;
    QTemporaryDir m_folder;
    QProcess m_program;
    std::unique_ptr<Speaker> m_bob;
    QUuid m_room;
};

void TestScreenReader::initTestCase()
{
    const QString missing = m_desktop.start();
    QVERIFY2(missing.isEmpty(), qPrintable(missing));
    QVERIFY(m_server.start());
    m_bob = std::make_unique<Speaker>(m_server.port(), u"Bob"_s);
    m_room = m_bob->makeRoom(u"Lobby"_s);
    QVERIFY(m_bob->say(m_room, u"look at https://example.org/ please"_s));

    m_desktop.prepare(m_program);
    m_program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_program.start(QStringLiteral(SAMSA_PROGRAM),
                    {u"--data-dir"_s, m_folder.path(), u"--server"_s,
                     u"127.0.0.1:%1"_s.arg(m_server.port()), u"--nickname"_s, u"Ann"_s,
                     u"--transport"_s, u"polling"_s, u"--room"_s, u"Lobby"_s, u"--language"_s,
                     u"en"_s, u"--geometry"_s, u"900x600+20+30"_s, u"--transcript"_s,
                     m_folder.filePath(u"transcript"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(transcript().contains("example.org"), 60'000);
    const QString fault = m_reader.start(m_desktop.sessionBus());
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
}

void TestScreenReader::cleanupTestCase()
{
    m_program.terminate();
    QVERIFY(m_program.waitForFinished(20'000));
}

QByteArray TestScreenReader::transcript() const
{
    QFile file(m_folder.filePath(u"transcript"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestScreenReader::findsAProgramThatWasThereBefore()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.programs().contains(u"samsa"_s), 20'000);
}

void TestScreenReader::hearsWhatOthersWrite()
{
    QVERIFY(m_bob->say(m_room, u"hello Ann"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isHeard(u"Bob: hello Ann"_s), 20'000);
}

void TestScreenReader::hearsNothingOfWhatOneWritesOneself()
{
    QVERIFY(m_desktop.type(u"my own words"_s));
    QVERIFY(m_desktop.press({u"Return"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(transcript().contains("my own words"), 20'000);
    QVERIFY(m_bob->say(m_room, u"I see"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isHeard(u"Bob: I see"_s), 20'000);
    QCOMPARE(m_reader.heard().filter(u"my own words"_s), QStringList());
}

void TestScreenReader::hearsManyMessagesAsOne()
{
    const qsizetype before = m_reader.heard().size();
    QElapsedTimer clock;
    clock.start();
    for (int i = 1; i <= 12; ++i)
        QVERIFY(m_bob->say(m_room, u"number %1"_s.arg(i)));
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.lastHeard().endsWith(u"Bob: number 12"_s), 20'000);
    // The first at once, then one a second.
    QVERIFY2(m_reader.heard().size() - before <= 2 + clock.elapsed() / 1000,
             qPrintable(m_reader.heard().mid(before).join(u'\n')));
}

void TestScreenReader::hearsTheRowWhenTheTimelineTakesTheFocus()
{
    QVERIFY(m_desktop.press({u"shift+Tab"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(m_reader.focused().role, u"list item"_s, 20'000);
    QVERIFY2(m_reader.focused().name.endsWith(u": number 12"_s),
             qPrintable(m_reader.focused().name));
    // Nothing else is said after it.
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.silentFor() > 500, 20'000);
    QCOMPARE(m_reader.focused().role, u"list item"_s);
}

void TestScreenReader::hearsWhichDayAMessageIsOf()
{
    QVERIFY(m_desktop.press(QStringList(20, u"Up"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.focused().name.contains(u"example.org"_s), 20'000);
    QVERIFY2(m_reader.focused().name.startsWith(u"Today. "_s)
                 || m_reader.focused().name.startsWith(u"Yesterday. "_s), // at midnight
             qPrintable(m_reader.focused().name));
}

void TestScreenReader::offersWhatCanBeDoneWithARow()
{
    QCOMPARE(m_reader.actionsOf(m_reader.focused()), QStringList {u"Open https://example.org/"_s});
    QVERIFY(m_desktop.press({u"Down"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.focused().name.endsWith(u": hello Ann"_s), 20'000);
    QCOMPARE(m_reader.actionsOf(m_reader.focused()), QStringList());
}

void TestScreenReader::hearsTheRowWhenTheRoomsTakeTheFocus()
{
    QVERIFY(m_desktop.press({u"ctrl+k"_s, u"Down"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.focused().role == u"list item"_s
                                 && m_reader.focused().name.startsWith(u"Lobby"_s),
                             20'000);
    QCOMPARE(m_reader.actionsOf(m_reader.focused()), QStringList {u"Open"_s});
}

void TestScreenReader::hearsWhyARoomIsNotMade()
{
    QVERIFY(m_desktop.press({u"ctrl+n"_s}));
    QVERIFY(m_desktop.type(u"Lobby"_s));
    QVERIFY(m_desktop.press({u"Return"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.lastHeard().startsWith(u"Error: "_s), 20'000);
    QVERIFY(m_desktop.press({u"Escape"_s}));
}

void TestScreenReader::staysSilent()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.silentFor() > 2'000, 60'000);
    const qsizetype before = m_reader.events().size();
    const bool broken =
        QTest::qWaitFor([this, before] { return m_reader.events().size() > before; }, 10'000);
    QVERIFY2(!broken, qPrintable(m_reader.events().mid(before).join(u'\n')));
}

void TestScreenReader::hearsNothingWhilePollingBringsNothing()
{
    QVERIFY(m_bob->leave()); // who is there no longer cannot go in the middle of it
    staysSilent();
}

void TestScreenReader::hearsNothingWhileLiveBringsNothing()
{
    QVERIFY(m_desktop.press({u"ctrl+t"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(!m_reader.events().filter(u"Connected"_s).isEmpty(), 20'000);
    staysSilent();
}

void TestScreenReader::hearsThatTheServerIsGone()
{
    m_server.kill();
    QTRY_VERIFY_WITH_TIMEOUT(m_reader.lastHeard().startsWith(u"The server is not to be reached."_s),
                             20'000);
}

QTEST_MAIN(TestScreenReader)
#include "tst_screen_reader.moc"
