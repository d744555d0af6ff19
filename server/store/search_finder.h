// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/store/database.h"
#include "server/store/search_index.h"
#include "server/store/search_terms.h"

#include <optional>

namespace samsa::store {

struct SearchRequest
{
    SearchQuery query;
    std::optional<qint64> roomKey; ///< In this room only.
    QString nickname; ///< By this one only, in any case of letters; empty: by anybody.
    qint64 before = SearchIndex::anyNumber; ///< SearchPage::before of the page before this one.
    Timestamp oldest {}; ///< What is older is not shown.
    int limit = 0;
};

struct SearchHit
{
    QUuid id;
    QUuid room;
    qint64 position = 0;
    QString nickname;
    QString text;
    Timestamp time {};
    QList<TextRange> matches;
};

struct SearchPage
{
    QList<SearchHit> hits; ///< The newest first.
    std::optional<qint64> before; ///< Where to go on; nothing: there is no more.
};

/// Looks into the search index, and compares what it gives with the texts themselves. It looks at
/// a bounded number of rows: a page may have fewer hits than asked for and yet not be the last.
///
/// Thread: the connection's. DatabaseUnavailable.
Result<SearchPage> findMessages(Database &database, const SearchRequest &request);

} // namespace samsa::store
