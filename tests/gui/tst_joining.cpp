// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"
#include "tests/gui/server_here.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryFile>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::test;

/// From the first window to the main window, and back.
class TestJoining : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDuplicateNicknameIsSaidBesideTheField();
    void theSamePersonGetsTheNicknameBack();
    void leavingFreesTheNickname();
    void whatIsWrongIsSaidBesideItsField();
    void anAccessKeyIsAskedForWhenNeeded();
    void twoProgramsOfOnePersonDoNotShareANickname();
    void aFolderThatCannotBeWrittenIsNotCalledAnotherSamsa();
    void whatCannotBeReadAtTheStartIsTold();
    void givingUpEndsTheProgram();
    void choicesAreRemembered();
};

void TestJoining::aDuplicateNicknameIsSaidBesideTheField()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));

    Person other(QString {});
    other.options.nickname.reset();
    other.options.server = u"127.0.0.1:%1"_s.arg(server.port());
    other.start();
    QVERIFY(other.dialog().isVisible());
    auto *const field = other.find<QLineEdit>("nicknameField");
    QTest::keyClicks(field, u"ANN"_s); // case does not make it another name
    QTest::mouseClick(other.find<QPushButton>("joinButton"), Qt::LeftButton);
    auto *const error = other.find<QLabel>("nicknameError");
    QTRY_VERIFY(error->isVisible() && !error->text().isEmpty());
    QCOMPARE(field->text(), u"ANN"_s);
    QCOMPARE(other.dialog().focusWidget(), field);
    QVERIFY(other.window() == nullptr);

    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, u"Ben"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(other.window() != nullptr);
    QVERIFY(!other.dialog().isVisible());
    QVERIFY(other.window()->windowTitle().contains(u"Ben"_s));
}

void TestJoining::theSamePersonGetsTheNicknameBack()
{
    const ServerHere server;
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        QVERIFY(ann.join(server.port(), ui::TransportKind::Polling));
    }
    Person again(u"Ann"_s, folder.path());
    QVERIFY(again.join(server.port(), ui::TransportKind::Live));
}

void TestJoining::leavingFreesTheNickname()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    Q_EMIT ann.window()->leaveRequested();
    QTRY_VERIFY(ann.window() == nullptr);
    QTRY_VERIFY(ann.dialog().isVisible());
    QCOMPARE(ann.find<QLineEdit>("nicknameField")->text(), u"Ann"_s);
    Person other(u"Ann"_s);
    QVERIFY(other.join(server.port(), ui::TransportKind::Live));
}

void TestJoining::whatIsWrongIsSaidBesideItsField()
{
    Person ann(QString {});
    ann.options.nickname.reset();
    quint16 closedPort = 0;
    {
        const ServerHere gone;
        closedPort = gone.port();
    }
    ann.options.server = u"127.0.0.1:%1"_s.arg(closedPort);
    ann.start();
    auto *const nickname = ann.find<QLineEdit>("nicknameField");
    auto *const address = ann.find<QLineEdit>("addressField");
    QTest::keyClicks(nickname, u"a name that is far too long for a nickname"_s);
    QTest::keyClick(nickname, Qt::Key_Return);
    QTRY_VERIFY(ann.find<QLabel>("nicknameError")->isVisible());
    nickname->setText(u"Ann"_s);
    QTest::keyClick(nickname, Qt::Key_Return);
    QTRY_VERIFY(ann.find<QLabel>("addressError")->isVisible());
    address->setText(u"ftp://x"_s);
    QTest::keyClick(nickname, Qt::Key_Return);
    QTRY_VERIFY(ann.find<QLabel>("addressError")->text().contains(u"8642"_s));
    QVERIFY(ann.window() == nullptr);
}

void TestJoining::anAccessKeyIsAskedForWhenNeeded()
{
    QTemporaryFile key;
    QVERIFY(key.open());
    key.write("open sesame\n");
    key.close();
    Options options;
    options.accessKeyFile = key.fileName();
    const ServerHere server(options);
    Person ann(u"Ann"_s);
    ann.options.server = u"127.0.0.1:%1"_s.arg(server.port());
    ann.start();
    auto *const field = ann.find<QLineEdit>("accessKeyField");
    QTRY_VERIFY(field->isVisible());
    field->setText(u"open sesame"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(ann.window() != nullptr);
}

void TestJoining::twoProgramsOfOnePersonDoNotShareANickname()
{
    const ServerHere server;
    Person ann(u"Ann"_s);
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    Person twin(u"Ann"_s, ann.dataFolder());
    twin.options.server = u"127.0.0.1:%1"_s.arg(server.port());
    twin.start();
    QTRY_VERIFY(twin.find<QLabel>("nicknameError")->isVisible());
    QVERIFY(twin.window() == nullptr);
}

void TestJoining::aFolderThatCannotBeWrittenIsNotCalledAnotherSamsa()
{
    const ServerHere server;
    Person ann(u"Ann"_s, u"/proc/none"_s);
    ann.options.server = u"127.0.0.1:%1"_s.arg(server.port());
    ann.start();
    auto *const error = ann.find<QLabel>("addressError");
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(error->text().contains(u"/proc/none"_s), qPrintable(error->text()));
    QVERIFY(!ann.find<QLabel>("nicknameError")->isVisible());
}

void TestJoining::whatCannotBeReadAtTheStartIsTold()
{
    const ServerHere server;
    const QTemporaryDir folder;
    const app::PersonFiles files(folder.path(), u"http://127.0.0.1:%1"_s.arg(server.port()),
                                 u"Ann"_s);
    QVERIFY(QDir().mkpath(QFileInfo(files.archive()).absolutePath()));
    QFile file(files.archive());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    Person ann(u"Ann"_s, folder.path());
    ann.options.room = u"Lobby"_s;
    QVERIFY(ann.join(server.port(), ui::TransportKind::Live));
    QTRY_VERIFY(ann.hasLoadedRoom());
    auto *const notice = ann.find<QLabel>("noticeText");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"samsa.sqlite.unreadable-1"_s), qPrintable(notice->text()));
}

void TestJoining::givingUpEndsTheProgram()
{
    Person ann(QString {});
    ann.options.nickname.reset();
    ann.start();
    QSignalSpy finished(&ann.program(), &app::Program::finished);
    QTest::keyClick(&ann.dialog(), Qt::Key_Escape);
    QTRY_COMPARE(finished.size(), 1);
}

void TestJoining::choicesAreRemembered()
{
    const ServerHere server;
    const QTemporaryDir folder;
    {
        Person ann(u"Ann"_s, folder.path());
        QVERIFY(ann.join(server.port(), ui::TransportKind::Polling));
    }
    Person again(QString {}, folder.path());
    again.options.nickname.reset();
    again.start();
    QCOMPARE(again.find<QLineEdit>("nicknameField")->text(), u"Ann"_s);
    QVERIFY(again.find<QRadioButton>("pollingChoice")->isChecked());
    QVERIFY(again.find<QRadioButton>("serverAddressChoice")->isChecked());
    QCOMPARE(again.find<QLineEdit>("addressField")->text(), u"127.0.0.1:%1"_s.arg(server.port()));
}

QTEST_MAIN(TestJoining)
#include "tst_joining.moc"
