// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/search_finder.h"

namespace samsa::store {

using log::Milliseconds;

namespace {

constexpr int rowsLookedAt = 1000;

QString expressionOf(const SearchRequest &request, const Dialect &dialect)
{
    QStringList terms;
    const auto add = [&](const QString &term, bool prefix) {
        terms.append(
            (prefix ? dialect.searchPrefix : dialect.searchWhole).arg(dialect.searchTerm(term)));
    };
    for (const SearchQuery::Term &term : request.query.terms())
        add(term.text, term.prefix);
    if (request.roomKey)
        add(roomTerm(*request.roomKey), false);
    if (!request.nickname.isEmpty())
        add(senderTerm(request.nickname), false);
    return terms.join(dialect.searchAnd);
}

} // namespace

Result<SearchPage> findMessages(Database &database, const SearchRequest &request)
{
    const QString expression = expressionOf(request, database.dialect());
    const qint64 oldest = SearchIndex::numberAt(request.oldest);
    const int rowsAtOnce = request.limit + 1;
    SearchPage page;
    qint64 before = request.before;
    for (int seen = 0; seen < rowsLookedAt;) {
        auto rows =
            database.run(database.dialect().searchFind, {expression, before, oldest, rowsAtOnce});
        if (!rows)
            return rows.error();
        int count = 0;
        while (rows.value().next()) {
            if (page.hits.size() == request.limit) {
                page.before = before;
                return page;
            }
            ++count;
            before = rows->integer(0);
            SearchHit hit {QUuid::fromRfc4122(rows->value(1).toByteArray()),
                           QUuid::fromRfc4122(rows->value(2).toByteArray()),
                           rows->integer(3),
                           rows->value(4).toString(),
                           rows->value(5).toString(),
                           Milliseconds(rows->integer(6)),
                           {}};
            hit.matches = request.query.matches(hit.text);
            if (!hit.matches.isEmpty() && hit.time >= request.oldest)
                page.hits.append(std::move(hit));
        }
        if (count < rowsAtOnce)
            return page;
        seen += count;
    }
    page.before = before;
    return page;
}

} // namespace samsa::store
