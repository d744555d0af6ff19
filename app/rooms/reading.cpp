// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/reading.h"

#include "app/archive/archive.h"

#include <algorithm>

namespace samsa::app {

using protocol::Message;
using protocol::Room;

namespace {

// Of one room; whoever writes more without ever looking at it gets a count that is too high.
constexpr qsizetype keptPositions = 500;

void dropUpTo(QList<qint64> &positions, qint64 position)
{
    positions.removeIf([position](qint64 one) { return one <= position; });
}

void insertInOrder(QList<qint64> &positions, qint64 position)
{
    const auto place = std::lower_bound(positions.begin(), positions.end(), position);
    if (place != positions.end() && *place == position)
        return;
    positions.insert(place, position);
    if (positions.size() > keptPositions)
        positions.removeFirst();
}

} // namespace

Reading::Reading(Archive &archive, QString ownNickname, QObject *parent)
    : QObject(parent)
    , m_archive(archive)
    , m_ownNickname(std::move(ownNickname))
{
}

void Reading::noteRooms(const QList<Room> &rooms)
{
    const bool isNewcomer = !m_archive.hasMarks();
    if (isNewcomer)
        m_archive.beginMarks();
    for (const Room &room : rooms) {
        noteRoom(room);
        if (isNewcomer)
            setMark(room.id, {room.lastPosition, room.messageCount});
    }
}

void Reading::noteRoom(const Room &room)
{
    Known &known = m_known[room.id];
    const bool isAnotherEpoch =
        !room.epoch.isEmpty() && !known.epoch.isEmpty() && room.epoch != known.epoch;
    const bool wasBegunAnew = m_begunAnew.remove(room.id);
    const bool isPutBack = isAnotherEpoch && (room.messageCount < known.count || wasBegunAnew);
    if (room.messageCount < known.count && !isAnotherEpoch)
        return; // overtaken on its way
    known = {room.lastPosition, room.messageCount, room.epoch};
    if (isPutBack)
        forgetMark(room.id);
}

void Reading::noteBegunAnew(const QUuid &room)
{
    // What is known of the room may still be of before, and then what is counted from it is wrong.
    m_begunAnew.insert(room);
    forgetMark(room);
}

/// Nobody tells how much of what was read is still there, and what was said since must not pass for
/// read.
void Reading::forgetMark(const QUuid &room)
{
    setMark(room, {});
}

void Reading::noteOwn(const QUuid &room, qint64 position)
{
    ReadMark mark = m_archive.marks().value(room);
    if (position <= mark.position)
        return;
    insertInOrder(mark.own, position);
    setMark(room, std::move(mark));
}

void Reading::noteArrived(const QUuid &room, const QList<Message> &messages)
{
    ReadMark mark = m_archive.marks().value(room);
    const ReadMark before = mark;
    for (const Message &message : messages) {
        if (message.position <= mark.position)
            continue;
        if (message.nickname == m_ownNickname)
            insertInOrder(mark.own, message.position);
        else if (mentionsMe(message.text))
            insertInOrder(mark.mentions, message.position);
    }
    if (mark != before)
        setMark(room, std::move(mark));
}

std::optional<qint64> Reading::countUpTo(const QUuid &room, qint64 position,
                                         const MessageCounter &run) const
{
    const ReadMark mark = m_archive.marks().value(room);
    if (const auto since = run.countBetween(mark.position, position))
        return mark.count + *since;
    const auto known = m_known.constFind(room);
    if (known == m_known.cend())
        return std::nullopt;
    if (position >= known->position) {
        const auto more = run.countBetween(known->position, position);
        return more ? std::optional(known->count + *more) : std::nullopt;
    }
    const auto left = run.countBetween(position, known->position);
    return left ? std::optional(known->count - *left) : std::nullopt;
}

void Reading::shown(const QUuid &room, qint64 position, const MessageCounter &run)
{
    ReadMark mark = m_archive.marks().value(room);
    if (position <= mark.position || m_held.contains(room))
        return;
    const auto count = countUpTo(room, position, run);
    if (!count)
        return; // it is told again when more is known
    mark.position = position;
    mark.count = std::max(mark.count, *count);
    dropUpTo(mark.own, position);
    dropUpTo(mark.mentions, position);
    setMark(room, std::move(mark));
}

bool Reading::markUnread(const QUuid &room, qint64 from, const MessageCounter &run)
{
    ReadMark mark = m_archive.marks().value(room);
    const qint64 position = from - 1;
    if (position < mark.position) {
        const auto taken = run.countBetween(position, mark.position);
        if (!taken)
            return false;
        mark.own = run.ownBetween(position, mark.position) + mark.own;
        mark.position = position;
        mark.count = std::max<qint64>(0, mark.count - *taken);
        setMark(room, std::move(mark));
    }
    m_held.insert(room);
    return true;
}

void Reading::markAllRead(const QUuid &room)
{
    const auto known = m_known.constFind(room);
    if (known == m_known.cend())
        return;
    m_held.remove(room);
    setMark(room, {known->position, known->count});
}

void Reading::leaveRoom(const QUuid &room)
{
    m_held.remove(room);
}

qint64 Reading::unread(const QUuid &room) const
{
    const auto known = m_known.constFind(room);
    if (known == m_known.cend())
        return 0;
    const auto mark = m_archive.marks().constFind(room);
    if (mark == m_archive.marks().cend())
        return known->count;
    const auto own = std::count_if(mark->own.cbegin(), mark->own.cend(), [&known](qint64 position) {
        return position <= known->position;
    });
    return std::max<qint64>(0, known->count - mark->count - own);
}

int Reading::mentions(const QUuid &room) const
{
    return static_cast<int>(m_archive.marks().value(room).mentions.size());
}

qint64 Reading::readUpTo(const QUuid &room) const
{
    return m_archive.marks().value(room).position;
}

void Reading::setMark(const QUuid &room, ReadMark mark)
{
    if (mark == m_archive.marks().value(room))
        return;
    m_archive.setMark(room, mark);
    Q_EMIT changed(room);
}

bool Reading::mentionsMe(const QString &text) const
{
    if (m_ownNickname.isEmpty())
        return false;
    // Korean, Japanese and Chinese hang the next word directly on a name.
    static const QSet<QChar::Script> scriptsWithParticles {
        QChar::Script_Hangul, QChar::Script_Han, QChar::Script_Hiragana, QChar::Script_Katakana};
    const bool hasParticles = scriptsWithParticles.contains(m_ownNickname.back().script());
    qsizetype from = 0;
    const auto isPartOfAWord = [&text](qsizetype place) {
        return place >= 0 && place < text.size() && text[place].isLetterOrNumber();
    };
    while ((from = text.indexOf(m_ownNickname, from, Qt::CaseInsensitive)) >= 0) {
        const qsizetype end = from + m_ownNickname.size();
        const bool goesOn = !hasParticles && isPartOfAWord(end)
            && text[end].script() == m_ownNickname.back().script();
        if (!isPartOfAWord(from - 1) && !goesOn)
            return true;
        from = end;
    }
    return false;
}

} // namespace samsa::app
