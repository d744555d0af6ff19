// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/message_clipboard.h"

#include "ui/message_roles.h"
#include "ui/time_text.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

#include <algorithm>

namespace samsa::ui {

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
        lines << QStringLiteral("[%1] %2: %3")
                     .arg(clockTime(message.data(TimeRole).toDateTime()),
                          message.data(NicknameRole).toString(), message.data(TextRole).toString());
    }
    copyText(lines.join(QLatin1Char('\n')));
}

void copyText(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace samsa::ui
