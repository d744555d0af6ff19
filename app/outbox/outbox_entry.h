// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/outbox_entry.h"

#include <QString>

namespace samsa::app {

/// Why the entry did not go out, as a sentence for a person in the language of now; empty as long
/// as it waits. Thread: any.
QString failureText(const OutboxEntry &entry);

} // namespace samsa::app
