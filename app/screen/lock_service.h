// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace samsa::app {

/// A service of the desktop that knows whether the screen is locked, if it is there: it may come
/// and go at any time, be of a kind that refuses to say, or hang and never answer. It is asked when
/// it comes, and forgotten when it goes. None is started by being asked.
///
/// Thread: the one it lives in. Nothing waits for the service. That is why there is no
/// QDBusInterface here: making one asks the service what it is and waits 25 s for the answer.
class LockService : public QObject
{
    Q_OBJECT
public:
    void start();

    /// Nothing while the service has not said.
    std::optional<bool> isLocked() const { return m_isLocked; }

Q_SIGNALS:
    void changed();

protected:
    using Take = std::function<void(const QDBusMessage &answer)>;

    LockService(const QDBusConnection &bus, QString name, QObject *parent);

    QDBusConnection &bus() { return m_bus; }
    QString name() const { return m_name; }
    void setLocked(std::optional<bool> locked);
    /// Asks the service; a question before it that has no answer yet is given up. After an error
    /// nothing is known.
    void ask(const QString &path, const QString &interface, const QString &method,
             const QVariantList &arguments, Take take);

    /// What it tells by itself, whoever it will be that has the name.
    virtual void listen() {}
    /// The service may be there: ask it.
    virtual void inquire() = 0;

private:
    void changeOwner(const QString &owner);

    QDBusConnection m_bus;
    QString m_name;
    QDBusServiceWatcher m_watcher;
    std::unique_ptr<QDBusPendingCallWatcher> m_question;
    std::optional<bool> m_isLocked;
};

} // namespace samsa::app
