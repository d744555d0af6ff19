// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/logging.h"

namespace samsa::app {

Q_LOGGING_CATEGORY(lcApp, "samsa.app", QtInfoMsg)

} // namespace samsa::app
