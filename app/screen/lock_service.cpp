// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/lock_service.h"

namespace samsa::app {

LockService::LockService(const QDBusConnection &bus, QString name, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_name(std::move(name))
    , m_watcher(m_name, m_bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &, const QString &owner) { changeOwner(owner); });
}

void LockService::start()
{
    listen();
    inquire();
}

void LockService::changeOwner(const QString &owner)
{
    m_question.reset();
    setLocked(std::nullopt);
    if (!owner.isEmpty())
        inquire();
}

void LockService::setLocked(std::optional<bool> locked)
{
    if (m_isLocked == locked)
        return;
    m_isLocked = locked;
    Q_EMIT changed();
}

void LockService::ask(const QString &path, const QString &interface, const QString &method,
                      const QVariantList &arguments, Take take)
{
    QDBusMessage question = QDBusMessage::createMethodCall(m_name, path, interface, method);
    question.setArguments(arguments);
    question.setAutoStartService(false);
    m_question = std::make_unique<QDBusPendingCallWatcher>(m_bus.asyncCall(question));
    connect(m_question.get(), &QDBusPendingCallWatcher::finished, this,
            [this, take = std::move(take)] {
                // Not deleted here, inside its own signal.
                QDBusPendingCallWatcher *const answered = m_question.release();
                answered->deleteLater();
                if (answered->isError())
                    setLocked(std::nullopt);
                else
                    take(answered->reply());
            });
}

} // namespace samsa::app
