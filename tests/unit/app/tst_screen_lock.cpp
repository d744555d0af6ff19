// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/dbus_screen_lock.h"
#include "tests/support/desktop/fake_lock.h"
#include "tests/support/desktop/private_bus.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;
using namespace samsa::test;

/// What the program makes of what a desktop's services say.
class TestScreenLock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void isNotLockedWhereNoServiceIs();
    void isNotLockedWithoutABus();
    void hearsThatTheScreenIsLockedAndUnlocked_data() { eachService(); }
    void hearsThatTheScreenIsLockedAndUnlocked();
    void asksWhatWasBeforeTheProgramStarted_data() { eachService(); }
    void asksWhatWasBeforeTheProgramStarted();
    void asksAServiceThatComesLater_data() { eachService(); }
    void asksAServiceThatComesLater();
    void aServiceThatGoesTakesItsWordWithIt_data() { eachService(); }
    void aServiceThatGoesTakesItsWordWithIt();
    void anErrorIsNoWordThatTheScreenIsUnlocked();
    void oneThatRefusesToSayIsHeardWhenItTells();
    void oneThatNeverAnswersHoldsUpNothing();
    void oneThatSaysNoOutvotesNobody();
    void readsAHintThatOnlyIsSaidToHaveChanged();
    void aBusThatGoesTakesItsServicesWithIt();

private:
    static void eachService();
    FakeLock &service(const QString &which);

    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<FakeScreenSaver> m_freedesktop;
    std::unique_ptr<FakeScreenSaver> m_gnome;
    std::unique_ptr<FakeLogin> m_login;
    std::unique_ptr<DBusScreenLock> m_screen;
};

void TestScreenLock::initTestCase()
{
    QVERIFY2(PrivateBus().start(), "dbus-daemon is wanted");
}

void TestScreenLock::init()
{
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY(m_bus->start());
    m_freedesktop = std::make_unique<FakeScreenSaver>(
        m_bus->connection(), u"org.freedesktop.ScreenSaver"_s, u"/org/freedesktop/ScreenSaver"_s);
    m_gnome = std::make_unique<FakeScreenSaver>(m_bus->connection(), u"org.gnome.ScreenSaver"_s,
                                                u"/org/gnome/ScreenSaver"_s);
    m_login = std::make_unique<FakeLogin>(m_bus->connection());
}

void TestScreenLock::cleanup()
{
    m_screen.reset();
    m_login.reset();
    m_gnome.reset();
    m_freedesktop.reset();
    m_bus.reset();
}

void TestScreenLock::eachService()
{
    QTest::addColumn<QString>("which");
    for (const char *const which : {"freedesktop", "gnome", "login"})
        QTest::newRow(which) << QString::fromLatin1(which);
}

FakeLock &TestScreenLock::service(const QString &which)
{
    if (which == "freedesktop"_L1)
        return *m_freedesktop;
    if (which == "gnome"_L1)
        return *m_gnome;
    return *m_login;
}

void TestScreenLock::isNotLockedWhereNoServiceIs()
{
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QSignalSpy changed(m_screen.get(), &ScreenLock::changed);
    // Whoever comes last has been asked after those who are not there.
    QVERIFY(m_login->come());
    QTRY_COMPARE(m_login->questions, 2);
    QVERIFY(!m_screen->isLocked());
    QVERIFY(changed.isEmpty());
}

void TestScreenLock::isNotLockedWithoutABus()
{
    m_screen =
        std::make_unique<DBusScreenLock>(QDBusConnection(u"none"_s), QDBusConnection(u"none"_s));
    QVERIFY(!m_screen->isLocked());
}

