// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

namespace samsa::test {

/// A service of a desktop that knows whether the screen is locked, or does not say. Both kinds tell
/// by a signal when it changes. Thread: the test's.
class FakeLock : public QDBusVirtualObject
{
    Q_OBJECT
public:
    enum class Answers { Truly, WithErrors, Never };

    bool come();
    void go();
    /// Told by a signal, if the service is there.
    void setLocked(bool locked);

    Answers answers = Answers::Truly;
    int questions = 0;

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;
    QString introspect(const QString &) const override { return {}; }

protected:
    FakeLock(const QDBusConnection &bus, const QString &name);
    ~FakeLock() override;

    bool isLocked() const { return m_isLocked; }
    virtual QVariant answerTo(const QString &method) const = 0;
    virtual QDBusMessage news() const = 0;

private:
    QDBusConnection m_bus;
    QString m_name;
    bool m_isThere = false;
    bool m_isLocked = false;
};

/// org.freedesktop.ScreenSaver and those like it.
class FakeScreenSaver : public FakeLock
{
    Q_OBJECT
public:
    FakeScreenSaver(const QDBusConnection &bus, const QString &name, QString path);

private:
    QVariant answerTo(const QString &method) const override;
    QDBusMessage news() const override;

    QString m_interface;
    QString m_path;
};

/// logind, with one session.
class FakeLogin : public FakeLock
{
    Q_OBJECT
public:
    explicit FakeLogin(const QDBusConnection &bus);

    bool tellsValues = true; ///< Else only that they changed.

private:
    QVariant answerTo(const QString &method) const override;
    QDBusMessage news() const override;
};

} // namespace samsa::test
