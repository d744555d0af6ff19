// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/times.h"

#include <QUuid>

#include <chrono>
#include <optional>

namespace samsa::protocol {

/// A new message id: a UUID of version 7 (RFC 9562 §5.7), so that it carries the moment it was
/// made. A server uses that moment to know which ids cannot have been sent before. Any other UUID
/// is accepted as well, it only costs the server a look into the database.
QUuid makeMessageId();
QUuid makeMessageId(Timestamp time);

/// When the id was made, for version 7; nothing for any other version.
std::optional<Timestamp> messageIdTime(const QUuid &id);

/// A UUID in the one written form that the wire takes: 36 lower- or upper-case characters without
/// braces.
std::optional<QUuid> parseId(QByteArrayView text);
/// Lower case, without braces.
QByteArray writeId(const QUuid &id);

} // namespace samsa::protocol
