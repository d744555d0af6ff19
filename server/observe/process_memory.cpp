// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/observe/process_memory.h"

#include <QFile>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace samsa {

using namespace Qt::Literals::StringLiterals;

std::optional<qint64> residentBytes()
{
#ifdef Q_OS_LINUX
    QFile file(u"/proc/self/statm"_s); // proc(5): size, resident, … in pages
    if (file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> fields = file.readAll().split(' ');
        bool isNumber = false;
        const qint64 pages = fields.value(1).toLongLong(&isNumber);
        if (isNumber)
            return pages * sysconf(_SC_PAGESIZE);
    }
#endif
    return std::nullopt;
}

} // namespace samsa
