// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/pending_changes.h"

#include "app/conversation/message_fold.h"

#include <algorithm>

namespace samsa::app {

using protocol::EventType;
using protocol::Message;
using protocol::MessageEvent;

namespace {

void put(MessageEvent &, const TextMessage &) {}

void put(MessageEvent &event, const MessageEdit &edit)
{
    event.type = EventType::Edit;
    event.text = edit.text;
}

void put(MessageEvent &event, const MessageDeletion &)
{
    event.type = EventType::Delete;
}

void put(MessageEvent &event, const MessageReaction &reaction)
{
    event.type = EventType::Reaction;
    event.reaction = reaction.reaction;
    event.remove = reaction.remove;
}

} // namespace

void PendingChanges::put(const OutboxEntry &entry)
{
    Q_ASSERT(!isMessage(entry.what));
    QList<Change> &changes = m_changes[targetOf(entry.what)];
    const auto there = std::find_if(changes.begin(), changes.end(), [&entry](const Change &one) {
        return one.entry.id == entry.id;
    });
    if (there == changes.end()) {
        changes.append({entry});
        return;
    }
    const bool isTriedAgain = there->entry.hasFailed() && !entry.hasFailed();
    there->entry = entry;
    if (isTriedAgain)
        std::rotate(there, there + 1, changes.end());
}

QUuid PendingChanges::remove(const QUuid &id)
{
    for (auto it = m_changes.begin(); it != m_changes.end(); ++it) {
        if (it->removeIf([&id](const Change &one) { return one.entry.id == id; }) == 0)
            continue;
        const QUuid target = it.key();
        if (it->isEmpty())
            m_changes.erase(it);
        return target;
    }
    return {};
}

void PendingChanges::settle(const QUuid &id, qint64 position)
{
    for (QList<Change> &changes : m_changes)
        for (Change &change : changes)
            if (change.entry.id == id)
                change.settled = position;
}

void PendingChanges::dropKnown(const Message &message)
{
    const auto its = m_changes.find(message.id);
    if (its == m_changes.end())
        return;
    its->removeIf([&message](const Change &one) {
        return one.settled > 0 && one.settled <= message.changed;
    });
    if (its->isEmpty())
        m_changes.erase(its);
}

Message PendingChanges::over(Message message) const
{
    const qint64 changed = message.changed;
    const QList<Change> changes = m_changes.value(message.id);
    for (const Change &change : changes) {
        if (change.entry.hasFailed())
            continue;
        MessageEvent event;
        event.target = message.id;
        event.position = message.changed + 1; // whatever it will be, it is the next one
        event.nickname = m_ownNickname;
        event.time = change.entry.written;
        std::visit([&event](const auto &one) { samsa::app::put(event, one); }, change.entry.what);
        fold(message, event);
    }
    message.changed = changed;
    return message;
}

bool PendingChanges::isWaiting(const QUuid &message) const
{
    const auto its = m_changes.constFind(message);
    return its != m_changes.cend()
        && std::any_of(its->cbegin(), its->cend(),
                       [](const Change &one) { return !one.entry.hasFailed(); });
}

const OutboxEntry *PendingChanges::refused(const QUuid &message) const
{
    const auto its = m_changes.constFind(message);
    if (its == m_changes.cend())
        return nullptr;
    const auto last = std::find_if(its->crbegin(), its->crend(),
                                   [](const Change &one) { return one.entry.hasFailed(); });
    return last == its->crend() ? nullptr : &last->entry;
}

} // namespace samsa::app
