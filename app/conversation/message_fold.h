// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

namespace samsa::app {

/// Makes of a message what became of it by \a event, which is one of its room that the server told.
/// False when that changes nothing: it is known already, or is about another message. Thread: any.
bool fold(protocol::Message &message, const protocol::MessageEvent &event);

} // namespace samsa::app
