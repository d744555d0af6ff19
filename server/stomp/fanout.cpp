// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/fanout.h"

#include "protocol/stomp_writer.h"
#include "server/net/websocket_frame.h"
#include "server/stomp/frames.h"

#include <algorithm>
#include <chrono>

namespace samsa::stomp {

using protocol::StompVersion;

namespace {

constexpr std::chrono::milliseconds roomsPause {250};

/// What was encoded in this turn, by what makes the bytes differ. Most clients use one of a
/// handful of subscription ids, so a short list is searched faster than a hash.
class Encoded
{
public:
    template <typename Encode>
    const QByteArray &get(const Subscription &subscription, Encode encode)
    {
        const StompVersion version = subscription.channel->version();
        for (const Variant &variant : m_variants)
            if (variant.version == version && variant.id == subscription.id)
                return variant.bytes;
        m_variants.push_back({subscription.id, version, encode(version)});
        return m_variants.back().bytes;
    }

private:
    struct Variant
    {
        QByteArray id;
        StompVersion version;
        QByteArray bytes;
    };
    std::vector<Variant> m_variants;
};

QByteArray encodeMessages(const EntryPtr *first, const EntryPtr *last, const QByteArray &id,
                          StompVersion version)
{
    QByteArray bytes;
    for (; first != last; ++first)
        net::appendWebSocketFrame(bytes, protocol::writeFrame(messageFrame(**first, id), version));
    return bytes;
}

} // namespace

Fanout::Fanout(const chat::Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    m_roomsPause.setSingleShot(true);
    m_roomsPause.setInterval(roomsPause);
    connect(&m_roomsPause, &QTimer::timeout, this, [this] {
        if (m_roomsDirty)
            tellRoomChanges();
    });
}

Fanout::Subscribers *Fanout::subscribersOf(const Subscription &subscription)
{
    switch (subscription.kind) {
    case protocol::Destination::Kind::Room:
        return &m_rooms[subscription.room.id];
    case protocol::Destination::Kind::Typing:
        return &m_typing[subscription.room.id];
    case protocol::Destination::Kind::Rooms:
        return &m_roomList;
    case protocol::Destination::Kind::Send:
    case protocol::Destination::Kind::SayTyping:
    case protocol::Destination::Kind::Errors:
        break;
    }
    return nullptr;
}

void Fanout::add(Subscription &subscription)
{
    Subscribers *subscribers = subscribersOf(subscription);
    if (!subscribers || subscription.slot >= 0)
        return;
    if (subscribers == &m_roomList && m_roomList.empty())
        m_roomsVersion = m_services.rooms.version();
    subscription.slot = qsizetype(subscribers->size());
    subscribers->push_back(&subscription);
    ++m_count;
}

void Fanout::remove(Subscription &subscription)
{
    if (subscription.slot < 0)
        return;
    Subscribers *subscribers = subscribersOf(subscription);
    Subscription *moved = subscribers->back();
    (*subscribers)[std::size_t(subscription.slot)] = moved;
    moved->slot = subscription.slot;
    subscribers->pop_back();
    subscription.slot = -1;
    --m_count;
    if (!subscribers->empty())
        return;
    if (subscription.kind == protocol::Destination::Kind::Room)
        m_rooms.remove(subscription.room.id);
    else if (subscription.kind == protocol::Destination::Kind::Typing)
        m_typing.remove(subscription.room.id);
}

void Fanout::deliver(std::vector<EntryPtr> entries)
{
    const auto differs = [](const EntryPtr &one, const EntryPtr &other) {
        return one->room.id != other->room.id;
    };
    // One piece for each room; within it the order stays.
    if (std::adjacent_find(entries.begin(), entries.end(), differs) != entries.end()) {
        std::stable_sort(entries.begin(), entries.end(),
                         [](const EntryPtr &one, const EntryPtr &other) {
                             return one->room.key < other->room.key;
                         });
    }
    const EntryPtr *const end = entries.data() + entries.size();
    for (const EntryPtr *first = entries.data(); first != end;) {
        const EntryPtr *last = first + 1;
        while (last != end && (*last)->room.id == (*first)->room.id)
            ++last;
        const auto room = m_rooms.constFind((*first)->room.id);
        if (room != m_rooms.cend())
            deliverToRoom(*room, first, last);
        first = last;
    }
}

void Fanout::deliverToRoom(const Subscribers &subscribers, const EntryPtr *first,
                           const EntryPtr *last)
{
    const qint64 newest = (*(last - 1))->position;
    Encoded whole;
    qint64 delivered = 0;
    for (Subscription *subscription : subscribers) {
        if (subscription->lastPosition >= newest)
            continue;
        const EntryPtr *wanted = first;
        while ((*wanted)->position <= subscription->lastPosition)
            ++wanted;
        const auto encode = [&](StompVersion version) {
            return encodeMessages(wanted, last, subscription->id, version);
        };
        // A subscription that has just been replayed may have the first of them already.
        if (wanted == first)
            subscription->channel->write(whole.get(*subscription, encode));
        else
            subscription->channel->write(encode(subscription->channel->version()));
        subscription->lastPosition = newest;
        delivered += last - wanted;
    }
    m_services.metrics.messagesDelivered.add(delivered);
}

void Fanout::typing(const QUuid &room, const QByteArray &nickname)
{
    const auto subscribers = m_typing.constFind(room);
    if (subscribers == m_typing.cend())
        return;
    Encoded encoded;
    for (Subscription *subscription : *subscribers) {
        subscription->channel->write(encoded.get(*subscription, [&](StompVersion version) {
            return net::webSocketFrame(
                protocol::writeFrame(typingFrame(room, nickname, subscription->id), version));
        }));
    }
}

void Fanout::roomsChanged()
{
    if (m_roomList.empty())
        return;
    m_roomsDirty = true;
    if (!m_roomsPause.isActive())
        tellRoomChanges();
}

void Fanout::tellRoomChanges()
{
    m_roomsDirty = false;
    m_roomsPause.start();
    const QList<chat::RoomChange> changes = m_services.rooms.changesSince(m_roomsVersion);
    if (changes.isEmpty())
        return;
    m_roomsVersion = changes.constLast().version;
    Encoded encoded;
    for (Subscription *subscription : m_roomList) {
        const auto encode = [&](StompVersion version) {
            QByteArray bytes;
            for (const chat::RoomChange &change : changes) {
                const auto frame = roomEventFrame(protocol::writeRoomEvent(change.event),
                                                  change.version, subscription->id);
                net::appendWebSocketFrame(bytes, protocol::writeFrame(frame, version));
            }
            return bytes;
        };
        subscription->channel->write(encoded.get(*subscription, encode));
    }
}

} // namespace samsa::stomp
