// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/screen_lock.h"

#ifdef SAMSA_DBUS
#include "app/screen/dbus_screen_lock.h"
#endif

namespace samsa::app {

void ScreenLock::setLocked(bool locked)
{
    if (m_isLocked == locked)
        return;
    m_isLocked = locked;
    Q_EMIT changed(locked);
}

std::unique_ptr<ScreenLock> watchScreenLock()
{
#ifdef SAMSA_DBUS
    return std::make_unique<DBusScreenLock>(QDBusConnection::sessionBus(),
                                            QDBusConnection::systemBus());
#else
    return std::make_unique<ScreenLock>();
#endif
}

} // namespace samsa::app
