// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/clock.h"

#include <QTimeZone>

namespace samsa::chat {

log::Milliseconds wallClock()
{
    return log::Milliseconds(QDateTime::currentMSecsSinceEpoch());
}

QDateTime toDateTime(log::Milliseconds time)
{
    if (time.count() == 0)
        return {};
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(time.count(), QTimeZone(QTimeZone::UTC));
#else
    return QDateTime::fromMSecsSinceEpoch(time.count()).toUTC();
#endif
}

} // namespace samsa::chat
