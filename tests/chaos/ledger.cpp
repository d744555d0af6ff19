// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/ledger.h"

#include <algorithm>
#include <numeric>

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;

namespace {

QString nameOf(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

} // namespace

void Ledger::said(const QUuid &id, const QUuid &room, const QString &text, Milliseconds at)
{
    m_said.insert(id, {.room = room, .text = text, .at = at});
}

void Ledger::receipted(const QUuid &id, qint64 position, Milliseconds at)
{
    const auto found = m_said.find(id);
    if (found == m_said.end()) {
        wrong(u"A receipt for %1, which nobody said."_s.arg(nameOf(id)));
    } else if (found->position == 0) {
        found->position = position;
        found->receiptedAt = at;
        ++m_receipted;
    } else if (found->position != position) {
        wrong(u"%1 was receipted at position %2 and at %3."_s.arg(nameOf(id))
                  .arg(found->position)
                  .arg(position));
    }
}

void Ledger::saw(const QString &reader, const protocol::Message &message)
{
    Sequence &sequence = m_seen[reader][message.room];
    if (!sequence.empty() && message.position <= sequence.back().position) {
        wrong(u"%1 got position %2 after %3."_s.arg(reader)
                  .arg(message.position)
                  .arg(sequence.back().position));
    }
    const auto found = m_said.constFind(message.id);
    if (found == m_said.cend())
        wrong(u"%1 got %2, which nobody said."_s.arg(reader, nameOf(message.id)));
    else if (found->text != message.text || found->room != message.room)
        wrong(u"%1 got %2 with another text or in another room."_s.arg(reader, nameOf(message.id)));
    sequence.push_back(Seen::of(message));
}

void Ledger::wrong(const QString &sentence)
{
    m_noted.append(sentence);
}

qint64 Ledger::lastSeen(const QString &reader, const QUuid &room) const
{
    const auto rooms = m_seen.constFind(reader);
    if (rooms == m_seen.cend())
        return 0;
    const auto sequence = rooms->constFind(room);
    return sequence == rooms->cend() || sequence->empty() ? 0 : sequence->back().position;
}

int Ledger::seenCount(const QString &reader) const
{
    const SequenceByRoom rooms = m_seen.value(reader);
    return std::accumulate(rooms.begin(), rooms.end(), 0, [](int sum, const Sequence &sequence) {
        return sum + static_cast<int>(sequence.size());
    });
}

void Ledger::addReader(const QString &reader)
{
    m_seen.insert(reader, {});
}

Milliseconds Ledger::longestWait(Milliseconds from, Milliseconds until) const
{
    Milliseconds longest = 0;
    for (const Said &said : m_said)
        if (said.at >= from && said.at < until && said.receiptedAt >= 0)
            longest = std::max(longest, said.receiptedAt - said.at);
    return longest;
}

QStringList Ledger::checkHistory(const QString &where, const SequenceByRoom &history) const
{
    QStringList wrong;
    QHash<QUuid, qint64> places;
    for (const auto &[room, sequence] : history.asKeyValueRange()) {
        qint64 last = 0;
        for (const Seen &seen : sequence) {
            if (seen.position <= last)
                wrong.append(
                    u"%1: position %2 comes after %3."_s.arg(where).arg(seen.position).arg(last));
            last = seen.position;
            if (places.contains(seen.id))
                wrong.append(u"%1: %2 is there twice."_s.arg(where, nameOf(seen.id)));
            places.insert(seen.id, seen.position);
            const auto said = m_said.constFind(seen.id);
            if (said == m_said.cend() || said->room != room)
                wrong.append(u"%1: %2 was not said there."_s.arg(where, nameOf(seen.id)));
            else if (seen.text != qHash(said->text))
                wrong.append(u"%1: %2 has another text."_s.arg(where, nameOf(seen.id)));
        }
    }
    for (const auto &[id, said] : m_said.asKeyValueRange()) {
        if (said.position == 0)
            continue;
        if (!places.contains(id))
            wrong.append(u"%1: %2 was receipted and is lost."_s.arg(where, nameOf(id)));
        else if (places.value(id) != said.position)
            wrong.append(u"%1: %2 was receipted at %3 and is at %4."_s.arg(where, nameOf(id))
                             .arg(said.position)
                             .arg(places.value(id)));
    }
    return wrong;
}

QStringList Ledger::checkReaders(const SequenceByRoom &history) const
{
    QStringList wrong;
    for (const auto &[reader, rooms] : m_seen.asKeyValueRange()) {
        for (const auto &[room, sequence] : history.asKeyValueRange()) {
            const Sequence seen = rooms.value(room);
            const auto differs =
                std::mismatch(seen.begin(), seen.end(), sequence.begin(), sequence.end());
            if (differs.first == seen.end() && differs.second == sequence.end())
                continue;
            wrong.append(u"%1 saw %2 messages of %3 in %4, and something else after the first %5."_s
                             .arg(reader)
                             .arg(seen.size())
                             .arg(sequence.size())
                             .arg(nameOf(room))
                             .arg(differs.first - seen.begin()));
        }
    }
    return wrong;
}

} // namespace samsa::chaos
