// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/log/change_judge.h"

#include "server/base/fold.h"

namespace samsa::log {

using protocol::EventType;

ChangeJudge::ChangeJudge(const Tail &tail, Load load)
    : m_tail(tail)
    , m_load(std::move(load))
{
}

EntryPtr ChangeJudge::find(const NewMessage &change) const
{
    const Key key = MessageIds::keyOf(change.room.id, change.change->target);
    const auto known = m_messages.constFind(key);
    return known == m_messages.cend() ? m_tail.ids().find(key) : *known;
}

void ChangeJudge::prepare(const std::vector<const NewMessage *> &changes)
{
    struct Question
    {
        RoomRef room;
        QList<QUuid> ids;
    };
    QHash<QUuid, Question> questions;
    for (const NewMessage *change : changes) {
        if (find(*change))
            continue;
        Question &question = questions[change->room.id];
        question.room = change->room;
        if (!question.ids.contains(change->change->target))
            question.ids.append(change->change->target);
    }
    for (const Question &question : std::as_const(questions)) {
        const auto loaded = m_load(question.room, question.ids);
        m_asked.insert(question.room.id, loaded.ok());
        if (!loaded)
            break; // A database that does not answer is not asked about the next room.
        for (EntryPtr message : *loaded) {
            const auto later = m_tail.changesOf(question.room.id, message->id);
            for (const EntryPtr &change : later)
                if (auto folded = fold(message, madeBy(*change)))
                    message = std::move(folded).value();
            take(message);
        }
    }
}

ChangeJudge::Verdict ChangeJudge::judge(const NewMessage &change, qint64 position)
{
    using Known = Verdict::Known;
    const EntryPtr message = find(change);
    if (!message) {
        const bool isAnswered = m_asked.value(change.room.id);
        return {.known = isAnswered ? Known::Refused : Known::Unsure,
                .after = {},
                .why = targetNotFound()};
    }
    const auto after = fold(message, madeBy(change, position));
    if (!after)
        return {.known = Known::Refused, .after = {}, .why = after.error()};
    // An outline has lost its text, so nobody can say what the message is now.
    const bool isOutline = message->json.isEmpty();
    return {.known = Known::Applies, .after = isOutline ? EntryPtr() : *after, .why = {}};
}

EntryPtr ChangeJudge::entryOf(const NewMessage &change, qint64 position, const Verdict &verdict)
{
    Change withAfter = *change.change;
    withAfter.after = verdict.after;
    NewMessage complete = change;
    complete.change = std::make_shared<const Change>(std::move(withAfter));
    if (verdict.after)
        take(verdict.after);
    return makeEntry(complete, position);
}

void ChangeJudge::take(const EntryPtr &message)
{
    m_messages.insert(MessageIds::keyOf(message->room.id, message->id), message);
}

} // namespace samsa::log
