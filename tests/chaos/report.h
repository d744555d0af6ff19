// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/scenario.h"

namespace samsa::chaos {

/// What came of it, as a table for people.
QString tableOf(const Outcome &outcome);

/// Puts the tables between the markers of docs/reliability.md: a run's, or in its place if the page
/// has one of the same seed and testbed. False if the page cannot be written.
bool writePage(const QString &file, const QString &title, const QString &tables);

} // namespace samsa::chaos
