// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storage/setting.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <chrono>
#include <tuple>

/// Everything that the program remembers, one declaration each, and `all` of them. A new one is
/// written here and used where it is needed; nothing stands between.
namespace samsa::app::settings {

inline constexpr std::chrono::milliseconds shortestPollingInterval {100};
inline constexpr std::chrono::milliseconds longestPollingInterval {60'000};

inline const Setting<QString> nickname {QLatin1StringView("join/nickname")};
inline const Setting<ui::TransportKind> transport {QLatin1StringView("join/transport"),
                                                   ui::TransportKind::Live};
inline const Setting<bool> hostHere {QLatin1StringView("join/host"), true};
/// As the person wrote it.
inline const Setting<QString> address {QLatin1StringView("join/server")};
inline const Setting<std::chrono::milliseconds> pollingInterval {
    QLatin1StringView("polling/interval"), std::chrono::seconds(1),
    [](const std::chrono::milliseconds &interval) {
        return std::clamp(interval, shortestPollingInterval, longestPollingInterval);
    }};
inline const Setting<ui::Scheme> theme {QLatin1StringView("window/theme"), ui::Scheme::System};
/// "en" or "ko"; empty: the system's.
inline const Setting<QString> language {QLatin1StringView("window/language")};
inline const Setting<QByteArray> windowGeometry {QLatin1StringView("window/geometry")};

inline const auto all = std::tie(nickname, transport, hostHere, address, pollingInterval, theme,
                                 language, windowGeometry);

} // namespace samsa::app::settings
