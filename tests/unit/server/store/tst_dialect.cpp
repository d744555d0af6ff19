// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using store::dialectFor;
using Kind = DatabaseUrl::Kind;

/// What is known of the databases without asking one.
class TestDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhichServerIsTooOld_data();
    void knowsWhichServerIsTooOld();
    void saysWhichVersionItNeeds();
};

void TestDialect::knowsWhichServerIsTooOld_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("tooOld");
    QTest::newRow("MariaDB 10.11, Debian's")
        << Kind::MariaDb << u"10.11.19-MariaDB-0+deb12u1"_s << false;
    QTest::newRow("MariaDB 10.6, the first") << Kind::MariaDb << u"10.6.0-MariaDB"_s << false;
    QTest::newRow("MariaDB 11") << Kind::MariaDb << u"11.4.2-MariaDB-log"_s << false;
    QTest::newRow("MariaDB 10.5") << Kind::MariaDb << u"10.5.29-MariaDB-1:10.5.29"_s << true;
    QTest::newRow("MySQL 8") << Kind::MariaDb << u"8.0.36"_s << true;
    QTest::newRow("PostgreSQL 15, Debian's")
        << Kind::PostgreSql << u"15.14 (Debian 15.14-0+deb12u1)"_s << false;
    QTest::newRow("PostgreSQL 9.5") << Kind::PostgreSql << u"9.5"_s << false;
    QTest::newRow("PostgreSQL 9.4") << Kind::PostgreSql << u"9.4.26"_s << true;
}

void TestDialect::knowsWhichServerIsTooOld()
{
    QFETCH(const Kind, kind);
    QFETCH(const QString, version);
    QTEST(!dialectFor(kind).whyTooOld(version).isEmpty(), "tooOld");
}

void TestDialect::saysWhichVersionItNeeds()
{
    QCOMPARE(dialectFor(Kind::MariaDb).whyTooOld(u"10.5.29-MariaDB"_s),
             u"its server is 10.5.29-MariaDB, and Samsa needs MariaDB 10.6 or newer"_s);
}

QTEST_GUILESS_MAIN(TestDialect)
#include "tst_dialect.moc"
