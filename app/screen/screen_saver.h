// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/screen/lock_service.h"

namespace samsa::app {

/// A screen saver on the session bus, which says GetActive and ActiveChanged. Active is what covers
/// the screen, whether it wants a password or not.
class ScreenSaver : public LockService
{
    Q_OBJECT
public:
    /// \a name is that of its interface, too.
    ScreenSaver(const QDBusConnection &bus, const QString &name, QString path,
                QObject *parent = nullptr);

private:
    void listen() override;
    void inquire() override;

private Q_SLOTS:
    void noteActive(bool active);

private:
    QString m_path;
};

} // namespace samsa::app
