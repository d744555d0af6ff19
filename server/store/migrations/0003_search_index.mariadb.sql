-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Terms as server/store/search_terms.h makes them, in ASCII (server/store/dialect.cpp).
CREATE TABLE IF NOT EXISTS search_index (
    document BIGINT NOT NULL PRIMARY KEY,
    terms MEDIUMTEXT CHARACTER SET latin1 COLLATE latin1_bin NOT NULL,
    FULLTEXT INDEX search_index_by_terms (terms)
);
