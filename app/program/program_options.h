// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "ui/theme/theme.h"
#include "ui/widgets/transport_kind.h"

#include <QRect>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace samsa::app {

/// What the desktop program may be told on its command line. Nothing is needed: what is left out is
/// asked for, or is as it was the last time.
struct ProgramOptions
{
    QString dataFolder; ///< Never empty after parsing.
    std::optional<QString> server; ///< An address to join.
    bool host = false; ///< Host on this computer.
    std::optional<QString> nickname;
    std::optional<ui::TransportKind> transport;
    std::optional<std::chrono::milliseconds> pollingInterval;
    std::optional<QString> room; ///< Opened when it is there, made when it is not.
    std::optional<ui::Scheme> theme;
    std::optional<QString> language; ///< "en" or "ko".
    std::optional<QRect> geometry;
    std::optional<QString> transcript; ///< A file that gets every message shown.

    /// What --help or --version print; nothing else is done then. Empty without them.
    QString answer;

    /// Nickname and server are given: no question is needed.
    bool joinsWithoutAsking() const { return nickname && (server || host); }
};

/// \a arguments with the program's name first; Qt's own options (-platform, -style, …) may be among
/// them. Needs no display. Errors: OptionInvalid, with a sentence for the terminal.
protocol::Result<ProgramOptions> parseProgramOptions(const QStringList &arguments);

} // namespace samsa::app
