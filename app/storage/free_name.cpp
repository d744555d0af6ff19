// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/free_name.h"

#include <QFileInfo>

namespace samsa::app {

namespace {

/// Also a link that leads nowhere is something.
bool isTaken(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

} // namespace

QString freeName(const QString &path)
{
    return isTaken(path) ? numberedName(path) : path;
}

QString numberedName(const QString &path)
{
    int number = 1;
    const auto name = [&] { return path + QLatin1Char('-') + QString::number(number); };
    while (isTaken(name()))
        ++number;
    return name();
}

} // namespace samsa::app
