// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/entry.h"
#include "server/store/store.h"

namespace samsa::test {

Timestamp now();

/// A message with an id of its own, by "ann", made now.
NewMessage messageTo(const RoomRef &room, const QString &text);
/// What the same person does to a message.
NewMessage editOf(const NewMessage &message, const QString &text);
NewMessage deletionOf(const NewMessage &message);
/// What somebody does to it.
NewMessage reactionTo(const NewMessage &message, const QString &reaction,
                      const QByteArray &nickname = "ann", bool remove = false);
EntryPtr entryIn(const RoomRef &room, qint64 position,
                 const QString &text = QStringLiteral("hello"));

/// A room in the database.
RoomRef makeRoom(store::Store &store, const QString &name, int partition = 0);

/// The texts, to compare at a glance.
QStringList textsOf(const std::vector<EntryPtr> &entries);
QList<qint64> positionsOf(const std::vector<EntryPtr> &entries);

} // namespace samsa::test
