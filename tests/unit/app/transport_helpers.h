// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/transport.h"
#include "protocol/shapes.h"

#include <QSignalSpy>

#include <optional>

/// What the tests of both transports share.
namespace samsa::test {

using Sent = std::optional<protocol::Result<protocol::Accepted>>;

inline const QUuid lobby = QUuid::createUuid();

inline protocol::Message message(qint64 position)
{
    protocol::Message made;
    made.id = QUuid::createUuid();
    made.room = lobby;
    made.position = position;
    made.nickname = QStringLiteral("Ben");
    made.text = QStringLiteral("text");
    made.time = QDateTime::currentDateTimeUtc();
    return made;
}

inline app::Outgoing outgoing()
{
    return {QUuid::createUuid(), lobby, QStringLiteral("hello")};
}

/// The positions that came with messagesArrived, in the order they came.
inline QList<qint64> positionsOf(const QSignalSpy &arrived)
{
    QList<qint64> positions;
    for (const auto &arguments : arrived)
        for (const auto &one : arguments[1].value<QList<protocol::Message>>())
            positions.append(one.position);
    return positions;
}

inline app::Transport::SendDone into(Sent &sent)
{
    return [&sent](protocol::Result<protocol::Accepted> answer) { sent = std::move(answer); };
}

} // namespace samsa::test
