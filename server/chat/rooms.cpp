// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/rooms.h"

#include "protocol/rules.h"
#include "protocol/text_bytes.h"
#include "server/base/change.h"
#include "server/base/clock.h"

#include <QRandomGenerator>

#include <algorithm>

namespace samsa::chat {

protocol::Room toRoom(const store::RoomRow &row)
{
    protocol::Room room;
    room.id = row.ref.id;
    room.name = row.name;
    room.creator = row.creator;
    room.created = toDateTime(row.created);
    room.lastPosition = row.lastPosition;
    room.messageCount = row.messageCount;
    room.lastTime = toDateTime(row.lastTime);
    room.lastNickname = row.lastNickname;
    room.lastText = row.lastText;
    return room;
}

Rooms::Rooms(TellWorkers tell, const log::Epochs *epochs)
    : m_tell(std::move(tell))
    , m_epochs(epochs)
    , m_run(QByteArray::number(QRandomGenerator::global()->generate(), 36))
{
}

void Rooms::tellChange() const
{
    static const EventsPtr changed = oneEvent(RoomListChanged {});
    if (m_tell)
        m_tell(changed);
}

void Rooms::add(const store::RoomRow &row)
{
    Entry entry;
    entry.ref = row.ref;
    entry.room = toRoom(row);
    bool added = false;
    {
        const std::scoped_lock lock(m_mutex);
        added = insert(std::move(entry));
    }
    if (added)
        tellChange();
}

bool Rooms::apply(const Events &events)
{
    const std::scoped_lock lock(m_mutex);
    const quint64 before = m_version;
    for (const Event &event : events) {
        if (const auto *created = std::get_if<RoomCreated>(&event)) {
            Entry entry;
            entry.ref = created->room;
            entry.room.id = created->room.id;
            entry.room.name = created->name;
            entry.room.creator = created->creator;
            entry.room.created = toDateTime(created->created);
            insert(std::move(entry));
        } else if (const auto *epoch = std::get_if<EpochBegun>(&event)) {
            beginAnew(*epoch);
        } else if (const auto *posted = std::get_if<Posted>(&event)) {
            for (const EntryPtr &entry : posted->entries)
                if (entry->change)
                    showChange(*entry->change);
                else
                    countMessage(*entry);
        }
    }
    return m_version != before;
}

void Rooms::countMessage(const samsa::Entry &message)
{
    const auto found = m_rooms.constFind(message.room.id);
    if (found == m_rooms.cend() || (*found)->room.lastPosition >= message.position)
        return;
    Entry &entry = **found;
    entry.room.lastPosition = message.position;
    entry.room.messageCount += 1;
    entry.room.lastTime = toDateTime(message.time);
    entry.room.lastNickname = protocol::textFromUtf8(message.nickname);
    entry.room.lastText = protocol::previewOf(protocol::textFromUtf8(message.text));
    entry.changedAt = ++m_version;
    entry.json.clear();
}

/// How many messages there ever were is not known anew; what was said last is told by the next one.
void Rooms::beginAnew(const EpochBegun &epoch)
{
    for (const auto &entry : std::as_const(m_rooms)) {
        if (!epoch.concerns(entry->ref))
            continue;
        entry->room.lastPosition = std::min(entry->room.lastPosition, epoch.last);
        entry->changedAt = ++m_version;
        entry->json.clear();
    }
}

protocol::Room Rooms::shown(const Entry &entry) const
{
    protocol::Room room = entry.room;
    if (m_epochs)
        room.epoch = m_epochs->textOf(entry.ref.partition);
    return room;
}

/// Where it changed what was said last, the list shows it.
void Rooms::showChange(const Change &change)
{
    if (!change.after)
        return;
    const auto found = m_rooms.constFind(change.after->room.id);
    if (found == m_rooms.cend())
        return;
    Entry &entry = **found;
    const QString text = protocol::previewOf(protocol::textFromUtf8(change.after->text));
    if (entry.room.lastPosition != change.after->position || entry.room.lastNickname.isEmpty()
        || entry.room.lastText == text)
        return;
    entry.room.lastText = text;
    entry.changedAt = ++m_version;
    entry.json.clear();
}

bool Rooms::forgetTextsBefore(Timestamp time)
{
    const QDateTime before = toDateTime(time);
    bool forgot = false;
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto &entry : std::as_const(m_rooms)) {
            protocol::Room &room = entry->room;
            if (room.lastNickname.isEmpty() || room.lastTime >= before)
                continue;
            room.lastNickname.clear();
            room.lastText.clear();
            entry->changedAt = ++m_version;
            entry->json.clear();
            forgot = true;
        }
    }
    if (forgot)
        tellChange();
    return forgot;
}

void Rooms::setPeople(const QUuid &room, int people)
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_rooms.constFind(room);
        if (found == m_rooms.cend() || (*found)->room.peopleNow == people)
            return;
        (*found)->room.peopleNow = people;
        (*found)->changedAt = ++m_version;
        (*found)->json.clear();
    }
    tellChange();
}

std::optional<RoomRef> Rooms::find(const QUuid &id) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(id);
    return found == m_rooms.cend() ? std::nullopt : std::optional((*found)->ref);
}

std::optional<protocol::Room> Rooms::summary(const QUuid &id) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(id);
    return found == m_rooms.cend() ? std::nullopt : std::optional(shown(**found));
}

std::shared_ptr<const RoomList> Rooms::list() const
{
    const std::scoped_lock listLock(m_listMutex);
    const std::shared_lock lock(m_mutex);
    if (m_list && m_listVersion == m_version)
        return m_list;
    std::vector<const Entry *> entries;
    entries.reserve(size_t(m_rooms.size()));
    for (const auto &entry : m_rooms)
        entries.push_back(entry.get());
    std::sort(entries.begin(), entries.end(), [](const Entry *left, const Entry *right) {
        return left->createdAt < right->createdAt;
    });
    QByteArray json = QByteArrayLiteral("{\"rooms\":[");
    for (const Entry *entry : entries) {
        if (entry->json.isEmpty())
            entry->json = protocol::writeRoom(shown(*entry));
        if (entry != entries.front())
            json.append(',');
        json.append(entry->json);
    }
    json.append("]}");
    const QByteArray etag = '"' + m_run + '-' + QByteArray::number(m_version) + '"';
    m_list = std::make_shared<const RoomList>(RoomList {json, etag});
    m_listVersion = m_version;
    return m_list;
}

qsizetype Rooms::count() const
{
    const std::shared_lock lock(m_mutex);
    return m_rooms.size();
}

quint64 Rooms::version() const
{
    const std::shared_lock lock(m_mutex);
    return m_version;
}

QList<RoomChange> Rooms::changesSince(quint64 version) const
{
    QList<RoomChange> changes;
    {
        const std::shared_lock lock(m_mutex);
        if (version == m_version)
            return changes;
        for (const auto &entry : m_rooms) {
            if (entry->changedAt <= version)
                continue;
            using Kind = protocol::RoomEvent::Kind;
            changes.append(
                {{entry->createdAt > version ? Kind::Created : Kind::Updated, shown(*entry)},
                 entry->changedAt});
        }
    }
    std::sort(changes.begin(), changes.end(), [](const RoomChange &left, const RoomChange &right) {
        return left.version < right.version;
    });
    return changes;
}

bool Rooms::insert(Entry entry)
{
    if (m_rooms.contains(entry.ref.id))
        return false;
    entry.createdAt = entry.changedAt = ++m_version;
    const QUuid id = entry.ref.id;
    m_rooms.insert(id, std::make_shared<Entry>(std::move(entry)));
    return true;
}

} // namespace samsa::chat
