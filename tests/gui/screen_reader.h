// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

namespace samsa::test {

/// Listens on the bus of assistive technology as a screen reader does, and speaks what Orca 43
/// would: the name of a notification when it shows, the name of what gets the focus. Thread: the
/// test's. Questions wait for their answers.
class ScreenReader : public QObject
{
    Q_OBJECT
public:
    struct Thing
    {
        QString service;
        QString path;
        QString name;
        QString role; ///< "list item", as AT-SPI calls it.
    };

    ~ScreenReader() override;

    /// Has the bus started, says that a screen reader is there, and asks for all events. Empty when
    /// it listens, else what went wrong.
    QString start(const QString &sessionBus);

    /// The names of the programs that can be read.
    QStringList programs() const;
    /// The notifications that were heard since the start.
    QStringList heard() const { return m_heard; }
    QString lastHeard() const { return m_heard.isEmpty() ? QString() : m_heard.constLast(); }
    /// What got the focus last.
    Thing focused() const { return m_focused; }
    /// The names of what can be done with it.
    QStringList actionsOf(const Thing &thing) const;

    /// Events of any kind since the start; each with its source, for who wonders.
    QStringList events() const { return m_events; }
    /// Milliseconds since the last event.
    qint64 silentFor() const { return m_sinceEvent.elapsed(); }

private Q_SLOTS:
    void take(const QDBusMessage &event);

private:
    QDBusMessage ask(const QString &service, const QString &path, const QString &interface,
                     const QString &method, const QVariantList &arguments = {}) const;
    Thing thingAt(const QString &service, const QString &path) const;

    QDBusConnection m_bus {QString()};
    QStringList m_heard;
    QStringList m_events;
    Thing m_focused;
    QElapsedTimer m_sinceEvent;
};

} // namespace samsa::test
