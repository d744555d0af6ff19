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
    return {QUuid::createUuid(), lobby, app::TextMessage {QStringLiteral("hello")}};
}

/// One of each kind, and what the wire says of it.
inline QList<std::pair<app::Outgoing, protocol::SendRequest>> outgoingOfEachKind()
{
    const QUuid target = QUuid::createUuid();
    const QString sign = QStringLiteral("👍");
    QList<std::pair<app::Outgoing, protocol::SendRequest>> all {
        {{{}, lobby, app::TextMessage {QStringLiteral("hello")}}, {{}, "hello"}},
        {{{}, lobby, app::TextMessage {QStringLiteral("yes"), target}}, {{}, "yes", target}},
        {{{}, lobby, app::MessageEdit {target, QStringLiteral("안녕")}},
         {{}, "안녕", {}, protocol::EventType::Edit, target}},
        {{{}, lobby, app::MessageDeletion {target}},
         {{}, {}, {}, protocol::EventType::Delete, target}},
        {{{}, lobby, app::MessageReaction {target, sign}},
         {{}, {}, {}, protocol::EventType::Reaction, target, sign.toUtf8()}},
        {{{}, lobby, app::MessageReaction {target, sign, true}},
         {{}, {}, {}, protocol::EventType::Reaction, target, sign.toUtf8(), true}},
    };
    for (auto &[outgoing, request] : all) {
        outgoing.id = QUuid::createUuid();
        request.id = outgoing.id;
    }
    return all;
}

/// What was heard of one kind, in the order it came. \a heard spies on Transport::heard.
template <typename Event>
QList<Event> eventsOf(const QSignalSpy &heard)
{
    QList<Event> events;
    for (const auto &arguments : heard) {
        const auto event = arguments[0].value<app::ServerEvent>();
        if (const auto *of = std::get_if<Event>(&event))
            events.append(*of);
    }
    return events;
}

/// The positions of the messages that were heard, in the order they came.
inline QList<qint64> positionsOf(const QSignalSpy &heard)
{
    QList<qint64> positions;
    for (const auto &arrived : eventsOf<app::MessagesArrived>(heard))
        for (const auto &one : arrived.messages)
            positions.append(one.position);
    return positions;
}

inline app::Transport::SendDone into(Sent &sent)
{
    return [&sent](protocol::Result<protocol::Accepted> answer) { sent = std::move(answer); };
}

} // namespace samsa::test
