// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/error.h"

namespace samsa::app {

/// Whether the same request may be taken another time: what is refused is not the request, but that
/// it came now. Thread: any.
bool mayPass(protocol::Code code);

} // namespace samsa::app
