// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/options.h"
#include "server/store/database.h"

#include <memory>

namespace samsa {

/// The database that the options name, brought to this program's version as a server would at its
/// start. With \a mustExist a database file that is not there is not made. OptionInvalid,
/// StartFailed.
protocol::Result<std::unique_ptr<store::Database>> openCommandDatabase(const Options &options,
                                                                       bool mustExist);

} // namespace samsa
