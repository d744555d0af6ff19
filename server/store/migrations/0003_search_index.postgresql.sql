-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Terms as server/store/search_terms.h makes them.
CREATE TABLE search_index (
    document BIGINT NOT NULL PRIMARY KEY,
    terms TSVECTOR NOT NULL
);
CREATE INDEX search_index_by_terms ON search_index USING GIN (terms);
