// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search_finder.h"

#include "protocol/limits.h"
#include "protocol/rules.h"

#include <algorithm>

namespace samsa::store {

namespace {

constexpr int rowsLookedAt = 1000;
constexpr int leastAtOnce = protocol::limits::searchResults + 1;

QString expressionOf(const SearchRequest &request, const Dialect &dialect)
{
    QStringList terms;
    const auto add = [&](const QString &term, bool prefix) {
        terms.append(
            (prefix ? dialect.search.prefix : dialect.search.whole).arg(dialect.search.term(term)));
    };
    for (const SearchQuery::Term &term : request.query.terms())
        add(term.text, term.prefix);
    if (request.roomKey)
        add(roomTerm(*request.roomKey), false);
    if (!request.nickname.isEmpty())
        add(senderTerm(request.nickname), false);
    return terms.join(dialect.search.between);
}

struct Row
{
    qint64 number = 0;
    SearchHit hit;
};

Result<QList<Row>> rowsOf(Database &database, const QString &statement, const QVariantList &values)
{
    auto rows = database.run(statement, values);
    if (!rows)
        return rows.error();
    QList<Row> found;
    while (rows.value().next()) {
        found.append({rows->integer(0),
                      {QUuid::fromRfc4122(rows->value(1).toByteArray()),
                       QUuid::fromRfc4122(rows->value(2).toByteArray()),
                       rows->integer(3),
                       rows->value(4).toString(),
                       rows->value(5).toString(),
                       fromMilliseconds(rows->integer(6)),
                       {}}});
    }
    return found;
}

Result<QList<Row>> newestBelow(Database &database, const QVariantList &values, int count)
{
    const Dialect &dialect = database.dialect();
    if (!dialect.search.findAmongNewest.isEmpty()) {
        auto rows = rowsOf(database, dialect.search.findAmongNewest, values);
        if (!rows || rows->size() == count)
            return rows;
    }
    return rowsOf(database, dialect.search.find, values);
}

} // namespace

Result<SearchPage> findMessages(Database &database, const SearchRequest &request)
{
    const QString expression = expressionOf(request, database.dialect());
    const qint64 oldest = SearchIndex::numberAt(request.oldest);
    // Few results asked for are not to mean many questions.
    const int rowsAtOnce = std::max(request.limit + 1, leastAtOnce);
    const QString nickname = protocol::foldName(request.nickname);
    SearchPage page;
    qint64 before = request.before;
    for (int seen = 0; seen < rowsLookedAt;) {
        auto rows = newestBelow(database, {expression, before, oldest, rowsAtOnce}, rowsAtOnce);
        if (!rows)
            return rows.error();
        for (Row &row : rows.value()) {
            if (page.hits.size() == request.limit) {
                page.before = before;
                return page;
            }
            before = row.number;
            row.hit.matches = request.query.matches(row.hit.text);
            // An index may have shortened a long nickname.
            const bool fromThem =
                nickname.isEmpty() || protocol::foldName(row.hit.nickname) == nickname;
            if (!row.hit.matches.isEmpty() && fromThem && row.hit.time >= request.oldest)
                page.hits.append(std::move(row.hit));
        }
        if (rows->size() < rowsAtOnce)
            return page;
        seen += int(rows->size());
    }
    page.before = before;
    return page;
}

} // namespace samsa::store
