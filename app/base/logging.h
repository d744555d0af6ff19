// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLoggingCategory>

namespace samsa::app {

Q_DECLARE_LOGGING_CATEGORY(lcApp) ///< "samsa.app"

} // namespace samsa::app
