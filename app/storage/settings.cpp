// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/settings.h"

#include <algorithm>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

// The keys of settings.ini: once released they stay.
constexpr QLatin1StringView nicknameKey("join/nickname");
constexpr QLatin1StringView transportKey("join/transport");
constexpr QLatin1StringView hostHereKey("join/host");
constexpr QLatin1StringView addressKey("join/server");
constexpr QLatin1StringView intervalKey("polling/interval");
constexpr QLatin1StringView themeKey("window/theme");
constexpr QLatin1StringView languageKey("window/language");
constexpr QLatin1StringView geometryKey("window/geometry");

constexpr QLatin1StringView polling("polling");
constexpr QLatin1StringView live("live");

constexpr int defaultInterval = 1000;

} // namespace

Settings::Settings(const QString &dataFolder)
    : m_settings(dataFolder + u"/settings.ini"_s, QSettings::IniFormat)
{
}

QString Settings::nickname() const
{
    return m_settings.value(nicknameKey).toString();
}

void Settings::setNickname(const QString &nickname)
{
    m_settings.setValue(nicknameKey, nickname);
}

ui::TransportKind Settings::transport() const
{
    return m_settings.value(transportKey).toString() == polling ? ui::TransportKind::Polling
                                                                : ui::TransportKind::Live;
}

void Settings::setTransport(ui::TransportKind kind)
{
    m_settings.setValue(transportKey, kind == ui::TransportKind::Polling ? polling : live);
}

bool Settings::hostHere() const
{
    return m_settings.value(hostHereKey, true).toBool();
}

void Settings::setHostHere(bool hostHere)
{
    m_settings.setValue(hostHereKey, hostHere);
}

QString Settings::address() const
{
    return m_settings.value(addressKey).toString();
}

void Settings::setAddress(const QString &address)
{
    m_settings.setValue(addressKey, address);
}

std::chrono::milliseconds Settings::pollingInterval() const
{
    const int interval = m_settings.value(intervalKey, defaultInterval).toInt();
    return std::chrono::milliseconds(std::clamp(interval, 100, 60'000));
}

void Settings::setPollingInterval(std::chrono::milliseconds interval)
{
    m_settings.setValue(intervalKey, static_cast<int>(interval.count()));
}

QString Settings::theme() const
{
    return m_settings.value(themeKey, u"system"_s).toString();
}

void Settings::setTheme(const QString &theme)
{
    m_settings.setValue(themeKey, theme);
}

QString Settings::language() const
{
    return m_settings.value(languageKey).toString();
}

QByteArray Settings::windowGeometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_settings.setValue(geometryKey, geometry);
}

} // namespace samsa::app
