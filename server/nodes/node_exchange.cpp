// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/nodes/node_exchange.h"

#include "protocol/message_id.h"
#include "protocol/text_bytes.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace samsa::nodes {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A record of so many nicknames stays well below what a broker takes.
constexpr std::size_t changesInARecord = 500;

QJsonArray pairOf(const QUuid &room, const QByteArray &nickname)
{
    return {QString::fromLatin1(protocol::writeId(room)), protocol::textFromUtf8(nickname)};
}

} // namespace

NodeExchange::NodeExchange(chat::Presence &presence, Hooks hooks)
    : m_presence(presence)
    , m_hooks(std::move(hooks))
{
    m_presence.keepChanges();
}

void NodeExchange::begin()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_begun = true;
    }
    send("hello");
    tellWhoIsHere();
}

void NodeExchange::tellWhoIsHere()
{
    const std::scoped_lock lock(m_order);
    sendInParts(m_presence.everybodyHere());
}

void NodeExchange::step(Clock::time_point now)
{
    std::vector<QUuid> silent;
    bool beats = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_heardOf.removeIf([&](const auto &entry) {
            if (entry.value() + silence > now)
                return false;
            silent.push_back(entry.key());
            return true;
        });
        beats = m_begun && now >= m_beatNext;
        if (beats)
            m_beatNext = now + beatEvery;
    }
    for (const QUuid &node : silent)
        m_presence.lost(node);
    const std::scoped_lock lock(m_order);
    const auto changes = m_presence.takeChanges();
    sendInParts(changes);
    if (beats && changes.empty())
        send("beat");
}

void NodeExchange::tell(const Event &event)
{
    if (const auto *typed = std::get_if<Typed>(&event))
        send("typing", {{u"types"_s, pairOf(typed->room, typed->nickname)}});
    else if (const auto *left = std::get_if<SessionLeft>(&event))
        send("left", {{u"token"_s, QString::fromLatin1(left->tokenHash.toHex())}});
}

void NodeExchange::sendInParts(const std::vector<chat::Presence::Change> &changes)
{
    for (std::size_t at = 0; at < changes.size(); at += changesInARecord) {
        const auto begin = changes.begin() + static_cast<std::ptrdiff_t>(at);
        const auto size = std::min(changesInARecord, changes.size() - at);
        QJsonArray came;
        QJsonArray went;
        std::for_each(begin, begin + static_cast<std::ptrdiff_t>(size),
                      [&](const chat::Presence::Change &change) {
                          (change.here ? came : went).append(pairOf(change.room, change.nickname));
                      });
        send("people", {{u"came"_s, came}, {u"went"_s, went}});
    }
}

void NodeExchange::send(const char *type, QJsonObject record)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_begun)
            return; // begin() tells who is here.
    }
    record.insert(u"node"_s, QString::fromLatin1(protocol::writeId(m_node)));
    record.insert(u"type"_s, QString::fromLatin1(type));
    m_hooks.send(QJsonDocument(record).toJson(QJsonDocument::Compact));
}

void NodeExchange::heard(const QByteArray &bytes, Clock::time_point now)
{
    const QJsonObject record = protocol::jsonFromUtf8(bytes).object();
    const auto node = protocol::parseId(record["node"_L1].toString().toLatin1());
    if (!node || *node == m_node)
        return;
    bool isNew = false;
    {
        const std::scoped_lock lock(m_mutex);
        isNew = !m_heardOf.contains(*node);
        m_heardOf.insert(*node, now);
    }
    const QString type = record["type"_L1].toString();
    // One that was silent for too long was forgotten with its people; if it has forgotten ours, it
    // asks as well when it hears this.
    if (isNew && type != "hello"_L1)
        send("who", {{u"to"_s, QString::fromLatin1(protocol::writeId(*node))}});
    const bool asks =
        type == "who"_L1 && protocol::parseId(record["to"_L1].toString().toLatin1()) == m_node;
    if (asks || type == "hello"_L1)
        tellWhoIsHere();
    if (type == "left"_L1)
        m_hooks.happened(
            SessionLeft {QByteArray::fromHex(record["token"_L1].toString().toLatin1())});
    if (type == "typing"_L1) {
        const QJsonArray who = record["types"_L1].toArray();
        if (const auto room = protocol::parseId(who[0].toString().toLatin1()))
            m_hooks.happened(Typed {*room, who[1].toString().toUtf8()});
    }
    for (const bool here : {true, false}) {
        const QJsonArray pairs = record[here ? "came"_L1 : "went"_L1].toArray();
        for (const QJsonValue pair : pairs)
            if (const auto room = protocol::parseId(pair[0].toString().toLatin1()))
                m_presence.changed(*node, {*room, pair[1].toString().toUtf8(), here});
    }
}

} // namespace samsa::nodes
