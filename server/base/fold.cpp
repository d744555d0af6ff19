// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/base/fold.h"

#include "protocol/limits.h"
#include "protocol/rules.h"
#include "protocol/text_bytes.h"

#include <algorithm>

namespace samsa {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::EventType;
using protocol::Reaction;
using protocol::Result;

namespace {

qsizetype indexOf(const QStringList &nicknames, const QByteArray &nickname)
{
    const QString folded = protocol::foldName(protocol::textFromUtf8(nickname));
    const auto found =
        std::find_if(nicknames.cbegin(), nicknames.cend(), [&folded](const QString &other) {
            return protocol::foldName(other) == folded;
        });
    return found == nicknames.cend() ? -1 : found - nicknames.cbegin();
}

Result<void> put(QList<Reaction> &reactions, const QString &sign, const QByteArray &nickname)
{
    qsizetype people = 0;
    Reaction *there = nullptr;
    for (Reaction &reaction : reactions) {
        people += reaction.nicknames.size();
        if (reaction.reaction == sign)
            there = &reaction;
    }
    if (there && indexOf(there->nicknames, nickname) >= 0)
        return {};
    if (people >= protocol::limits::reactingPeople
        || (!there && reactions.size() >= protocol::limits::reactionsOfMessage))
        return Error {Code::ReactionsFull, u"This message has as many reactions as it may."_s, {}};
    if (there)
        there->nicknames.append(protocol::textFromUtf8(nickname));
    else
        reactions.append({sign, {protocol::textFromUtf8(nickname)}});
    return {};
}

void takeAway(QList<Reaction> &reactions, const QString &sign, const QByteArray &nickname)
{
    const auto there =
        std::find_if(reactions.begin(), reactions.end(),
                     [&sign](const Reaction &reaction) { return reaction.reaction == sign; });
    if (there == reactions.end())
        return;
    if (const qsizetype index = indexOf(there->nicknames, nickname); index >= 0)
        there->nicknames.removeAt(index);
    if (there->nicknames.isEmpty())
        reactions.erase(there);
}

} // namespace

Made madeBy(const Entry &change)
{
    return {*change.change, change.nickname, change.text, change.time, change.position};
}

Made madeBy(const NewMessage &change, qint64 position)
{
    return {*change.change, change.nickname, change.text, change.time, position};
}

Result<EntryPtr> fold(const EntryPtr &message, const Made &made)
{
    Fate fate = message->fate ? *message->fate : Fate();
    if (made.position <= fate.changed)
        return message;
    if (made.position < message->position)
        return targetNotFound(); // Its id was guessed.
    if (fate.deleted)
        return Error {Code::TargetDeleted, u"This message was deleted."_s, {}};
    const bool authorsAlone = made.change.type != EventType::Reaction;
    if (authorsAlone && !isSameNickname(message->nickname, made.nickname))
        return Error {Code::NotTheAuthor, u"Only who wrote a message may edit or delete it."_s, {}};
    auto folded = std::make_shared<Entry>(*message);
    fate.changed = made.position;
    switch (made.change.type) {
    case EventType::Edit:
        folded->text = made.text;
        fate.edited = made.time;
        break;
    case EventType::Delete:
        folded->text.clear();
        fate.deleted = true;
        fate.edited.reset();
        fate.reactions.clear();
        break;
    case EventType::Reaction:
        if (const QString sign = protocol::textFromUtf8(made.text); made.change.remove)
            takeAway(fate.reactions, sign, made.nickname);
        else if (const auto done = put(fate.reactions, sign, made.nickname); !done)
            return done.error();
        break;
    }
    folded->fate = std::make_shared<const Fate>(std::move(fate));
    folded->json = jsonOf(*folded);
    return EntryPtr(std::move(folded));
}

bool isSameNickname(const QByteArray &one, const QByteArray &other)
{
    return one == other
        || protocol::foldName(protocol::textFromUtf8(one))
        == protocol::foldName(protocol::textFromUtf8(other));
}

Error targetNotFound()
{
    return {Code::TargetNotFound, u"There is no such message in this room."_s, {}};
}

} // namespace samsa
