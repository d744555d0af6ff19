// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_parser.h"
#include "server/chat/services.h"
#include "server/stomp/channel.h"
#include "server/stomp/heart_beat.h"
#include "server/stomp/subscriptions.h"

#include <QBasicTimer>
#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QTcpSocket;
class QWebSocket;
QT_END_NAMESPACE

namespace samsa::stomp {

class Fanout;
class Flusher;

/// The STOMP side of one WebSocket connection: reads frames, does what they ask, answers. This is
/// where a message enters the server: sendMessage() gives it to chat::Messages, which gives it to
/// the log; what the log delivers comes back through Fanout. http::Connection is its counterpart;
/// a chat::Session is who speaks, on however many connections.
///
/// Frames are handled in the order they came. A refusal that leaves the connection usable goes to
/// the subscribers of /user/queue/errors; anything else is an ERROR frame and the end.
/// Thread: the worker's.
class Connection : public QObject
{
    Q_OBJECT
public:
    /// Takes \a webSocket; \a socket is the one below it, \a address where the client is. The rest
    /// outlives the connection.
    Connection(QWebSocket *webSocket, QTcpSocket *socket, QByteArray address,
               const chat::Services &services, Fanout &fanout, Flusher &flusher, TaskQueue &queue,
               QObject *parent);
    ~Connection() override;

    /// The server ends: says so and closes.
    void shutDown();
    /// This session was left (over HTTP, or on another connection): who is connected with it is put
    /// out, so that nobody speaks under a nickname that is free again.
    void endIfOf(const QByteArray &tokenHash);
    /// Ends, with an ERROR, if it follows with epochs a room in which one has begun.
    void endIfFollows(const EpochBegun &epoch);

Q_SIGNALS:
    void ended(); ///< It is gone; delete this later.

private:
    enum class State { Unconnected, LoggingIn, Connected, Ending };
    using Frame = protocol::StompFrame;
    struct Command;
    struct SendTo;
    static const Command commands[]; // What a client may send, and who handles it.
    static const SendTo sendTo[]; // Where a SEND may go.

    void timerEvent(QTimerEvent *event) override;
    void startTimer(QBasicTimer &timer, std::chrono::milliseconds interval);
    void onBytes(QByteArrayView bytes);
    void readFrames();
    void handle(const Frame &frame);
    void onConnect(const Frame &frame);
    void onLoggedIn(const protocol::Result<chat::SessionPtr> &person, const Frame &connect);
    void onSend(const Frame &frame);
    void sendMessage(const Frame &frame, const QUuid &room);
    void sayTyping(const Frame &frame, const QUuid &room);
    void onSubscribe(const Frame &frame);
    void follow(const Subscriptions::Wanted &wanted, const Frame &frame);
    void confirm(const Subscriptions::Wanted &wanted, const Cursor &cursor, const Frame &frame);
    void onUnsubscribe(const Frame &frame);
    void onAcknowledgement(const Frame &frame);
    void onTransaction(const Frame &frame);
    void onDisconnect(const Frame &frame);
    void onClosed();

    /// The room. Nothing: it is not known here, and the frame is handled again, or refused, when
    /// the database was asked; those behind it wait.
    std::optional<RoomRef> findRoom(const QUuid &room, const Frame &frame,
                                    const std::optional<QUuid> &messageId = std::nullopt);
    void sendReceipt(const Frame &frame);
    /// Says no to \a frame and goes on.
    void refuse(const Frame &frame, const protocol::Error &error,
                const std::optional<QUuid> &messageId = std::nullopt);
    /// Says no and ends the connection.
    void fail(const protocol::Error &error, const Frame &frame = {});
    void keepNickname();

    const QByteArray m_address;
    const chat::Services &m_services;
    TaskQueue &m_queue;
    Channel m_channel;
    HeartBeat m_heartBeat;
    QBasicTimer m_connectDeadline;
    QBasicTimer m_nicknameTimer;
    protocol::StompParser m_parser;
    State m_state = State::Unconnected;
    bool m_lookingUp = false; // A room that is not known here; nothing else is handled.

    chat::SessionPtr m_person; // Null until connected.
    Subscriptions m_subscriptions;
};

} // namespace samsa::stomp
