// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "protocol/times.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QStringList>
#include <QUuid>

#include <chrono>
#include <optional>

/// The JSON that crosses the wire, as values. write…() and parse…() are each other's inverse; parse
/// ignores unknown fields and refuses missing or mistyped ones with Code::BodyInvalid and a
/// sentence that names the field. Times are UTC, ISO 8601 with milliseconds. Reentrant.
namespace samsa::protocol {

/// One sign under a message, and who put it there.
struct Reaction
{
    QString reaction; ///< What checkReaction() lets through.
    QStringList nicknames {}; ///< In the order in which they put it; never empty.

    friend bool operator==(const Reaction &, const Reaction &) = default;
};

/// One message as every client receives it, with what became of it since. What nothing became of
/// has none of the last four fields in its JSON.
struct Message
{
    QUuid id {};
    QUuid room {};
    qint64 position = 0; ///< Grows within the room; 1 or more.
    QString nickname {};
    QString text {}; ///< The newest; empty once it is deleted.
    QDateTime time {}; ///< When the server accepted it.
    std::optional<QUuid> replyTo {}; ///< The message that this one answers, there or not.
    QDateTime edited {}; ///< When its text was written last; invalid: it never was edited.
    bool deleted = false;
    QList<Reaction> reactions {}; ///< At most limits::reactionsOfMessage, the first put first.
    /// Of the newest event that is in the fields above: an event at or before it is in them. 0:
    /// there was none.
    qint64 changed = 0;

    friend bool operator==(const Message &, const Message &) = default;
};

/// What can be done to a message that is there already. Names on the wire: eventTypeName().
enum class EventType { Edit, Delete, Reaction };

/// That it was done, in the order of the room, as whoever asked for events receives it.
struct MessageEvent
{
    QUuid id {}; ///< The event's own.
    QUuid room {};
    qint64 position = 0; ///< In the same row as those of the messages.
    EventType type = EventType::Edit;
    QUuid target {}; ///< The message's id, of the same room.
    QString nickname {}; ///< Who did it; of an edit and a deletion the author of the target.
    QString text {}; ///< Of an edit.
    QString reaction {}; ///< Of a reaction.
    bool remove = false; ///< The reaction was taken away.
    QDateTime time {};

    friend bool operator==(const MessageEvent &, const MessageEvent &) = default;
};

/// A room as the list shows it.
struct Room
{
    QUuid id;
    QString name;
    QString creator;
    QDateTime created;
    qint64 lastPosition = 0; ///< 0: nothing was said yet.
    qint64 messageCount = 0; ///< All messages ever; what a client counts unread with.
    QDateTime lastTime; ///< Invalid: nothing was said yet.
    QString lastNickname;
    QString lastText; ///< At most limits::previewCodePoints, newlines as spaces.
    int peopleNow = 0;
    QByteArray epoch {}; ///< Which row of positions; opaque, and empty where none is told.

    friend bool operator==(const Room &, const Room &) = default;
};

/// To POST /session, and to GET /session.
struct SessionAnswer
{
    /// base64url of 32 random bytes. Told once; empty, and not written, in what GET /session
    /// answers.
    QByteArray token;
    QString nickname;
    QDateTime expiresAt;

    friend bool operator==(const SessionAnswer &, const SessionAnswer &) = default;
};

struct MessagePage
{
    QList<Message> messages; ///< In order of position.
    bool more = false; ///< There is more in the direction asked for.
    /// Only where events were asked for: up to here the page tells everything, so that the next is
    /// asked for after this position.
    std::optional<qint64> last {};
    QList<MessageEvent> events {}; ///< In order of position; only where they were asked for.
    QByteArray epoch {}; ///< To be given back with a position; empty where none is told.

    friend bool operator==(const MessagePage &, const MessagePage &) = default;
};

/// The answer to a send: where the message stands in the log.
struct Accepted
{
    QUuid id;
    qint64 position = 0;
    QDateTime time;

    friend bool operator==(const Accepted &, const Accepted &) = default;
};

/// What a client asks for.
struct SessionRequest
{
    QString nickname;
    QString key; ///< The access key, if the server wants one.
};
struct RoomRequest
{
    QString name;
};
/// A message, or something that is done to one.
struct SendRequest
{
    std::optional<QUuid> id {};
    QByteArray text {}; ///< UTF-8, not yet checked (checkText()); of a message and of an edit.
    std::optional<QUuid> replyTo {}; ///< Of a message.
    std::optional<EventType> event {}; ///< Nothing: it is a message.
    QUuid target {}; ///< Of an event.
    QByteArray reaction {}; ///< UTF-8, not yet checked (checkReaction()); of a reaction.
    bool remove = false; ///< The reaction is to be taken away.

    friend bool operator==(const SendRequest &, const SendRequest &) = default;
};

/// A body of /topic/rooms.
struct RoomEvent
{
    enum class Kind { Created, Updated };
    Kind kind = Kind::Updated;
    Room room;

    friend bool operator==(const RoomEvent &, const RoomEvent &) = default;
};

/// A body of /topic/rooms/{id}/typing: this person is typing, for limits::typing from now on unless
/// a message comes first.
struct TypingEvent
{
    QString nickname;

