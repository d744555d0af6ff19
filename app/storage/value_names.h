// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/transport_kind.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>

namespace samsa::app {

/// A value and how the command line, the settings and a transcript write it.
template <typename T>
struct NamedValue
{
    T value;
    QLatin1StringView name;
};

/// Every value of T that has a name, as `all`.
template <typename T>
struct ValueNames;

template <>
struct ValueNames<ui::TransportKind>
{
    static constexpr std::array all {
        NamedValue<ui::TransportKind> {ui::TransportKind::Polling, QLatin1StringView("polling")},
        NamedValue<ui::TransportKind> {ui::TransportKind::Live, QLatin1StringView("live")}};
};

template <>
struct ValueNames<ui::Scheme>
{
    static constexpr std::array all {
        NamedValue<ui::Scheme> {ui::Scheme::System, QLatin1StringView("system")},
        NamedValue<ui::Scheme> {ui::Scheme::Light, QLatin1StringView("light")},
        NamedValue<ui::Scheme> {ui::Scheme::Dark, QLatin1StringView("dark")}};
};

template <typename T>
QString valueName(T value)
{
    const auto &all = ValueNames<T>::all;
    const auto place = std::find_if(all.begin(), all.end(),
                                    [value](const auto &one) { return one.value == value; });
    Q_ASSERT(place != all.end());
    return place->name;
}

/// Nothing for a name that no value has.
template <typename T>
std::optional<T> valueNamed(QStringView name)
{
    for (const auto &one : ValueNames<T>::all)
        if (one.name == name)
            return one.value;
    return std::nullopt;
}

template <typename T>
QStringList valueNames()
{
    QStringList names;
    for (const auto &one : ValueNames<T>::all)
        names.append(one.name);
    return names;
}

} // namespace samsa::app
