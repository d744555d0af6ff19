-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the search index holds, filled behind the messages by SearchIndexer.

-- Per room: up to where its messages are in the index.
CREATE TABLE @if_new search_progress (
    room_key @integer NOT NULL PRIMARY KEY,
    indexed_position @integer NOT NULL
);

-- The number of a message's row in search_index: its time, and 8 bits more.
CREATE TABLE @if_new search_documents (
    document @integer NOT NULL PRIMARY KEY,
    room_key @integer NOT NULL,
    position @integer NOT NULL
);
CREATE UNIQUE INDEX @if_new search_documents_by_message ON search_documents (room_key, position);
