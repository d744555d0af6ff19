-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Words are folded in full from now on ("strasse" finds "Straße"), so the index is made anew, in the background
-- (server/persist/search_indexer). Names that are compared otherwise: server/store/migrations.
INSERT INTO search_index (search_index) VALUES ('delete-all');
DELETE FROM search_documents;
DELETE FROM search_progress;
