// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_here.h"
#include "tests/gui/speaker.h"
#include "tests/support/desktop/fake_lock.h"
#include "tests/support/desktop/private_bus.h"

#include <QApplication>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// The window of a person who has locked the screen: it stays the active one, and shows what comes
/// to nobody.
class TestLockedScreen : public QObject
{
    Q_OBJECT
public:
    explicit TestLockedScreen(PrivateBus &bus)
        : m_desktop(bus.connection(), u"org.freedesktop.ScreenSaver"_s,
                    u"/org/freedesktop/ScreenSaver"_s)
    {
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_desktop.come()); }
    void init() { m_desktop.setLocked(false); }
    void whatComesToALockedScreenIsReadWhenItIsUnlocked_data() { eachTransport(); }
    void whatComesToALockedScreenIsReadWhenItIsUnlocked();
    void aScreenThatWasLockedBeforeReadsNothingEither();
    void whatALockThatIsGoneHidIsRead();
    void whoUnlocksForAnotherWindowHasReadNothingHere();

private:
    static void waitForTheLock(Person &person, bool locked);

    FakeScreenSaver m_desktop;
};

void TestLockedScreen::whatComesToALockedScreenIsReadWhenItIsUnlocked()
{
    QFETCH(const ui::TransportKind, transport);
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid room = ben.makeRoom(u"Lobby"_s);
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), transport));
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.hasLoadedRoom() && ann.window()->isActiveWindow());
    QVERIFY(ben.say(room, u"before it was locked"_s));
    QTRY_COMPARE(ann.texts().size(), 1);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);

    m_desktop.setLocked(true);
    waitForTheLock(ann, true);
    QVERIFY(ben.say(room, u"while it is locked"_s));
    QTRY_COMPARE(ann.texts().size(), 2);
    QVERIFY(ann.window()->isActiveWindow());
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1);
    QVERIFY(ben.say(room, u"and still"_s)); // what the first one brought about is over
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 2);

    m_desktop.setLocked(false);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
    QVERIFY(ben.say(room, u"afterwards"_s));
    QTRY_COMPARE(ann.texts().size(), 4);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
}

void TestLockedScreen::aScreenThatWasLockedBeforeReadsNothingEither()
{
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid room = ben.makeRoom(u"Lobby"_s);
    m_desktop.setLocked(true);
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    waitForTheLock(ann, true);
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.hasLoadedRoom() && ann.window()->isActiveWindow());
    QVERIFY(ben.say(room, u"one"_s));
    QVERIFY(ben.say(room, u"two"_s));
    QTRY_COMPARE(ann.texts().size(), 2);
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 2);
}

void TestLockedScreen::whatALockThatIsGoneHidIsRead()
{
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid room = ben.makeRoom(u"Lobby"_s);
    m_desktop.setLocked(true);
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    waitForTheLock(ann, true);
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.hasLoadedRoom() && ann.window()->isActiveWindow());
    QVERIFY(ben.say(room, u"one"_s));
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1);
    m_desktop.go();
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
    QVERIFY(m_desktop.come());
}

void TestLockedScreen::whoUnlocksForAnotherWindowHasReadNothingHere()
{
    const ServerHere server;
    Speaker ben(server.port(), u"Ben"_s);
    const QUuid room = ben.makeRoom(u"Lobby"_s);
    Person ann(u"Ann"_s);
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    ann.window()->activateWindow();
    QTRY_VERIFY(ann.hasLoadedRoom() && ann.window()->isActiveWindow());
    QVERIFY(ben.say(room, u"before it was locked"_s));
    QTRY_COMPARE(ann.texts().size(), 1);
    m_desktop.setLocked(true);
    waitForTheLock(ann, true);
    QVERIFY(ben.say(room, u"while it is locked"_s));
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 1);

    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!ann.window()->isActiveWindow());
    m_desktop.setLocked(false);
    waitForTheLock(ann, false);
    QVERIFY(ben.say(room, u"behind the other window"_s));
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 2);
    ann.window()->activateWindow();
    QTRY_COMPARE(ann.unreadIn(u"Lobby"_s), 0);
}

void TestLockedScreen::waitForTheLock(Person &person, bool locked)
{
    QTRY_COMPARE(person.program().screen().isLocked(), locked);
}

int main(int argc, char *argv[])
{
    // Before anything asks Qt for the desktop's own.
    PrivateBus bus;
    if (!bus.start())
        qFatal("dbus-daemon does not start.");
    for (const char *const variable : {"DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"})
        qputenv(variable, bus.address().toLatin1());
    QApplication application(argc, argv);
    TestLockedScreen test(bus);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_locked_screen.moc"
