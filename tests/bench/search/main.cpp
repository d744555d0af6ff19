// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// samsa-bench-search DATABASE MESSAGES: fills a new database of that kind (sqlite, postgresql,
// mariadb) with messages of several languages, indexes them, and measures searches of several
// kinds, each with other words every time. JSON on standard output; times in milliseconds.

#include "server/store/message_table.h"
#include "server/store/migrations.h"
#include "server/store/room_table.h"
#include "server/store/search_finder.h"
#include "tests/bench/search/corpus.h"
#include "tests/support/test_database.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace std::chrono_literals;
using bench::Corpus;
using store::Database;
using store::Result;
using store::SearchRequest;
using Clock = std::chrono::steady_clock;
using Kind = DatabaseUrl::Kind;

namespace {

constexpr int rooms = 100;
constexpr int messagesAtOnce = 2000;
constexpr int searches = 200;
constexpr double mebibyte = 1 << 20;

double secondsSince(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

Result<QList<qint64>> fill(Database &database, Corpus &corpus, int messages)
{
    std::vector<RoomRef> refs;
    QList<qint64> keys;
    for (int i = 0; i < rooms; ++i) {
        store::RoomRow row;
        row.ref.id = QUuid::createUuid();
        row.name = u"room %1"_s.arg(i);
        row.creator = u"ann"_s;
        const auto ref = store::RoomTable(database).insert(row);
        if (!ref)
            return ref.error();
        refs.push_back(*ref);
        keys.append(ref->key);
    }
    for (int i = 0; i < messages;) {
        std::vector<EntryPtr> entries;
        for (int end = std::min(messages, i + messagesAtOnce); i < end; ++i) {
            Entry entry;
            entry.id = QUuid::createUuid();
            entry.room = refs[static_cast<std::size_t>(corpus.random(rooms))];
            entry.position = i + 1;
            entry.nickname = corpus.nickname();
            entry.text = corpus.text().toUtf8();
            entry.time = fromMilliseconds(1'790'000'000'000 + 700LL * i);
            entries.push_back(std::make_shared<const Entry>(std::move(entry)));
        }
        store::Transaction transaction(database);
        if (auto begun = transaction.begin(); !begun)
            return begun.error();
        if (auto stored = store::MessageTable(database).insert(entries); !stored)
            return stored.error();
        if (auto committed = transaction.commit(); !committed)
            return committed.error();
    }
    return keys;
}

Result<void> index(Database &database)
{
    store::SearchIndex index(database);
    for (;;) {
        const auto behind = index.roomsBehind(0);
        if (!behind || behind->isEmpty())
            return behind ? Result<void>() : behind.error();
        for (const auto &room : *behind)
            if (const auto added = index.addSome(room); !added)
                return added.error();
    }
}

/// In bytes, of the whole database.
Result<qint64> sizeOf(Database &database)
{
    switch (database.url().kind) {
    case Kind::Sqlite: {
        if (const auto done = database.execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s); !done)
            return done.error();
        return QFileInfo(database.url().path).size();
    }
    case Kind::PostgreSql: {
        auto rows = database.run(u"SELECT pg_database_size(current_database())"_s);
        return rows && rows.value().next() ? rows->integer(0) : 0;
    }
    case Kind::MariaDb:
        break;
    }
    return 0; // Its index is in files that nothing but the server may see.
}

struct Question
{
    const char *name;
    std::function<QString(Corpus &)> text;
    bool room = false;
    bool sender = false;
};

QList<Question> questions()
{
    const auto common = [](Corpus &corpus) { return corpus.word(0, corpus.random(20)); };
    const auto rare = [](Corpus &corpus) {
        return corpus.word(corpus.random(2), Corpus::words / 2 + corpus.random(Corpus::words / 2));
    };
    return {
        {"rare", rare},
        {"common", common},
        {"two_common",
         [common](Corpus &corpus) { return common(corpus) + QChar(u' ') + common(corpus); }},
        {"common_and_rare",
         [common, rare](Corpus &corpus) { return common(corpus) + QChar(u' ') + rare(corpus); }},
        {"beginning_of_1", [](Corpus &corpus) { return QString(QChar(u'a' + corpus.random(26))); }},
        {"beginning_of_3",
         [](Corpus &corpus) { return corpus.word(0, corpus.random(Corpus::words)).left(3); }},
        {"korean", [](Corpus &corpus) { return corpus.word(2, corpus.random(Corpus::words)); }},
        {"japanese", [](Corpus &corpus) { return corpus.word(3, corpus.random(Corpus::words)); }},
        {"chinese", [](Corpus &corpus) { return corpus.word(4, corpus.random(Corpus::words)); }},
        {"one_character",
         [](Corpus &corpus) {
             return corpus.word(2 + corpus.random(3), corpus.random(200)).left(1);
         }},
        {"common_in_a_room", common, true, false},
        {"common_by_one", common, false, true},
        {"rare_in_a_room_by_one", rare, true, true},
        {"nothing", [](Corpus &) { return u"zzzqqqxxx"_s; }},
    };
}

Result<void> measure(Database &database, Corpus &corpus, const Question &question,
                     const QList<qint64> &keys, QJsonObject &report)
{
    std::vector<double> times;
    qint64 found = 0;
    for (int i = 0; i < searches; ++i) {
        SearchRequest request;
        request.query = *store::SearchQuery::parse(question.text(corpus));
        request.limit = 20;
        if (question.room)
            request.roomKey = keys[corpus.random(rooms)];
        if (question.sender)
            request.nickname = QString::fromUtf8(corpus.nickname());
        const auto begun = Clock::now();
        const auto page = store::findMessages(database, request);
        times.push_back(secondsSince(begun) * 1000);
        if (!page)
            return page.error();
        found += page->hits.size();
    }
    std::sort(times.begin(), times.end());
    const QString name = QString::fromLatin1(question.name);
    report.insert(name + u"_p50_ms"_s, times[times.size() / 2]);
    report.insert(name + u"_p99_ms"_s, times[times.size() * 99 / 100]);
    report.insert(name + u"_hits"_s, double(found) / searches);
    return {};
}

Result<QJsonObject> run(Database &database, int messages)
{
    if (auto migrated = store::migrate(database); !migrated)
        return migrated.error();
    Corpus corpus;
    const auto keys = fill(database, corpus, messages);
    if (!keys)
        return keys.error();
    const auto before = sizeOf(database);
    const auto begun = Clock::now();
    if (auto indexed = index(database); !indexed)
        return indexed.error();
    QJsonObject report {{u"index_s"_s, secondsSince(begun)}};
    const auto after = sizeOf(database);
    for (const auto *size : {&before, &after})
        if (!*size)
            return size->error();
    report.insert(u"messages_mib"_s, double(*before) / mebibyte);
    report.insert(u"index_mib"_s, double(*after - *before) / mebibyte);
    if (database.url().kind == Kind::PostgreSql) {
        // As autovacuum does it within a minute.
        if (auto done = database.execute(u"VACUUM ANALYZE"_s); !done)
            return done.error();
    }
    for (const QString &statement : database.dialect().search.onConnect)
        if (auto done = database.execute(statement); !done)
            return done.error();
    for (const Question &question : questions()) {
        const auto measured = measure(database, corpus, question, *keys, report);
        if (!measured)
            return measured.error();
    }
    return report;
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
    const int messages = arguments.value(2).toInt();
    if (kind == kinds.cend() || messages < 1) {
        std::fputs("samsa-bench-search sqlite|postgresql|mariadb MESSAGES\n", stderr);
        return 2;
    }
    if (!test::TestDatabase::wanted(*kind)) {
        std::fputs("This database is not installed.\n", stderr);
        return 1;
    }
    const test::TestDatabase where(*kind);
    auto database = Database::open(where.parsed(), 10s, 600s);
    const auto report = database ? run(**database, messages) : database.error();
    if (!report) {
        std::fprintf(stderr, "%s\n", qPrintable(report.error().sentence));
        return 1;
    }
    std::fputs(QJsonDocument(*report).toJson(QJsonDocument::Indented).constData(), stdout);
    return 0;
}
