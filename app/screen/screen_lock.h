// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <memory>

namespace samsa::app {

/// Whether the screen is locked, so that nobody can see what is on it. Not locked where that cannot
/// be known. Thread: the one it lives in. Nothing blocks.
class ScreenLock : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    bool isLocked() const { return m_isLocked; }

Q_SIGNALS:
    void changed(bool locked);

protected:
    void setLocked(bool locked);

private:
    bool m_isLocked = false;
};

/// That of the desktop which this program runs on. It says *not locked* at first; what the desktop
/// says comes later.
std::unique_ptr<ScreenLock> watchScreenLock();

} // namespace samsa::app
