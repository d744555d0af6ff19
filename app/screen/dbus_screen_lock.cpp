// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/dbus_screen_lock.h"

#include "app/screen/login_session.h"
#include "app/screen/screen_saver.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

DBusScreenLock::DBusScreenLock(const QDBusConnection &session, const QDBusConnection &system,
                               QObject *parent)
    : ScreenLock(parent)
{
    if (session.isConnected()) {
        add(std::make_unique<ScreenSaver>(session, u"org.freedesktop.ScreenSaver"_s,
                                          u"/org/freedesktop/ScreenSaver"_s));
        add(std::make_unique<ScreenSaver>(session, u"org.gnome.ScreenSaver"_s,
                                          u"/org/gnome/ScreenSaver"_s));
    }
    if (system.isConnected())
        add(std::make_unique<LoginSession>(system));
}

DBusScreenLock::~DBusScreenLock() = default;

void DBusScreenLock::add(std::unique_ptr<LockService> service)
{
    connect(service.get(), &LockService::changed, this, &DBusScreenLock::decide);
    service->start();
    m_services.push_back(std::move(service));
}

void DBusScreenLock::decide()
{
    setLocked(std::any_of(m_services.cbegin(), m_services.cend(),
                          [](const auto &service) { return service->isLocked().value_or(false); }));
}

} // namespace samsa::app
