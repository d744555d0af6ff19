// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storage/setting_table.h"

#include <QSettings>
#include <QString>

#include <type_traits>

namespace samsa::app {

/// What the program remembers from one start to the next (setting_table.h), in settings.ini of its
/// data folder. Read at once, written by QSettings when the event loop is idle. Thread: the one it
/// lives in.
class Settings
{
public:
    explicit Settings(const QString &dataFolder);

    template <typename T>
    T get(const Setting<T> &setting) const
    {
        const QVariant written = m_settings.value(setting.key);
        const T value = written.isValid()
            ? SettingFormat<T>::read(written).value_or(setting.byDefault)
            : setting.byDefault;
        return setting.allowed != nullptr ? setting.allowed(value) : value;
    }

    template <typename T>
    void set(const Setting<T> &setting, const std::type_identity_t<T> &value)
    {
        m_settings.setValue(setting.key, SettingFormat<T>::write(value));
    }

private:
    QSettings m_settings;
};

} // namespace samsa::app
