// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/options.h"
#include "server/store/database.h"

#include <memory>

namespace samsa {

enum class DatabaseUse {
    Read, ///< Nothing is made or changed, hence it must have this program's version.
    Fill, ///< Made if it is not there, and brought to this program's version as by a server.
};

/// The database that the options name. OptionInvalid, StartFailed.
protocol::Result<std::unique_ptr<store::Database>> openCommandDatabase(const Options &options,
                                                                       DatabaseUse use);

} // namespace samsa
