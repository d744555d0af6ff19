// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/response.h"
#include "server/net/request_head.h"

namespace samsa::http {

/// The answer to a request that was not read to its end: a problem document whose code fits the
/// status.
Response refusalResponse(const net::HeadRefusal &refusal);

} // namespace samsa::http
