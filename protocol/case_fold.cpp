// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/case_fold.h"

#include "protocol/text_bytes.h"

#include <QByteArray>

#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace samsa::protocol {

QString caseFolded(const QString &text)
{
    QByteArray utf8 = text.toUtf8();
    // In rounds, because what is composed at the end may be folded further; two are enough for all
    // of Unicode.
    for (int round = 0; round < 2; ++round) {
        utf8proc_uint8_t *mapped = nullptr;
        const utf8proc_ssize_t size = utf8proc_map(
            reinterpret_cast<const utf8proc_uint8_t *>(utf8.constData()), utf8.size(), &mapped,
            utf8proc_option_t(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT
                              | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
        const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
        if (size < 0)
            break; // Without memory: QString::toUtf8() gives nothing else that it could refuse.
        const QByteArray folded(reinterpret_cast<const char *>(mapped), size);
        if (folded == utf8)
            break;
        utf8 = folded;
    }
    return textFromUtf8(utf8);
}

} // namespace samsa::protocol
