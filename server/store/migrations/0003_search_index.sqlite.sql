-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Terms as server/store/search_terms.h makes them; every byte beyond ASCII is part of a word. The
-- rowid is search_documents.document.
CREATE VIRTUAL TABLE search_index USING fts5(terms, detail = none, tokenize = 'ascii',
                                             prefix = '2 3 4');
