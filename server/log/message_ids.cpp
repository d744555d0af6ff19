// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/message_ids.h"

#include "protocol/message_id.h"
#include "server/base/clock.h"

#include <algorithm>
#include <mutex>

namespace samsa::log {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

constexpr auto clockMargin = 5s;

/// What the database is to be asked about a room.
struct Question
{
    RoomRef room;
    MessageIds::Of of = MessageIds::Of::Messages;
    QList<QUuid> ids;
    std::vector<std::size_t> messages; // Of which these are the ids.
};

MessageIds::Verdict heldBy(const QByteArray &nickname, qint64 position, Timestamp time)
{
    return {MessageIds::Known::Held, {nickname, {position, time, true}}};
}

} // namespace

MessageIds::Key MessageIds::keyOf(const QUuid &room, const QUuid &id, Of of)
{
    if (of == Of::Messages)
        return {room, id};
    QUuid otherSide = room; // No room has this id but by a chance of one in 2^122.
    otherSide.data1 = ~otherSide.data1;
    return {otherSide, id};
}

const EntryPtr *MessageIds::entryOf(const NewMessage &message) const
{
    const auto entry = m_entries.constFind(keyOf(message));
    return entry == m_entries.cend() ? nullptr : &*entry;
}

bool MessageIds::isCovered(const QUuid &id, Timestamp now) const
{
    const auto made = protocol::messageIdTime(id);
    return made && *made >= m_completeSince && *made <= now + clockMargin
        && !m_forgottenAhead.contains(*made);
}

MessageIds::Verdict MessageIds::verdictOf(const NewMessage &message, Timestamp now,
                                          Trust trust) const
{
    if (const EntryPtr *entry = entryOf(message))
        return heldBy((*entry)->nickname, (*entry)->position, (*entry)->time);
    const bool isNew = trust == Trust::Memory && isCovered(message.id, now);
    return {isNew ? Known::New : Known::Unsure, {}};
}

MessageIds::Verdict MessageIds::judge(const NewMessage &message, Timestamp now) const
{
    const std::shared_lock lock(m_mutex);
    return verdictOf(message, now, Trust::Memory);
}

std::vector<MessageIds::Verdict> MessageIds::judge(const std::vector<const NewMessage *> &messages,
                                                   Timestamp now, const Find &find,
                                                   Trust trust) const
{
    std::vector<Verdict> verdicts;
    verdicts.reserve(messages.size());
    {
        const std::shared_lock lock(m_mutex);
        for (const NewMessage *message : messages)
            verdicts.push_back(verdictOf(*message, now, trust));
    }
    QHash<QUuid, Question> questions; // By the room of their keys.
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (verdicts[i].known != Known::Unsure)
            continue;
        Question &question = questions[keyOf(*messages[i]).first];
        question.room = messages[i]->room;
        question.of = messages[i]->change ? Of::Changes : Of::Messages;
        question.ids.append(messages[i]->id);
        question.messages.push_back(i);
    }
    for (const Question &question : std::as_const(questions)) {
        const auto found = find(question.room, question.ids, question.of);
        if (!found)
            break; // A database that does not answer is not asked about the next room.
        for (const std::size_t i : question.messages) {
            const auto stored = found->constFind(messages[i]->id);
            verdicts[i] = stored == found->cend()
                ? Verdict()
                : heldBy(stored->nickname, stored->position, stored->time);
        }
    }
    return verdicts;
}

std::optional<Result<MessageLog::Accepted>> MessageIds::recall(const NewMessage &message) const
{
    const std::shared_lock lock(m_mutex);
    const EntryPtr *entry = entryOf(message);
    if (!entry)
        return std::nullopt;
    return answer({(*entry)->nickname, {(*entry)->position, (*entry)->time, true}},
                  message.nickname);
}

Result<MessageLog::Accepted> MessageIds::answer(const Holder &holder, const QByteArray &nickname)
{
    if (holder.nickname != nickname)
        return taken();
    return holder.place;
}

Error MessageIds::taken()
{
    return {Code::MessageIdTaken, u"Somebody else sent a message with this id."_s, {}};
}

EntryPtr MessageIds::find(const Key &key) const
{
    const std::shared_lock lock(m_mutex);
    return m_entries.value(key);
}

bool MessageIds::covers(const QUuid &id, Timestamp now) const
{
    const std::shared_lock lock(m_mutex);
    return isCovered(id, now);
}

Timestamp MessageIds::completeSince() const
{
    const std::shared_lock lock(m_mutex);
    return m_completeSince;
}

void MessageIds::rememberFrom(Timestamp now)
{
    const std::unique_lock lock(m_mutex);
    if (m_completeSince == Timestamp::max())
        m_completeSince = now + clockMargin;
}

MessageIds::Writer::Writer(MessageIds &ids)
    : m_ids(ids)
    , m_lock(ids.m_mutex)
{
}

bool MessageIds::Writer::remember(const EntryPtr &entry)
{
    EntryPtr &place = m_ids.m_entries[keyOf(*entry)];
    if (place)
        return false;
    place = entry;
    return true;
}

void MessageIds::Writer::replaceBy(const EntryPtr &outline)
{
    const auto place = m_ids.m_entries.find(keyOf(*outline));
    Q_ASSERT(place != m_ids.m_entries.end() && (*place)->position == outline->position);
    *place = outline;
}

void MessageIds::Writer::forget(const Entry &entry)
{
    m_ids.m_entries.remove(keyOf(entry));
    const auto made = protocol::messageIdTime(entry.id);
    if (!made)
        return; // Such an id is looked up anyway.
    if (!m_now)
        m_now = wallClock();
    // Whatever the message says of its time, which another producer's clock may have made.
    if (*made > *m_now) {
        // Raising the mark to this would send every id until then to the database.
        m_ids.m_forgottenAhead.add(*made);
        return;
    }
    if (*made < m_ids.m_completeSince)
        return;
    m_ids.m_completeSince = *made + 1ms;
    m_ids.m_forgottenAhead.dropBefore(m_ids.m_completeSince);
}

} // namespace samsa::log
