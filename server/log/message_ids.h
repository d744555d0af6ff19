// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/base/client_id.h"
#include "server/log/message_log.h"
#include "server/log/time_ranges.h"
#include "server/store/store.h"

#include <QHash>

#include <functional>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace samsa::log {

/// Whether a message's id is new in its room, and whose it is if not; nobody else decides that
/// (docs/decisions/0004). Memory is asked first and the database behind it, in this order: an id
/// leaves memory only when the database has it.
///
/// Memory is the ids of all that the tail holds, its outlines included, and the moment since when
/// no id is missing. The tail writes it, when it writes itself. An id belongs to the nickname that
/// the message was stored under.
///
/// Thread: any. Waits for nothing but what Find does.
class MessageIds
{
public:
    /// Room and id: a message of another room is another message. Changes have their ids apart from
    /// the messages', as if they were of another room.
    using Key = std::pair<QUuid, ClientId>;
    enum class Of { Messages, Changes };
    static Key keyOf(const QUuid &room, const QUuid &id, Of of = Of::Messages);
    /// Of an entry, or a message on its way.
    template <typename Message>
    static Key keyOf(const Message &message)
    {
        return keyOf(message.room.id, message.id, message.change ? Of::Changes : Of::Messages);
    }

    /// The message that has an id.
    struct Holder
    {
        QByteArray nickname; ///< Whose it is; UTF-8.
        MessageLog::Accepted place;
    };
    enum class Known { New, Held, Unsure };
    struct Verdict
    {
        Known known = Known::New;
        Holder holder; ///< Of an id that is Held; its place is told as a repeat's.
    };

    /// Which of these ids the database holds in a room. May wait.
    using Find = std::function<protocol::Result<QHash<QUuid, store::StoredMessage>>(
        const RoomRef &, const QList<QUuid> &, Of)>;
    /// What is taken for New without the database: ids made since memory has them all, or none.
    enum class Trust { Memory, Nobody };

    /// By memory alone; Unsure where the database has to say.
    Verdict judge(const NewMessage &message, Timestamp now) const;
    /// A verdict for each, by memory and then the database, which is asked once for each room that
    /// needs it. What it did not answer stays Unsure. Messages of one call do not see each other.
    std::vector<Verdict> judge(const std::vector<const NewMessage *> &messages, Timestamp now,
                               const Find &find, Trust trust = Trust::Memory) const;
    /// What the sender of a message with this id is told, if memory knows it: see answer().
    std::optional<protocol::Result<MessageLog::Accepted>> recall(const NewMessage &message) const;

    /// What somebody is told who sends under an id that is held: its place if it is their own,
    /// MessageIdTaken if not.
    static protocol::Result<MessageLog::Accepted> answer(const Holder &holder,
                                                         const QByteArray &nickname);
    static protocol::Error taken();

    /// The entry with this id, if it is remembered; perhaps without its text.
    EntryPtr find(const Key &key) const;
    EntryPtr find(const QUuid &room, const QUuid &message) const
    {
        return find(keyOf(room, message));
    }
    /// Whether memory alone decides if this id was sent before.
    bool covers(const QUuid &id, Timestamp now) const;
    /// An id made at this moment or later (protocol::messageIdTime()), and not in the future, is
    /// remembered if it was ever sent.
    Timestamp completeSince() const;
    /// From now on ids are remembered; called by the log when it starts to see everything, and
    /// counts the first time. Five seconds more, here and in covers(), stand for clients whose
    /// clocks are ahead.
    void rememberFrom(Timestamp now);

    /// The tail's hand: holds the lock for as long as it lives.
    class Writer
    {
    public:
        explicit Writer(MessageIds &ids);
        /// False if the room has this id already; then nothing changes.
        bool remember(const EntryPtr &entry);
        /// In place of the entry with the same id: an outline, or the message with a change in it.
        void replaceBy(const EntryPtr &outline);
        /// The database has it now.
        void forget(const Entry &entry);
        std::size_t size() const { return static_cast<std::size_t>(m_ids.m_entries.size()); }

    private:
        MessageIds &m_ids;
        const std::unique_lock<std::shared_mutex> m_lock;
        std::optional<Timestamp> m_now; // When it first forgot.
    };

private:
    const EntryPtr *entryOf(const NewMessage &message) const;
    bool isCovered(const QUuid &id, Timestamp now) const;
    Verdict verdictOf(const NewMessage &message, Timestamp now, Trust trust) const;

    mutable std::shared_mutex m_mutex; // Guards all that follows, and the private functions.
    QHash<Key, EntryPtr> m_entries;
    Timestamp m_completeSince = Timestamp::max(); // Nothing is remembered yet.
    TimeRanges m_forgottenAhead; // When forgotten ids were made that came from the future.
};

} // namespace samsa::log
