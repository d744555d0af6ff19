// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/transport.h"

namespace samsa::app {

using protocol::EventType;
using protocol::SendRequest;

namespace {

void put(SendRequest &request, const TextMessage &message)
{
    request.text = message.text.toUtf8();
    request.replyTo = message.replyTo;
}

void put(SendRequest &request, const MessageEdit &edit)
{
    request.event = EventType::Edit;
    request.target = edit.target;
    request.text = edit.text.toUtf8();
}

void put(SendRequest &request, const MessageDeletion &deletion)
{
    request.event = EventType::Delete;
    request.target = deletion.target;
}

void put(SendRequest &request, const MessageReaction &reaction)
{
    request.event = EventType::Reaction;
    request.target = reaction.target;
    request.reaction = reaction.reaction.toUtf8();
    request.remove = reaction.remove;
}

} // namespace

QByteArray bodyOf(const Outgoing &outgoing)
{
    SendRequest request;
    request.id = outgoing.id;
    std::visit([&request](const auto &one) { put(request, one); }, outgoing.what);
    return protocol::writeSendRequest(request);
}

} // namespace samsa::app
