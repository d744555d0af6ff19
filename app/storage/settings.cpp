// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/settings.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

Settings::Settings(const QString &dataFolder)
    : m_settings(dataFolder + u"/settings.ini"_s, QSettings::IniFormat)
{
}

} // namespace samsa::app
