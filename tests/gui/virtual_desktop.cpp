// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/virtual_desktop.h"

#include <QDeadlineTimer>
#include <QDir>

#include <csignal>
#include <sys/prctl.h>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int startsWithin = 20'000; // ms

} // namespace

VirtualDesktop::~VirtualDesktop()
{
    for (QProcess *const process : {&m_windowManager, &m_bus, &m_screen}) {
        process->terminate();
        if (process->state() != QProcess::NotRunning && !process->waitForFinished(5'000))
            process->kill();
        process->waitForFinished(5'000);
    }
}

QString VirtualDesktop::start()
{
    m_environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name :
         {u"WAYLAND_DISPLAY"_s, u"AT_SPI_BUS_ADDRESS"_s, u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s,
          u"QT_ACCESSIBILITY"_s, u"NO_AT_BRIDGE"_s})
        m_environment.remove(name);
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    m_environment.insert(u"GSETTINGS_BACKEND"_s, u"memory"_s);
    // libxkbcommon-x11 copies names out of answers of the X server by strndup(), which may end
    // without a zero; AddressSanitizer would have it end with one.
    m_environment.insert(u"ASAN_OPTIONS"_s,
                         m_environment.value(u"ASAN_OPTIONS"_s) + u":strict_string_checks=0"_s);
    for (const QString &name : {u"XDG_RUNTIME_DIR"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s})
        m_environment.insert(name, m_folder.path());

    QByteArray display;
    if (!startAndReadLine(m_screen, u"Xvfb"_s,
                          {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1024x768x24"_s,
                           u"-nolisten"_s, u"tcp"_s},
                          display))
        return u"Xvfb does not start"_s;
    m_environment.insert(u"DISPLAY"_s, u":"_s + QString::fromLatin1(display));

    QByteArray address;
    if (!startAndReadLine(m_bus, u"dbus-daemon"_s,
                          {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s,
                           u"--address=unix:path="_s + m_folder.filePath(u"bus"_s)},
                          address))
        return u"dbus-daemon does not start"_s;
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, QString::fromLatin1(address));

    prepare(m_windowManager);
    m_windowManager.setProcessChannelMode(QProcess::MergedChannels);
    // It runs that when it manages the screen.
    const QString ready = m_folder.filePath(u"ready"_s);
    m_windowManager.start(u"openbox"_s, {u"--startup"_s, u"touch "_s + ready});
    QDeadlineTimer deadline(startsWithin);
    while (!QFile::exists(ready) && !deadline.hasExpired()
           && m_windowManager.state() != QProcess::NotRunning)
        m_windowManager.waitForFinished(50);
    return QFile::exists(ready) ? QString() : u"openbox does not start"_s;
}

void VirtualDesktop::prepare(QProcess &process) const
{
    process.setProcessEnvironment(m_environment);
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
}

bool VirtualDesktop::startAndReadLine(QProcess &process, const QString &program,
                                      const QStringList &arguments, QByteArray &line)
{
    prepare(process);
    process.start(program, arguments);
    const QDeadlineTimer deadline(startsWithin);
    while (!process.canReadLine() && !deadline.hasExpired()
           && process.state() != QProcess::NotRunning)
        process.waitForReadyRead(200);
    line = process.readLine().trimmed();
    return !line.isEmpty();
}

bool VirtualDesktop::press(const QStringList &keys) const
{
    return xdotool(QStringList {u"key"_s} + keys);
}

bool VirtualDesktop::type(const QString &text) const
{
    return xdotool({u"type"_s, u"--delay"_s, u"12"_s, text});
}

bool VirtualDesktop::xdotool(const QStringList &arguments) const
{
    QProcess process;
    prepare(process);
    process.start(u"xdotool"_s, arguments);
    return process.waitForFinished(startsWithin) && process.exitCode() == 0;
}

} // namespace samsa::test