void TestScreenLock::hearsThatTheScreenIsLockedAndUnlocked()
{
    QFETCH(const QString, which);
    FakeLock &lock = service(which);
    QVERIFY(lock.come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QSignalSpy changed(m_screen.get(), &ScreenLock::changed);
    QTRY_VERIFY(lock.questions > 0);
    lock.setLocked(true);
    QTRY_VERIFY(m_screen->isLocked());
    lock.setLocked(false);
    QTRY_VERIFY(!m_screen->isLocked());
    QCOMPARE(changed, (QList<QVariantList> {{true}, {false}}));
}

void TestScreenLock::asksWhatWasBeforeTheProgramStarted()
{
    QFETCH(const QString, which);
    FakeLock &lock = service(which);
    lock.setLocked(true);
    QVERIFY(lock.come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::asksAServiceThatComesLater()
{
    QFETCH(const QString, which);
    FakeLock &lock = service(which);
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    lock.setLocked(true);
    QVERIFY(lock.come());
    QTRY_VERIFY(m_screen->isLocked());
    lock.setLocked(false); // and it is heard
    QTRY_VERIFY(!m_screen->isLocked());
}

void TestScreenLock::aServiceThatGoesTakesItsWordWithIt()
{
    QFETCH(const QString, which);
    FakeLock &lock = service(which);
    lock.setLocked(true);
    QVERIFY(lock.come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_screen->isLocked());
    lock.go();
    QTRY_VERIFY(!m_screen->isLocked());
    QVERIFY(lock.come()); // still locked
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::anErrorIsNoWordThatTheScreenIsUnlocked()
{
    // GNOME: under the name that KDE has there is one that knows nothing.
    m_freedesktop->answers = FakeLock::Answers::WithErrors;
    QVERIFY(m_freedesktop->come());
    m_gnome->setLocked(true);
    QVERIFY(m_gnome->come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_freedesktop->questions > 0);
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::oneThatRefusesToSayIsHeardWhenItTells()
{
    m_freedesktop->answers = FakeLock::Answers::WithErrors;
    QVERIFY(m_freedesktop->come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_freedesktop->questions > 0);
    QVERIFY(!m_screen->isLocked());
    m_freedesktop->setLocked(true);
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::oneThatNeverAnswersHoldsUpNothing()
{
    for (FakeLock *const lock :
         {static_cast<FakeLock *>(m_freedesktop.get()), static_cast<FakeLock *>(m_login.get())}) {
        lock->answers = FakeLock::Answers::Never;
        QVERIFY(lock->come());
    }
    QElapsedTimer clock;
    clock.start();
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_freedesktop->questions > 0 && m_login->questions > 0);
    QVERIFY2(clock.elapsed() < 10'000, "it waited for an answer"); // a call gives up after 25 s
    QVERIFY(!m_screen->isLocked());
    QVERIFY(m_gnome->come());
    m_gnome->setLocked(true);
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::oneThatSaysNoOutvotesNobody()
{
    QVERIFY(m_login->come()); // no locker tells this one
    QVERIFY(m_freedesktop->come());
    m_freedesktop->setLocked(true);
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_COMPARE(m_login->questions, 2);
    QTRY_VERIFY(m_screen->isLocked());
    m_login->setLocked(true);
    m_freedesktop->setLocked(false);
    m_login->setLocked(false);
    QTRY_VERIFY(!m_screen->isLocked());
}

void TestScreenLock::readsAHintThatOnlyIsSaidToHaveChanged()
{
    m_login->tellsValues = false;
    QVERIFY(m_login->come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_COMPARE(m_login->questions, 2);
    m_login->setLocked(true);
    QTRY_VERIFY(m_screen->isLocked());
}

void TestScreenLock::aBusThatGoesTakesItsServicesWithIt()
{
    m_gnome->setLocked(true);
    QVERIFY(m_gnome->come());
    m_screen = std::make_unique<DBusScreenLock>(m_bus->connection(), m_bus->connection());
    QTRY_VERIFY(m_screen->isLocked());
    m_bus->stop();
    QTRY_VERIFY(!m_screen->isLocked());
}

QTEST_GUILESS_MAIN(TestScreenLock)
#include "tst_screen_lock.moc"
