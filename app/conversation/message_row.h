// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"

#include <QHash>
#include <QVariant>

namespace samsa::app {

/// What a row of the timeline tells of its message, by the roles of ui/timeline/message_roles.h;
/// nothing for those that need to know more than the message. Thread: any.
QVariant messageValue(const protocol::Message &message, int role);
QHash<int, QByteArray> messageRoleNames();

} // namespace samsa::app
