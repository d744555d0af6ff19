-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Words are folded in full from now on ("strasse" finds "Straße"), so the index is made anew, in the background
-- (server/persist/search_indexer). Names that are compared otherwise: server/store/migrations.
TRUNCATE search_index;
TRUNCATE search_documents;
TRUNCATE search_progress;
