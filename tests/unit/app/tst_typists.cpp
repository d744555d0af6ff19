// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/typists.h"

#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using samsa::app::Typists;

/// Who else is typing, as the open room shows it.
class TestTypists : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areKnownInTheOrderInWhichTheyBegan();
    void areForgottenByThemselves();
    void endWithAMessage();
    void goWithTheRoom();
};

void TestTypists::areKnownInTheOrderInWhichTheyBegan()
{
    Typists typists(QStringLiteral("Me"));
    QSignalSpy changed(&typists, &Typists::changed);
    for (const char *nickname : {"Ben", "Ann", "Ben", "Me"})
        typists.types(QString::fromLatin1(nickname));
    QCOMPARE(typists.nicknames(), QStringList({QStringLiteral("Ben"), QStringLiteral("Ann")}));
    QCOMPARE(changed.size(), 2);
}

void TestTypists::areForgottenByThemselves()
{
    Typists typists(QStringLiteral("Me"), 20ms);
    typists.types(QStringLiteral("Ben"));
    typists.types(QStringLiteral("Ann"));
    QTRY_VERIFY(typists.nicknames().isEmpty());
    typists.types(QStringLiteral("Ben"));
    QCOMPARE(typists.nicknames().size(), 1);
    QSignalSpy changed(&typists, &Typists::changed);
    QTRY_VERIFY(typists.nicknames().isEmpty());
    QCOMPARE(changed.size(), 1);
}

void TestTypists::endWithAMessage()
{
    Typists typists(QStringLiteral("Me"));
    typists.types(QStringLiteral("Ben"));
    typists.types(QStringLiteral("Ann"));
    QSignalSpy changed(&typists, &Typists::changed);
    typists.spoke(QStringLiteral("Cy"));
    QCOMPARE(changed.size(), 0);
    typists.spoke(QStringLiteral("Ben"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(typists.nicknames(), QStringList(QStringLiteral("Ann")));
}

void TestTypists::goWithTheRoom()
{
    Typists typists(QStringLiteral("Me"));
    typists.types(QStringLiteral("Ben"));
    QSignalSpy changed(&typists, &Typists::changed);
    typists.clear();
    typists.clear();
    QVERIFY(typists.nicknames().isEmpty());
    QCOMPARE(changed.size(), 1);
}

QTEST_GUILESS_MAIN(TestTypists)
#include "tst_typists.moc"