    friend bool operator==(const TypingEvent &, const TypingEvent &) = default;
};

/// Who is in a room now.
struct RoomPeople
{
    struct Person
    {
        QString nickname;
        bool typing = false;

        friend bool operator==(const Person &, const Person &) = default;
    };
    QList<Person> people; ///< At most limits::peopleListed, in order of nickname.
    int count = 0; ///< Of all.

    friend bool operator==(const RoomPeople &, const RoomPeople &) = default;
};

/// A Kafka record's value, header `schema: samsa.event.v1`, `type: message`.
struct MessageRecord
{
    std::optional<QUuid> id; ///< Another producer may leave it out; the reader then derives one
                             ///< from topic, partition and offset.
    QUuid room;
    QString nickname;
    QString text;
    std::optional<QDateTime> time; ///< Left out: the record's own timestamp.
    std::optional<QUuid> replyTo {};
};

/// The same with `type: edit`, `delete` or `reaction`, which its JSON does not repeat.
struct EventRecord
{
    std::optional<QUuid> id {};
    QUuid room {};
    QString nickname {};
    EventType type = EventType::Edit;
    QUuid target {};
    QString text {}; ///< Of an edit.
    QString reaction {}; ///< Of a reaction.
    bool remove = false;
    std::optional<QDateTime> time {};
};

/// The same with `type: room`.
struct RoomRecord
{
    QUuid id;
    QString name;
    QString creator;
    QDateTime created;
    int partition = 0;
};

QByteArray writeMessage(const Message &message);
/// The same bytes from UTF-8 that was checked already, for the server's hot path.
QByteArray writeMessageUtf8(const QUuid &id, const QUuid &room, qint64 position,
                            QByteArrayView nickname, QByteArrayView text, Timestamp time);
Result<Message> parseMessage(QByteArrayView json);

/// [{"reaction":"…","nicknames":["…"]}], the field of a message.
QByteArray writeReactions(const QList<Reaction> &reactions);
Result<QList<Reaction>> parseReactions(QByteArrayView json);

/// "edit", "delete", "reaction"
QLatin1StringView eventTypeName(EventType type);
std::optional<EventType> eventTypeFromName(QStringView name);
QByteArray writeMessageEvent(const MessageEvent &event);
Result<MessageEvent> parseMessageEvent(QByteArrayView json);

QByteArray writeRooms(const QList<Room> &rooms); ///< {"rooms":[…]}
Result<QList<Room>> parseRooms(QByteArrayView json);
QByteArray writeRoom(const Room &room);
Result<Room> parseRoom(QByteArrayView json);
QByteArray writeRoomEvent(const RoomEvent &event); ///< {"event":"created|updated","room":{…}}
Result<RoomEvent> parseRoomEvent(QByteArrayView json);

QByteArray writeTypingEvent(const TypingEvent &event); ///< {"nickname":"…"}
Result<TypingEvent> parseTypingEvent(QByteArrayView json);
/// {"people":[{"nickname":"…","typing":false}],"count":1}
QByteArray writeRoomPeople(const RoomPeople &people);
Result<RoomPeople> parseRoomPeople(QByteArrayView json);

QByteArray writeSessionAnswer(const SessionAnswer &session);
Result<SessionAnswer> parseSessionAnswer(QByteArrayView json);

/// {"messages":[…],"more":false}, and "events":[…],"last":42 where they were asked for, and "epoch"
/// at the end where there is one. The server
/// joins bodies it encoded once; see writePageOf().
QByteArray writePage(const MessagePage &page);
QByteArray writePageOf(const QList<QByteArray> &messageBodies, bool more,
                       const QByteArray &epoch = {});
QByteArray writePageOf(const QList<QByteArray> &messageBodies, bool more,
                       const QList<QByteArray> &eventBodies, qint64 last,
                       const QByteArray &epoch = {});
Result<MessagePage> parsePage(QByteArrayView json);

QByteArray writeAccepted(const Accepted &accepted);
Result<Accepted> parseAccepted(QByteArrayView json);

QByteArray writeSessionRequest(const SessionRequest &request);
Result<SessionRequest> parseSessionRequest(QByteArrayView json);
QByteArray writeRoomRequest(const RoomRequest &request);
Result<RoomRequest> parseRoomRequest(QByteArrayView json);
QByteArray writeSendRequest(const SendRequest &request);
Result<SendRequest> parseSendRequest(QByteArrayView json);

QByteArray writeMessageRecord(const MessageRecord &record);
/// The same bytes from UTF-8, as writeMessageUtf8().
QByteArray writeMessageRecordUtf8(const QUuid &id, const QUuid &room, QByteArrayView nickname,
                                  QByteArrayView text, Timestamp time);
Result<MessageRecord> parseMessageRecord(QByteArrayView json);
QByteArray writeEventRecord(const EventRecord &record);
Result<EventRecord> parseEventRecord(QByteArrayView json, EventType type);
QByteArray writeRoomRecord(const RoomRecord &record);
Result<RoomRecord> parseRoomRecord(QByteArrayView json);

/// An RFC 9457 problem document: type, title, status, detail, code, and retryAfter (seconds) when
/// known.
QByteArray writeProblem(const Error &error);
/// A problem document back into an Error; a body that is none becomes Code::Internal with the HTTP
/// status in its sentence.
Error parseProblem(QByteArrayView json, int status);

} // namespace samsa::protocol
