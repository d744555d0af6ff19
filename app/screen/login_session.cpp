// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/login_session.h"

#include <QDBusObjectPath>
#include <QDBusVariant>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto sessionInterface = "org.freedesktop.login1.Session"_L1;
constexpr auto propertiesInterface = "org.freedesktop.DBus.Properties"_L1;
constexpr auto lockedHint = "LockedHint"_L1;

} // namespace

LoginSession::LoginSession(const QDBusConnection &bus, QObject *parent)
    : LockService(bus, u"org.freedesktop.login1"_s, parent)
{
}

void LoginSession::inquire()
{
    // "auto": the session of this process, or the one that the person has on the screen, when it
    // was started by the user's systemd. There is an object of that name, but it tells nothing.
    ask(u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, u"GetSession"_s,
        {u"auto"_s}, [this](const QDBusMessage &answer) {
            const QString path = answer.arguments().value(0).value<QDBusObjectPath>().path();
            if (!path.isEmpty())
                follow(path);
        });
}

void LoginSession::follow(const QString &path)
{
    const QString changes = u"PropertiesChanged"_s;
    const char *const slot = SLOT(noteProperties(QString, QVariantMap, QStringList));
    if (path != m_path) {
        if (!m_path.isEmpty())
            bus().disconnect(name(), m_path, propertiesInterface, changes, this, slot);
        m_path = path;
        bus().connect(name(), m_path, propertiesInterface, changes, this, slot);
    }
    readHint();
}

void LoginSession::readHint()
{
    ask(m_path, propertiesInterface, u"Get"_s, {QString(sessionInterface), QString(lockedHint)},
        [this](const QDBusMessage &answer) {
            const QVariant hint = answer.arguments().value(0).value<QDBusVariant>().variant();
            if (hint.typeId() == QMetaType::Bool)
                setLocked(hint.toBool());
        });
}

void LoginSession::noteProperties(const QString &interface, const QVariantMap &changed,
                                  const QStringList &invalidated)
{
    if (interface != sessionInterface)
        return;
    if (const auto hint = changed.constFind(lockedHint); hint != changed.cend())
        setLocked(hint->toBool());
    else if (invalidated.contains(lockedHint))
        readHint();
}

} // namespace samsa::app
