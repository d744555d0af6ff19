// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/message_fold.h"

#include <algorithm>

namespace samsa::app {

using protocol::EventType;
using protocol::Message;
using protocol::MessageEvent;
using protocol::Reaction;

namespace {

void foldReaction(Message &message, const MessageEvent &event)
{
    const auto place = std::find_if(
        message.reactions.begin(), message.reactions.end(),
        [&event](const Reaction &reaction) { return reaction.reaction == event.reaction; });
    if (event.remove) {
        if (place == message.reactions.end())
            return;
        place->nicknames.removeAll(event.nickname);
        if (place->nicknames.isEmpty())
            message.reactions.erase(place);
    } else if (place == message.reactions.end()) {
        message.reactions.append({event.reaction, {event.nickname}});
    } else if (!place->nicknames.contains(event.nickname)) {
        place->nicknames.append(event.nickname);
    }
}

} // namespace

bool fold(Message &message, const MessageEvent &event)
{
    if (message.id != event.target || event.position <= message.changed || message.deleted)
        return false;
    message.changed = event.position;
    switch (event.type) {
    case EventType::Edit:
        message.text = event.text;
        message.edited = event.time;
        break;
    case EventType::Delete:
        message.deleted = true;
        message.text.clear();
        message.reactions.clear();
        break;
    case EventType::Reaction:
        foldReaction(message, event);
        break;
    }
    return true;
}

} // namespace samsa::app
