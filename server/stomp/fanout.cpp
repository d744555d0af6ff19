// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/fanout.h"

#include "protocol/message_id.h"
#include "protocol/stomp_writer.h"
#include "protocol/text_bytes.h"
#include "server/net/websocket_frame.h"
#include "server/stomp/frames.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace samsa::stomp {

using protocol::Destination;
using protocol::StompVersion;

namespace {

constexpr std::chrono::milliseconds roomsPause {250};
constexpr Destination roomList {Destination::Kind::Rooms, {}};

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
            if (variant.version == version && variant.epochs == subscription.epochs
                && variant.acknowledges == subscription.acknowledges
                && variant.id == subscription.id)
                return variant.bytes;
        m_variants.push_back({subscription.id, version, subscription.epochs,
                              subscription.acknowledges, encode(version)});
        return m_variants.back().bytes;
    }

private:
    struct Variant
    {
        QByteArray id;
        StompVersion version;
        bool epochs;
        bool acknowledges;
        QByteArray bytes;
    };
    std::vector<Variant> m_variants;
};

QByteArray encodeMessages(const EntryPtr *first, const EntryPtr *last,
                          const Subscription &subscription, const QByteArray &epoch,
                          StompVersion version)
{
    QByteArray bytes;
    for (; first != last; ++first)
        net::appendWebSocketFrame(
            bytes, protocol::writeFrame(messageFrame(**first, subscription, epoch), version));
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

void Fanout::add(Subscription &subscription)
{
    if (subscription.slot >= 0)
        return;
    Subscribers &subscribers = m_subscribers[subscription.destination()];
    if (subscription.kind == Destination::Kind::Rooms && subscribers.empty())
        m_roomsVersion = m_services.rooms.version();
    subscription.slot = qsizetype(subscribers.size());
    subscribers.push_back(&subscription);
}

void Fanout::remove(Subscription &subscription)
{
    if (subscription.slot < 0)
        return;
    const auto subscribers = m_subscribers.find(subscription.destination());
    Q_ASSERT(subscribers != m_subscribers.end());
    Q_ASSERT(subscribers->at(std::size_t(subscription.slot)) == &subscription);
    Subscription *moved = subscribers->back();
    (*subscribers)[std::size_t(subscription.slot)] = moved;
    moved->slot = subscription.slot;
    subscribers->pop_back();
    subscription.slot = -1;
    if (subscribers->empty())
        m_subscribers.erase(subscribers);
}

void Fanout::tell(const Event &event)
{
    std::visit(ForEachKind {
                   [this](const Posted &posted) { deliver(posted.entries); },
                   [](const RoomCreated &) {}, // Told as a change of the room list.
                   [this](const EpochBegun &epoch) { beginAnew(epoch); },
                   [this](const RoomListChanged &) { roomsChanged(); },
                   [this](const Typed &typed) { tellTyping(typed); },
                   [](const SessionLeft &) {}, // Its connections end, which is for their owner.
               },
               event);
}

/// Those who do not ask for epochs go on, with the positions that come now.
void Fanout::beginAnew(const EpochBegun &epoch)
{
    for (const Subscribers &subscribers : std::as_const(m_subscribers))
        for (Subscription *subscription : subscribers)
            if (epoch.concerns(subscription->room))
                subscription->lastPosition = std::min(subscription->lastPosition, epoch.last);
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
        const auto subscribers =
            m_subscribers.constFind({Destination::Kind::Room, (*first)->room.id});
        if (subscribers != m_subscribers.cend()) {
            if (std::any_of(first, last, [](const EntryPtr &entry) { return bool(entry->change); }))
                deliverWithChanges(*subscribers, first, last);
            else
                deliverToRoom(*subscribers, first, last);
        }
        first = last;
    }
}

/// Everything to those who asked for events, and to the others the messages alone.
void Fanout::deliverWithChanges(const Subscribers &subscribers, const EntryPtr *first,
                                const EntryPtr *last)
{
    Subscribers asking;
    Subscribers others;
    for (Subscription *subscription : subscribers)
        (subscription->events ? asking : others).push_back(subscription);
    deliverToRoom(asking, first, last);
    std::vector<EntryPtr> messages;
    std::copy_if(first, last, std::back_inserter(messages),
                 [](const EntryPtr &entry) { return entry->change == nullptr; });
    if (!messages.empty())
        deliverToRoom(others, messages.data(), messages.data() + messages.size());
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
            const QByteArray epoch = subscription->epochs
                ? m_services.tail.epochs().textOf((*first)->room.partition)
                : QByteArray();
            return encodeMessages(wanted, last, *subscription, epoch, version);
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

/// All of it to everyone who follows the destination.
void Fanout::broadcast(const Destination &destination, const std::vector<Told> &told)
{
    const auto subscribers = m_subscribers.constFind(destination);
    if (subscribers == m_subscribers.cend())
        return;
    Encoded encoded;
    for (Subscription *subscription : *subscribers) {
        const auto encode = [&](StompVersion version) {
            QByteArray bytes;
            for (const auto &[messageId, body] : told) {
                const auto frame = eventFrame(messageId, body, *subscription);
                net::appendWebSocketFrame(bytes, protocol::writeFrame(frame, version));
            }
            return bytes;
        };
        subscription->channel->write(encoded.get(*subscription, encode));
    }
}

void Fanout::tellTyping(const Typed &typed)
{
    const Destination destination {Destination::Kind::Typing, typed.room};
    if (m_subscribers.contains(destination)) {
        broadcast(destination,
                  {{protocol::writeId(QUuid::createUuid()),
                    protocol::writeTypingEvent({protocol::textFromUtf8(typed.nickname)})}});
    }
}

void Fanout::roomsChanged()
{
    if (!m_subscribers.contains(roomList))
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
    std::vector<Told> told;
    for (const chat::RoomChange &change : changes)
        told.push_back({"rooms-" + QByteArray::number(change.version),
                        protocol::writeRoomEvent(change.event)});
    broadcast(roomList, told);
}

} // namespace samsa::stomp
