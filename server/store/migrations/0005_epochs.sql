-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Which positions are of one row (docs/decisions/0022). An epoch begins where what came before may have been lost: with
-- each start of the local log, and with Kafka when a topic was made anew.

CREATE TABLE @if_new log_epochs (
    partition_number @integer NOT NULL,
    -- From 1 on, in the order in which they began.
    epoch_number @integer NOT NULL,
    id @id NOT NULL,
    -- The last position that is of it, or of one before it; -1 while it lasts.
    ended @integer NOT NULL,
    PRIMARY KEY (partition_number, epoch_number)
);

-- The newest record of a Kafka log that is stored, by which a topic is known again.
CREATE TABLE @if_new log_records (
    partition_number @integer NOT NULL PRIMARY KEY,
    record_offset @integer NOT NULL,
    fingerprint @id NOT NULL
);
