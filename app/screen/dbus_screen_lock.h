// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/screen/lock_service.h"
#include "app/screen/screen_lock.h"

#include <vector>

namespace samsa::app {

/// Locked when one of the services that desktops have for it says so. None of them is on every
/// desktop: KDE's answers as org.freedesktop.ScreenSaver, GNOME's as org.gnome.ScreenSaver and
/// refuses under the other name, and most lockers tell logind.
class DBusScreenLock : public ScreenLock
{
    Q_OBJECT
public:
    /// A bus that is not there has no services.
    DBusScreenLock(const QDBusConnection &session, const QDBusConnection &system,
                   QObject *parent = nullptr);
    ~DBusScreenLock() override;

private:
    void add(std::unique_ptr<LockService> service);
    void decide();

    std::vector<std::unique_ptr<LockService>> m_services;
};

} // namespace samsa::app
