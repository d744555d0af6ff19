// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QProcess>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

struct Ended
{
    int status = -1; ///< -1: it crashed, or did not end.
    QString output;
    QString errors;
};

/// The desktop program where there is no display, as on a server or in a script.
Ended runWithoutDisplay(const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QString::fromLatin1(SAMSA_PROGRAM), arguments);
    Ended ended;
    if (program.waitForFinished() && program.exitStatus() == QProcess::NormalExit)
        ended.status = program.exitCode();
    ended.output = QString::fromUtf8(program.readAllStandardOutput());
    ended.errors = QString::fromUtf8(program.readAllStandardError());
    return ended;
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void helpNeedsNoDisplay();
    void versionNeedsNoDisplay_data();
    void versionNeedsNoDisplay();
    void aWrongOptionIsRefusedWithoutADisplay();
    void optionsOfQtAreNotWrongOnes_data();
    void optionsOfQtAreNotWrongOnes();
};

void TestCommandLine::helpNeedsNoDisplay()
{
    const Ended ended = runWithoutDisplay({u"--help"_s});
    QCOMPARE(ended.status, 0);
    QVERIFY(ended.output.contains("--nickname"_L1));
    QCOMPARE(ended.errors, QString());
}

void TestCommandLine::versionNeedsNoDisplay_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("long") << u"--version"_s;
    QTest::newRow("short") << u"-v"_s;
}

void TestCommandLine::versionNeedsNoDisplay()
{
    QFETCH(const QString, option);
    const Ended ended = runWithoutDisplay({option});
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.output.trimmed(), u"samsa "_s + QString::fromLatin1(SAMSA_VERSION));
    QCOMPARE(ended.errors, QString());
}

void TestCommandLine::aWrongOptionIsRefusedWithoutADisplay()
{
    const Ended ended = runWithoutDisplay({u"--pigeon"_s});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.errors.startsWith("samsa: "_L1), qPrintable(ended.errors));
    QVERIFY(ended.errors.contains("pigeon"_L1));
    QCOMPARE(ended.output, QString());
}

void TestCommandLine::optionsOfQtAreNotWrongOnes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("platform") << QStringList {u"-platform"_s, u"offscreen"_s};
    QTest::newRow("two dashes") << QStringList {u"--platform"_s, u"offscreen"_s};
    QTest::newRow("style") << QStringList {u"-style=fusion"_s};
    QTest::newRow("style apart") << QStringList {u"-style"_s, u"fusion"_s};
}

void TestCommandLine::optionsOfQtAreNotWrongOnes()
{
    QFETCH(const QStringList, arguments);
    const Ended ended = runWithoutDisplay(arguments + QStringList {u"--version"_s});
    QCOMPARE(ended.status, 0);
    QVERIFY(ended.output.contains(QLatin1StringView(SAMSA_VERSION)));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
