-- SPDX-FileCopyrightText: 2026 The Samsa authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is done to messages (docs/decisions/0019): what became of each stands in its row, folded; the changes themselves in a
-- table of their own, for whoever asks for what he missed.

-- The message that this one answers, or null.
ALTER TABLE messages ADD COLUMN @if_new reply_to @id;
-- When its text was written last; 0 if it is the first.
ALTER TABLE messages ADD COLUMN @if_new edited @integer NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN @if_new deleted @integer NOT NULL DEFAULT 0;
-- The position of the newest change that is in this row; 0 if nothing became of the message.
ALTER TABLE messages ADD COLUMN @if_new changed @integer NOT NULL DEFAULT 0;
-- JSON, or null (protocol::writeReactions).
ALTER TABLE messages ADD COLUMN @if_new reactions @text;

ALTER TABLE rooms ADD COLUMN @if_new last_change @integer NOT NULL DEFAULT 0;

CREATE TABLE @if_new message_changes (
    room_key @integer NOT NULL REFERENCES rooms (room_key),
    position @integer NOT NULL,
    id @id NOT NULL,
    -- 1 edit, 2 delete, 3 reaction
    kind @integer NOT NULL,
    target @id NOT NULL,
    nickname @name NOT NULL,
    -- The new text, or the reaction. Empty once the target is deleted.
    text @text NOT NULL,
    removed @integer NOT NULL,
    time @integer NOT NULL,
    PRIMARY KEY (room_key, position)
) @clustered;
CREATE UNIQUE INDEX @if_new message_changes_by_id ON message_changes (room_key, id);
CREATE INDEX @if_new message_changes_by_target ON message_changes (room_key, target);
