// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/entry.h"
#include "server/store/store.h"

namespace samsa::test {

log::Milliseconds now();

/// A message with an id of its own, by "ann", made now.
log::NewMessage messageTo(const log::RoomRef &room, const QString &text);
log::EntryPtr entryIn(const log::RoomRef &room, qint64 position,
                      const QString &text = QStringLiteral("hello"));

/// A room in the database.
log::RoomRef makeRoom(store::Store &store, const QString &name, int partition = 0);

/// The texts, to compare at a glance.
QStringList textsOf(const std::vector<log::EntryPtr> &entries);
QList<qint64> positionsOf(const std::vector<log::EntryPtr> &entries);

} // namespace samsa::test
