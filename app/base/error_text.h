// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/error.h"

#include <QString>

namespace samsa::app {

/// The sentence a person reads for an error, in their language. A code this program does not know
/// is told in the server's own words. Thread: any.
QString errorText(const protocol::Error &error);

} // namespace samsa::app
