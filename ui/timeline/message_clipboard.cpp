// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_clipboard.h"

#include "ui/theme/time_text.h"
#include "ui/timeline/message_roles.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

#include <algorithm>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

void copyMessages(QModelIndexList messages)
{
    if (messages.isEmpty())
        return;
    std::sort(messages.begin(), messages.end());
    if (messages.size() == 1) {
        copyText(messages.first().data(TextRole).toString());
        return;
    }
    QStringList lines;
    lines.reserve(messages.size());
    for (const QModelIndex &message : messages) {
        lines << u"[%1] %2: %3"_s.arg(clockTime(message.data(TimeRole).toDateTime()),
                                      message.data(NicknameRole).toString(),
                                      message.data(TextRole).toString());
    }
    copyText(lines.join(QLatin1Char('\n')));
}

void copyText(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace samsa::ui
