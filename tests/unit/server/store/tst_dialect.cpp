// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/dialect.h"

#include <QTest>

using namespace samsa;
using store::dialectFor;
using Kind = store::DatabaseUrl::Kind;

/// What is known of the databases without asking one.
class DialectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhichServerIsTooOld_data();
    void knowsWhichServerIsTooOld();
    void saysWhichVersionItNeeds();
};

void DialectTest::knowsWhichServerIsTooOld_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("tooOld");
    QTest::newRow("MariaDB 10.11, Debian's")
        << Kind::MariaDb << QStringLiteral("10.11.19-MariaDB-0+deb12u1") << false;
    QTest::newRow("MariaDB 10.6, the first")
        << Kind::MariaDb << QStringLiteral("10.6.0-MariaDB") << false;
    QTest::newRow("MariaDB 11") << Kind::MariaDb << QStringLiteral("11.4.2-MariaDB-log") << false;
    QTest::newRow("MariaDB 10.5") << Kind::MariaDb << QStringLiteral("10.5.29-MariaDB-1:10.5.29")
                                  << true;
    QTest::newRow("MySQL 8") << Kind::MariaDb << QStringLiteral("8.0.36") << true;
    QTest::newRow("PostgreSQL 15, Debian's")
        << Kind::PostgreSql << QStringLiteral("15.14 (Debian 15.14-0+deb12u1)") << false;
    QTest::newRow("PostgreSQL 9.5") << Kind::PostgreSql << QStringLiteral("9.5") << false;
    QTest::newRow("PostgreSQL 9.4") << Kind::PostgreSql << QStringLiteral("9.4.26") << true;
}

void DialectTest::knowsWhichServerIsTooOld()
{
    QFETCH(const Kind, kind);
    QFETCH(const QString, version);
    QTEST(!dialectFor(kind).whyTooOld(version).isEmpty(), "tooOld");
}

void DialectTest::saysWhichVersionItNeeds()
{
    QCOMPARE(
        dialectFor(Kind::MariaDb).whyTooOld(QStringLiteral("10.5.29-MariaDB")),
        QStringLiteral("its server is 10.5.29-MariaDB, and Samsa needs MariaDB 10.6 or newer"));
}

QTEST_GUILESS_MAIN(DialectTest)
#include "tst_dialect.moc"
