-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Terms as server/store/search_terms.h makes them; every byte beyond ASCII is part of a word. The
-- rowid is search_documents.document. Nothing but rowids per term is kept: what asks for the beginning of a word, one
-- letter to twelve, finds them in order, the newest first.
CREATE VIRTUAL TABLE search_index USING fts5(terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii',
                                             prefix = '2 3 4 5 6 7 8 9 10 11 12 13');
