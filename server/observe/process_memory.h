// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <optional>

namespace samsa {

/// Bytes of memory that this process holds now; nothing where the system does not say.
std::optional<qint64> residentBytes();

} // namespace samsa
