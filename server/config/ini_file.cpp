// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/ini_file.h"

#include <QFile>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

protocol::Result<QList<IniEntry>> readIniFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error {Code::OptionInvalid,
                      u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    }
    QList<IniEntry> entries;
    for (int number = 1; !file.atEnd(); ++number) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        if (line.startsWith(u'[')) {
            return Error {
                Code::OptionInvalid,
                u"%1, line %2: there are no sections, and options stand without \"%3\""_s.arg(path)
                    .arg(number)
                    .arg(line)};
        }
        const qsizetype equals = line.indexOf(u'=');
        if (equals <= 0) {
            return Error {Code::OptionInvalid,
                          u"%1, line %2: a line is key = value"_s.arg(path).arg(number)};
        }
        entries.append({number, line.left(equals).trimmed(), line.mid(equals + 1).trimmed()});
    }
    return entries;
}

} // namespace samsa
