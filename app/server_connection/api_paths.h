// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/message_id.h"

#include <QString>

/// The REST paths under /api/v1, as HttpClient takes them.
namespace samsa::app::paths {

inline QString session()
{
    return QStringLiteral("/session");
}

inline QString rooms()
{
    return QStringLiteral("/rooms");
}

inline QString messages(const QUuid &room)
{
    return QStringLiteral("/rooms/%1/messages").arg(QLatin1StringView(protocol::writeId(room)));
}

inline QString typing(const QUuid &room)
{
    return QStringLiteral("/rooms/%1/typing").arg(QLatin1StringView(protocol::writeId(room)));
}

} // namespace samsa::app::paths
