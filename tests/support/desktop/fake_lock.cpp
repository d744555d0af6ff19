// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/desktop/fake_lock.h"

#include <QDBusObjectPath>
#include <QDBusVariant>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString sessionPath = u"/org/freedesktop/login1/session/_37"_s;

} // namespace

FakeLock::FakeLock(const QDBusConnection &bus, const QString &name)
    : m_bus(bus)
    , m_name(name)
{
    m_bus.registerVirtualObject(u"/org"_s, this, QDBusConnection::SubPath);
}

FakeLock::~FakeLock()
{
    go();
    m_bus.unregisterObject(u"/org"_s, QDBusConnection::UnregisterTree);
}

bool FakeLock::come()
{
    m_isThere = m_bus.registerService(m_name);
    return m_isThere;
}

void FakeLock::go()
{
    if (std::exchange(m_isThere, false))
        m_bus.unregisterService(m_name);
}

void FakeLock::setLocked(bool locked)
{
    m_isLocked = locked;
    if (m_isThere)
        m_bus.send(news());
}

bool FakeLock::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    ++questions;
    switch (answers) {
    case Answers::Truly:
        connection.send(message.createReply(answerTo(message.member())));
        break;
    case Answers::WithErrors:
        connection.send(message.createErrorReply(QDBusError::NotSupported, u"not here"_s));
        break;
    case Answers::Never:
        message.setDelayedReply(true);
        break;
    }
    return true;
}

FakeScreenSaver::FakeScreenSaver(const QDBusConnection &bus, const QString &name, QString path)
    : FakeLock(bus, name)
    , m_interface(name)
    , m_path(std::move(path))
{
}

QVariant FakeScreenSaver::answerTo(const QString &) const
{
    return isLocked();
}

QDBusMessage FakeScreenSaver::news() const
{
    QDBusMessage signal = QDBusMessage::createSignal(m_path, m_interface, u"ActiveChanged"_s);
    signal << isLocked();
    return signal;
}

FakeLogin::FakeLogin(const QDBusConnection &bus)
    : FakeLock(bus, u"org.freedesktop.login1"_s)
{
}

QVariant FakeLogin::answerTo(const QString &method) const
{
    if (method == "GetSession"_L1)
        return QVariant::fromValue(QDBusObjectPath(sessionPath));
    return QVariant::fromValue(QDBusVariant(isLocked()));
}

QDBusMessage FakeLogin::news() const
{
    QDBusMessage signal = QDBusMessage::createSignal(
        sessionPath, u"org.freedesktop.DBus.Properties"_s, u"PropertiesChanged"_s);
    signal << u"org.freedesktop.login1.Session"_s;
    if (tellsValues)
        signal << QVariantMap {{u"LockedHint"_s, isLocked()}} << QStringList();
    else
        signal << QVariantMap() << QStringList {u"LockedHint"_s};
    return signal;
}

} // namespace samsa::test
