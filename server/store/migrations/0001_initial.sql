-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The words that begin with @ are what differs between databases: server/store/dialect.cpp. MariaDB commits each change of
-- the schema by itself, so there a migration that was interrupted is run again from its beginning: every statement can be
-- run twice.
-- Times are milliseconds since the epoch, UTC. Ids are the 16 bytes of a UUID.

CREATE TABLE @if_new sessions (
    nickname_fold @name NOT NULL PRIMARY KEY,
    nickname @name NOT NULL,
    token_hash @hash NOT NULL,
    created @integer NOT NULL,
    expires @integer NOT NULL
);
CREATE UNIQUE INDEX @if_new sessions_by_token ON sessions (token_hash);

CREATE TABLE @if_new rooms (
    room_key @auto_key,
    id @id NOT NULL,
    name @name NOT NULL,
    name_fold @name NOT NULL,
    creator @name NOT NULL,
    created @integer NOT NULL,
    -- Of the Kafka topic; a room never leaves its partition, which orders it.
    partition_number @integer NOT NULL,
    -- What the room list shows, kept by the transaction that stores the messages.
    message_count @integer NOT NULL,
    last_position @integer NOT NULL,
    last_time @integer NOT NULL,
    last_nickname @name NOT NULL,
    last_text @text NOT NULL
);
CREATE UNIQUE INDEX @if_new rooms_by_id ON rooms (id);
CREATE UNIQUE INDEX @if_new rooms_by_name ON rooms (name_fold);

CREATE TABLE @if_new messages (
    room_key @integer NOT NULL REFERENCES rooms (room_key),
    position @integer NOT NULL,
    id @id NOT NULL,
    nickname @name NOT NULL,
    text @text NOT NULL,
    time @integer NOT NULL,
    PRIMARY KEY (room_key, position)
) @clustered;
CREATE UNIQUE INDEX @if_new messages_by_id ON messages (room_key, id);

-- Per partition: the next offset to be stored, and what is added to an offset, plus one, to make a position. The local
-- log counts its messages in partition 0.
CREATE TABLE @if_new log_positions (
    partition_number @integer NOT NULL PRIMARY KEY,
    next_offset @integer NOT NULL,
    base @integer NOT NULL
);
