// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/transport_kind.h"

#include <QSettings>
#include <QString>

#include <chrono>

namespace samsa::app {

/// What the program remembers from one start to the next, in settings.ini of its data folder. Read
/// at once, written by QSettings when the event loop is idle. Thread: the one it lives in.
class Settings
{
public:
    explicit Settings(const QString &dataFolder);

    QString nickname() const;
    void setNickname(const QString &nickname);

    ui::TransportKind transport() const;
    void setTransport(ui::TransportKind kind);

    bool hostHere() const;
    void setHostHere(bool hostHere);

    QString address() const; ///< As the person wrote it.
    void setAddress(const QString &address);

    std::chrono::milliseconds pollingInterval() const; ///< 1 s unless changed.
    void setPollingInterval(std::chrono::milliseconds interval);

    QString theme() const; ///< "system", "light" or "dark".
    void setTheme(const QString &theme);
    QString language() const; ///< Empty: the system's.

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);

private:
    QSettings m_settings;
};

} // namespace samsa::app
