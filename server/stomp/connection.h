// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_parser.h"
#include "server/base/event.h"
#include "server/chat/services.h"
#include "server/stomp/channel.h"
#include "server/stomp/heart_beat.h"
#include "server/stomp/subscriptions.h"
#include "server/stomp/transactions.h"

#include <QBasicTimer>
#include <QObject>

#include <optional>
#include <utility>

namespace samsa::net {
class WebSocket;
}

namespace samsa::stomp {

class Fanout;
class Flusher;

/// The STOMP side of one WebSocket connection: reads frames, does what they ask, answers. This is
/// where a message enters the server: sendMessage() gives it to chat::Messages, which gives it to
/// the log; what the log delivers comes back through Fanout. http::Connection is its counterpart;
/// a chat::Session is who speaks, on however many connections.
///
/// Frames are handled in the order they came. A refusal that leaves the connection usable goes to
/// the subscribers of /user/queue/errors; if there are none and the frame wants a receipt, and for
/// anything else, it is an ERROR frame and the end. Before the end everything that was taken is
/// answered: the receipts of messages come when the log holds them.
/// Thread: the worker's.
class Connection : public QObject
{
    Q_OBJECT
public:
    /// Takes \a webSocket; \a address is where the client is. The rest outlives the connection.
    Connection(net::WebSocket *webSocket, QByteArray address, const chat::Services &services,
               Fanout &fanout, Flusher &flusher, TaskQueue &queue, QObject *parent);
    ~Connection() override;

    /// The server ends: says so and closes.
    void shutDown();
    /// This session was left (over HTTP, or on another connection): who is connected with it is put
    /// out, so that nobody speaks under a nickname that is free again, or somebody else's.
    void endIfOf(const SessionLeft &left);
    /// Ends, with an ERROR, if it follows with epochs a room in which one has begun.
    void endIfFollows(const EpochBegun &epoch);

Q_SIGNALS:
    void ended(); ///< It is gone; delete this later.

private:
    enum class State {
        Unconnected,
        LoggingIn,
        Connected,
        Leaving, // No more frames are read; what was taken is being answered.
        Ending, // The last was said.
    };
    using Frame = protocol::StompFrame;
    struct Command;
    struct SendTo;
    static const Command commands[]; // What a client may send, and who handles it.
    static const SendTo sendTo[]; // Where a SEND may go.

    void timerEvent(QTimerEvent *event) override;
    void startTimer(QBasicTimer &timer, std::chrono::milliseconds interval);
    void onBytes(const QByteArray &bytes);
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
    void onBegin(const Frame &frame);
    void onCommit(const Frame &frame);
    void onAbort(const Frame &frame);
    void holdMessage(const Frame &frame, const QUuid &room);
    void onDisconnect(const Frame &frame);
    void onWebSocketClose(net::CloseCode code, const QByteArray &reason);
    void onClosed();

    /// The room. Nothing: it is not known here, and the frame is handled again, or refused, when
    /// the database was asked; those behind it wait.
    std::optional<RoomRef> findRoom(const QUuid &room, const Frame &frame,
                                    const std::optional<QUuid> &messageId = std::nullopt);
    void refuseRoom(const Frame &frame, const protocol::Error &error,
                    const std::optional<QUuid> &messageId);
    void refuseHeld(const Frame &frame, const protocol::Error &error);
    void sendReceipt(const Frame &frame);
    /// Says no to \a frame and goes on, unless the client waits for an answer that it could not
    /// get.
    void refuse(const Frame &frame, const protocol::Error &error,
                const std::optional<QUuid> &messageId = std::nullopt);
    /// The same for what STOMP itself forbids, which is an end unless refusals are followed.
    void refuseViolation(const Frame &frame, const protocol::Error &error);
    /// Says no and ends the connection, at once.
    void fail(const protocol::Error &error, const Frame &frame = {});
    /// The same after what was taken before has its answers.
    void failInOrder(const protocol::Error &error, const Frame &frame = {});
    /// One of m_unanswered has its answer.
    void answered();
    void leave();
    void leaveIfAnswered();
    bool mayAnswer() const { return m_state == State::Connected || m_state == State::Leaving; }
    void keepNickname();
    void giveNicknameBack();

    const QByteArray m_address;
    const chat::Services &m_services;
    TaskQueue &m_queue;
    Channel m_channel;
    HeartBeat m_heartBeat;
    QBasicTimer m_connectDeadline;
    QBasicTimer m_leaveDeadline;
    QBasicTimer m_nicknameTimer;
    protocol::StompParser m_parser;
    State m_state = State::Unconnected;
    bool m_lookingUp = false; // A room that is not known here; nothing else is handled.

    int m_unanswered = 0; // Frames that were taken and get their receipts later.
    std::optional<std::pair<protocol::Error, Frame>> m_failure; // The first; said when leaving.
    Frame m_disconnect; // The frame that asks for the end.

    chat::SessionPtr m_person; // Null until connected.
    bool m_nicknameKept = false; // For the connection alone, and not given back yet.
    Subscriptions m_subscriptions;
    Transactions m_transactions;
};

} // namespace samsa::stomp
