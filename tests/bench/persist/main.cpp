// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// samsa-bench-persist DATABASE ROWS: once, how many rows a second get into a new database of that
// kind (sqlite, postgresql, mariadb) each of three ways, and how many a persister catches up with.
// JSON on standard output.

#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "tests/bench/persist/catch_up.h"
#include "tests/support/test_database.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <functional>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using bench::Entries;
using store::Database;
using store::Result;
using Kind = DatabaseUrl::Kind;

namespace {

constexpr int recordsAtOnce = 2000; // As the persister reads them.
constexpr int rooms = 100;
constexpr int partitions = 12; // Of the topic.
constexpr int rowsOneByOne = 1000; // Of which each waits for the disk.

/// A database with the rooms and nothing else; the messages that are to be stored.
struct Place
{
    test::TestDatabase where;
    std::unique_ptr<Database> database;
    Entries entries;
};

Result<void> fill(Place &place, int rows)
{
    auto opened = Database::open(place.where.parsed(), 10s, 60s);
    if (!opened)
        return opened.error();
    place.database = std::move(opened).value();
    if (auto migrated = store::migrate(*place.database); !migrated)
        return migrated;
    std::vector<RoomRef> refs;
    for (int i = 0; i < rooms; ++i) {
        store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.ref.partition = i % partitions;
        row.name = u"room %1"_s.arg(i);
        row.creator = u"ann"_s;
        const auto ref = store::RoomTable(*place.database).insert(row);
        if (!ref)
            return ref.error();
        refs.push_back(*ref);
    }
    for (int i = 0; i < rows; ++i) {
        Entry entry;
        entry.id = QUuid::createUuid();
        entry.room = refs[static_cast<std::size_t>(i) % refs.size()];
        entry.position = i + 1;
        entry.nickname = "ann";
        entry.text = QByteArray("a message of the length that people write, number ")
            + QByteArray::number(i) + QByteArray(i % 60, 'x');
        entry.time = fromMilliseconds(1'790'000'000'000 + i);
        place.entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    }
    return {};
}

Result<double> rowsASecond(Kind kind, int rows,
                           const std::function<Result<double>(const Place &)> &load)
{
    Place place {.where = test::TestDatabase(kind), .database = {}, .entries = {}};
    if (const auto filled = fill(place, rows); !filled)
        return filled.error();
    const auto seconds = load(place);
    if (!seconds)
        return seconds;
    auto count = place.database->run(u"SELECT count(*) FROM messages"_s);
    if (!count || !count.value().next() || count->integer(0) != rows)
        return protocol::Error {protocol::Code::StartFailed, u"Not all rows are there."_s, {}};
    return rows / *seconds;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QHash<QString, Kind> kinds {{u"sqlite"_s, Kind::Sqlite},
                                      {u"postgresql"_s, Kind::PostgreSql},
                                      {u"mariadb"_s, Kind::MariaDb}};
    const auto kind = kinds.constFind(arguments.value(1));
    const int rows = arguments.value(2).toInt();
    if (kind == kinds.cend() || rows < 1) {
        std::fputs("samsa-bench-persist sqlite|postgresql|mariadb ROWS\n", stderr);
        return 2;
    }
    if (!test::TestDatabase::wanted(*kind)) {
        std::fputs("This database is not installed.\n", stderr);
        return 1;
    }
    const std::tuple<const char *, int, Result<double> (*)(const Place &)> ways[] = {
        {"batch_rows_per_s", rows,
         [](const Place &place) {
             return bench::loadByBatches(*place.database, place.entries, recordsAtOnce);
         }},
        {"bulk_rows_per_s", rows,
         [](const Place &place) { return bench::loadInBulk(*place.database, place.entries); }},
        {"single_rows_per_s", std::min(rows, rowsOneByOne),
         [](const Place &place) { return bench::loadOneByOne(*place.database, place.entries); }},
        {"catch_up_rows_per_s", rows,
         [](const Place &place) { return bench::catchUp(place.where.url(), place.entries); }},
    };
    QJsonObject report;
    for (const auto &[name, count, load] : ways) {
        const auto speed = rowsASecond(*kind, count, load);
        if (!speed) {
            std::fprintf(stderr, "%s: %s\n", name, qPrintable(speed.error().sentence));
            return 1;
        }
        report.insert(QLatin1StringView(name), *speed);
    }
    std::fputs(QJsonDocument(report).toJson(QJsonDocument::Compact).append('\n').constData(),
               stdout);
    return 0;
}
