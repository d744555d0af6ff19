// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/message_id.h"

#include <QNetworkRequest>
#include <QUrl>

namespace samsa::chaos {

/// Longer than a server that works ever takes.
inline constexpr int httpPatienceMs = 6'000;

inline QString messagesOf(const QUuid &room)
{
    return QStringLiteral("/api/v1/rooms/%1/messages")
        .arg(QString::fromLatin1(protocol::writeId(room)));
}

inline QNetworkRequest requestTo(quint16 port, const QString &path, const QByteArray &token)
{
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)));
    request.setRawHeader("Authorization", "Bearer " + token);
    request.setTransferTimeout(httpPatienceMs);
    return request;
}

} // namespace samsa::chaos
