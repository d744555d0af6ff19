// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/typists.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

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
    Typists typists(u"Me"_s);
    QSignalSpy changed(&typists, &Typists::changed);
    for (const char *nickname : {"Ben", "Ann", "Ben", "Me"})
        typists.types(QString::fromLatin1(nickname));
    QCOMPARE(typists.nicknames(), QStringList({u"Ben"_s, u"Ann"_s}));
    QCOMPARE(changed.size(), 2);
}

void TestTypists::areForgottenByThemselves()
{
    Typists typists(u"Me"_s, 20ms);
    typists.types(u"Ben"_s);
    typists.types(u"Ann"_s);
    QTRY_VERIFY(typists.nicknames().isEmpty());
    typists.types(u"Ben"_s);
    QCOMPARE(typists.nicknames().size(), 1);
    QSignalSpy changed(&typists, &Typists::changed);
    QTRY_VERIFY(typists.nicknames().isEmpty());
    QCOMPARE(changed.size(), 1);
}

void TestTypists::endWithAMessage()
{
    Typists typists(u"Me"_s);
    typists.types(u"Ben"_s);
    typists.types(u"Ann"_s);
    QSignalSpy changed(&typists, &Typists::changed);
    typists.spoke(u"Cy"_s);
    QCOMPARE(changed.size(), 0);
    typists.spoke(u"Ben"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(typists.nicknames(), QStringList(u"Ann"_s));
}

void TestTypists::goWithTheRoom()
{
    Typists typists(u"Me"_s);
    typists.types(u"Ben"_s);
    QSignalSpy changed(&typists, &Typists::changed);
    typists.clear();
    typists.clear();
    QVERIFY(typists.nicknames().isEmpty());
    QCOMPARE(changed.size(), 1);
}

QTEST_GUILESS_MAIN(TestTypists)
#include "tst_typists.moc"
