// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/options.h"

#include <QSslConfiguration>

#include <optional>

namespace samsa {

/// What the TLS options say; nothing where there are none. StartFailed for files that cannot be
/// read or do not fit.
protocol::Result<std::optional<QSslConfiguration>> loadTls(const Options &options);

} // namespace samsa
