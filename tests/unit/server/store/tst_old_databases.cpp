// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/exporter.h"
#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "tests/support/messages.h"
#include "tests/support/test_database.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

using namespace samsa;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using store::Database;

/// Databases that an earlier Samsa has filled: from every version of the schema on, what is in them
/// comes through to the newest as it was.
class TestOldDatabases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseKinds(); }
    void bringsEverythingAlong_data();
    void bringsEverythingAlong();

private:
    static QByteArray golden();
    static void fillAsVersion1(Database &database);
};

namespace {

const QByteArray garden = QByteArray::fromHex("0193b2c4d5e67f808192a3b4c5d6e7f8");
const QByteArray attic = QByteArray::fromHex("0193b2c4d5e67f808192a3b4c5d6e7f9");

} // namespace

/// What was written down when version 1 was the newest.
QByteArray TestOldDatabases::golden()
{
    QFile file(QFINDTESTDATA("store/golden/version_1.jsonl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// By the statements of that time, which later versions of the schema take as well, or need
/// their own here.
void TestOldDatabases::fillAsVersion1(Database &database)
{
    const auto run = [&database](const QString &sql, const QVariantList &values) {
        const auto done = database.execute(sql, values);
        QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().sentence));
    };
    const QString session = u"INSERT INTO sessions (nickname_fold, nickname, token_hash, created, "
                            "expires) VALUES (?, ?, ?, ?, ?)"_s;
    run(session, {u"ann"_s, u"Ann"_s, QByteArray(32, 'a'), 1764000000000LL, 1900000000000LL});
    run(session, {u"지우"_s, u"지우"_s, QByteArray(32, '\xff'), 1764000000001LL, 1900000000001LL});
    const QString room =
        u"INSERT INTO rooms (id, name, name_fold, creator, created, partition_number, "
        "message_count, last_position, last_time, last_nickname, last_text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s;
    run(room,
        {garden, u"Garden"_s, u"garden"_s, u"Ann"_s, 1764000001000LL, 4, 3, 17, 1764000002003LL,
         u"지우"_s, u"안녕하세요"_s});
    run(room,
        {attic, u"다락방"_s, u"다락방"_s, u"지우"_s, 1764000001001LL, 0, 0, 0, 0, u""_s, u""_s});
    auto key = database.run(u"SELECT room_key FROM rooms WHERE id = ?"_s, {garden});
    QVERIFY(key && key.value().next());
    const qint64 gardenKey = key->integer(0);
    const QString message = u"INSERT INTO messages (room_key, position, id, nickname, text, time) "
                            "VALUES (?, ?, ?, ?, ?, ?)"_s;
    run(message, {gardenKey, 5, QByteArray(16, '\x01'), u"Ann"_s, u"Tea?"_s, 1764000002001LL});
    run(message,
        {gardenKey, 9, QByteArray(16, '\x02'), u"Ann"_s, u"line one\nline two\t\"quoted\" \\ 🫖"_s,
         1764000002002LL});
    run(message,
        {gardenKey, 17, QByteArray(16, '\x03'), u"지우"_s, u"안녕하세요"_s, 1764000002003LL});
    run(u"INSERT INTO log_positions (partition_number, next_offset, base) VALUES (?, ?, ?)"_s,
        {4, 12, 5});
}

void TestOldDatabases::bringsEverythingAlong_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version <= store::newestSchemaVersion(); ++version)
        QTest::addRow("from version %d", version) << version;
}

void TestOldDatabases::bringsEverythingAlong()
{
    QFETCH(const int, version);
    const test::TestDatabase place;
    const auto opened = Database::open(place.parsed(), 5000ms);
    QVERIFY(opened.ok());
    Database &database = **opened;
    QVERIFY(store::migrate(database, version).ok());
    fillAsVersion1(database);

    QVERIFY(store::migrate(database).ok());

    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(commands::Exporter(database, buffer, [](qint64) {}).run().ok());
    QCOMPARE(QString::fromUtf8(buffer.data()), QString::fromUtf8(golden()));
    // And it goes on.
    const auto room = store::RoomTable(database).find(QUuid::fromRfc4122(garden));
    QVERIFY(room && *room);
    store::Transaction transaction(database);
    QVERIFY(transaction.begin().ok());
    const auto inserted = store::MessageTable(database).insert({test::entryIn((*room)->ref, 18)});
    QVERIFY(inserted.ok());
    QCOMPARE(*inserted, 1);
    QVERIFY(transaction.commit().ok());
    QCOMPARE((*store::RoomTable(database).find(QUuid::fromRfc4122(garden)))->messageCount, 4);
}

QTEST_GUILESS_MAIN(TestOldDatabases)
#include "tst_old_databases.moc"
