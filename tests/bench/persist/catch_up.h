// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/persist/loads.h"

namespace samsa::bench {

/// Puts the messages on a topic of a real Kafka, and then starts a persister: how many seconds it
/// takes from its start until the database has them all, its joining of the group included. Ends
/// the program if there is no Kafka.
store::Result<double> catchUp(const QString &databaseUrl, const Entries &entries);

} // namespace samsa::bench
