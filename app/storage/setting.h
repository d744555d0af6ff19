// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storage/value_names.h"

#include <QVariant>

#include <chrono>

namespace samsa::app {

/// How a T stands in settings.ini: by its name when it has one, else as QSettings writes it.
/// Nothing when what stands there is no T.
template <typename T>
struct SettingFormat
{
    static QVariant write(const T &value)
    {
        if constexpr (std::is_enum_v<T>)
            return valueName(value);
        else
            return QVariant::fromValue(value);
    }

    static std::optional<T> read(const QVariant &written)
    {
        if constexpr (std::is_enum_v<T>)
            return valueNamed<T>(written.toString());
        else
            return written.value<T>();
    }
};

/// As a number.
template <>
struct SettingFormat<std::chrono::milliseconds>
{
    static QVariant write(std::chrono::milliseconds value)
    {
        return static_cast<int>(value.count());
    }
    static std::optional<std::chrono::milliseconds> read(const QVariant &written)
    {
        return std::chrono::milliseconds(written.toInt());
    }
};

/// One thing that the program remembers from one start to the next.
template <typename T>
struct Setting
{
    QLatin1StringView key; ///< In settings.ini. Once released it stays.
    T byDefault {}; ///< Until somebody says otherwise.
    T (*allowed)(const T &) = nullptr; ///< Brings what a person wrote into the file within bounds.
};

} // namespace samsa::app
