// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QList>
#include <QString>

namespace samsa {

struct IniEntry
{
    int line = 0; ///< From 1.
    QString key;
    QString value;
};

/// The `key = value` lines of an INI file, in order, repeated keys included; comments begin with #
/// or ;, and there are no sections. Not QSettings: that splits values at commas and knows no line
/// numbers. Errors: OptionInvalid, with the line.
protocol::Result<QList<IniEntry>> readIniFile(const QString &path);

} // namespace samsa
