-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Words are folded in full from now on ("strasse" finds "Straße"), so the index is made anew, in the background
-- (server/persist/search_indexer). Names that are compared otherwise: server/store/migrations.
TRUNCATE TABLE search_index;
TRUNCATE TABLE search_documents;
TRUNCATE TABLE search_progress;
