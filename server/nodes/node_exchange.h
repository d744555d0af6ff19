// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/event.h"
#include "server/chat/presence.h"

#include <QJsonObject>
#include <QUuid>

#include <functional>
#include <mutex>

namespace samsa::nodes {

/// What the nodes tell each other about people, in records that all of them hear in one order and
/// nobody keeps: presence (who came and went, each second, and that a node is alive), typing (who
/// is, at once) and leaving (whose nickname was left, at once, so that its connections end
/// everywhere). A node that was not
/// heard of for ten seconds is gone, and its people with it.
///
/// A record is JSON: {"node": …, "type": …} and, by its type,
/// - "hello" (a node begins), "beat" (it has nothing to say): no more;
/// - "who": "to", the node that is asked for its people;
/// - "people": "came" and "went", [[room, nickname], …];
/// - "typing": "types", [room, nickname];
/// - "left": "token", the hash of the session's token in hexadecimal digits.
///
/// Thread: any.
class NodeExchange
{
public:
    using Clock = chat::Presence::Clock;
    static constexpr std::chrono::seconds beatEvery {3};
    static constexpr std::chrono::seconds silence {10};

    struct Hooks
    {
        std::function<void(const QByteArray &record)> send;
        /// It happened at another node: Typed or SessionLeft.
        std::function<void(const Event &event)> happened;
    };

    NodeExchange(chat::Presence &presence, Hooks hooks);

    /// Records can be sent and are heard from now on: says hello, and who is here.
    void begin();
    /// Called every second or so.
    void step(Clock::time_point now = Clock::now());
    /// It happened here, and those at other nodes are to hear of it: Typed or SessionLeft. What
    /// the log tells them, or presence, is not told once more.
    void tell(const Event &event);
    /// A record that a node wrote, perhaps this one. What is not in our form is ignored.
    void heard(const QByteArray &record, Clock::time_point now = Clock::now());

private:
    void send(const char *type, QJsonObject record = {});
    void sendInParts(const std::vector<chat::Presence::Change> &changes);
    void tellWhoIsHere();

    chat::Presence &m_presence;
    const Hooks m_hooks;
    const QUuid m_node = QUuid::createUuid();
    std::mutex m_order; // What is asked of m_presence is sent in the order in which it was asked.
    std::mutex m_mutex;
    bool m_begun = false; // Guarded by m_mutex.
    Clock::time_point m_beatNext {}; // Guarded by m_mutex.
    QHash<QUuid, Clock::time_point> m_heardOf; // Guarded by m_mutex.
};

} // namespace samsa::nodes
