// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/screen/lock_service.h"

namespace samsa::app {

/// The person's session at logind, on the system bus, whose LockedHint lockers set
/// (org.freedesktop.login1(5)).
class LoginSession : public LockService
{
    Q_OBJECT
public:
    explicit LoginSession(const QDBusConnection &bus, QObject *parent = nullptr);

private:
    void inquire() override;
    void follow(const QString &path);
    void readHint();

private Q_SLOTS:
    void noteProperties(const QString &interface, const QVariantMap &changed,
                        const QStringList &invalidated);

private:
    QString m_path; // of the session's object; empty until logind has named it
};

} // namespace samsa::app
