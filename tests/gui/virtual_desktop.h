// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace samsa::test {

/// A screen, a window manager and a session bus of their own, as a person's desktop has them, with
/// nothing of assistive technology running. Wants Xvfb, openbox, dbus-daemon and xdotool; Linux.
class VirtualDesktop
{
public:
    VirtualDesktop() = default;
    ~VirtualDesktop();
    Q_DISABLE_COPY_MOVE(VirtualDesktop)

    /// Empty when it stands, else what did not start.
    QString start();

    /// For a program that is to run on it: its environment, and an end with the test's.
    void prepare(QProcess &process) const;
    QString sessionBus() const
    {
        return m_environment.value(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    }

    /// Keys to whatever window has the focus, as xdotool names them: "ctrl+k". False when they
    /// could not be sent.
    bool press(const QStringList &keys) const;
    bool type(const QString &text) const;

private:
    bool startAndReadLine(QProcess &process, const QString &program, const QStringList &arguments,
                          QByteArray &line);
    bool xdotool(const QStringList &arguments) const;

    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    QProcess m_screen;
    QProcess m_bus;
    QProcess m_windowManager;
};

} // namespace samsa::test
