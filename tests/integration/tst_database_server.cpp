// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/database_server.h"
#include "tests/support/test_database.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;
using samsa::test::DatabaseServer;

/// What tests with a database server rely on: that it can be ended, stopped and gone on with.
class TestDatabaseServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatWasCommittedWhenItIsKilled_data() { kinds(); }
    void keepsWhatWasCommittedWhenItIsKilled();
    void answersNobodyWhileItIsSuspended_data() { kinds(); }
    void answersNobodyWhileItIsSuspended();
    void givesEachTestADatabaseOfItsOwn_data() { kinds(); }
    void givesEachTestADatabaseOfItsOwn();

private:
    static void kinds();
    static DatabaseServer &server();
    /// Runs statements over one connection; the last one's first column, or nothing.
    static std::optional<QString> run(const QString &url, const QStringList &statements);
};

void TestDatabaseServer::kinds()
{
    samsa::test::addDatabaseServerKinds();
}

DatabaseServer &TestDatabaseServer::server()
{
    QFETCH(DatabaseServer::Kind, kind);
    return DatabaseServer::shared(kind);
}

std::optional<QString> TestDatabaseServer::run(const QString &url, const QStringList &statements)
{
    const QUrl parts(url);
    const QString name = u"test"_s;
    std::optional<QString> answer;
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(
            parts.scheme() == "mysql"_L1 ? u"QMYSQL"_s : u"QPSQL"_s, name);
        connection.setHostName(parts.host());
        connection.setPort(parts.port());
        connection.setUserName(parts.userName());
        connection.setDatabaseName(parts.path().mid(1));
        connection.setConnectOptions(parts.scheme() == "mysql"_L1
                                         ? u"MYSQL_OPT_CONNECT_TIMEOUT=1;MYSQL_OPT_READ_TIMEOUT=1"_s
                                         : u"connect_timeout=2"_s);
        if (connection.open()) {
            QSqlQuery query(connection);
            answer = QString();
            for (const QString &statement : statements)
                if (!query.exec(statement))
                    answer.reset();
            if (answer && query.next())
                answer = query.value(0).toString();
        }
    }
    QSqlDatabase::removeDatabase(name);
    return answer;
}

void TestDatabaseServer::keepsWhatWasCommittedWhenItIsKilled()
{
    DatabaseServer &its = server();
    const QString database = its.newDatabase();
    QVERIFY(run(database,
                {u"CREATE TABLE notes (words VARCHAR(20))"_s,
                 u"INSERT INTO notes (words) VALUES ('still here')"_s}));
    its.kill();
    QVERIFY(!its.running());
    QVERIFY(!run(database, {u"SELECT words FROM notes"_s}));
    QVERIFY2(its.restart(), qPrintable(its.error()));
    QCOMPARE(run(database, {u"SELECT words FROM notes"_s}), u"still here"_s);
}

void TestDatabaseServer::answersNobodyWhileItIsSuspended()
{
    DatabaseServer &its = server();
    const QString database = its.newDatabase();
    its.suspend();
    const auto suspended = run(database, {u"SELECT 'answer'"_s});
    its.resume();
    QVERIFY(!suspended);
    QCOMPARE(run(database, {u"SELECT 'answer'"_s}), u"answer"_s);
}

void TestDatabaseServer::givesEachTestADatabaseOfItsOwn()
{
    DatabaseServer &its = server();
    const QString first = its.newDatabase();
    const QString second = its.newDatabase();
    QVERIFY(first != second);
    QVERIFY(run(first, {u"CREATE TABLE notes (words VARCHAR(20))"_s}));
    QVERIFY(run(second, {u"CREATE TABLE notes (words VARCHAR(20))"_s}));
}

QTEST_GUILESS_MAIN(TestDatabaseServer)
#include "tst_database_server.moc"
