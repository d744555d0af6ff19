// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace samsa::net {

/// What a WebSocket is closed with (RFC 6455 §7.4.1).
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    WrongData = 1007,
    PolicyViolated = 1008,
    TooMuchData = 1009,
};

/// Reads what a client sends on a WebSocket (RFC 6455 §5), strictly, however the bytes are cut:
/// unmasks frames, puts fragments together, and looks at the UTF-8 of a text when it is whole, not
/// of each fragment, since a fragment may end inside a character (§5.6). Never holds more than one
/// message of at most the given size, and the bytes of one frame. No I/O.
class WebSocketReader
{
public:
    enum class Status {
        NeedMore, ///< No whole frame is left.
        Message, ///< payload() is a whole message, text or binary.
        Ping, ///< payload() is what the answer has to say.
        Close, ///< The client closes; closeCode() is what it is answered with.
        Failed, ///< See closeCode() and reason(); nothing more is read.
    };

    explicit WebSocketReader(qsizetype messageBytes);

    /// Room for \a size more bytes, to be written by the caller before next().
    char *append(qsizetype size);
    /// The caller could write only so many of them.
    void truncate(qsizetype missing) { m_buffer.chop(missing); }
    Status next();
    /// Of the Message or Ping that next() told of, until it is called again.
    const QByteArray &payload() const { return m_payload; }
    CloseCode closeCode() const { return m_closeCode; }
    QByteArrayView reason() const { return m_reason; }

private:
    struct Frame;
    std::optional<Status> readFrame();
    std::optional<Status> take(const Frame &frame, QByteArrayView masked);
    std::optional<Status> takeControl(const Frame &frame);
    Status takeClose();
    Status fail(CloseCode code, QByteArrayView reason);
    void drop(qsizetype count);

    const qsizetype m_messageBytes;
    QByteArray m_buffer;
    qsizetype m_begin = 0; // What is before it in the buffer was read.
    QByteArray m_payload;
    QByteArray m_fragments; // Of the message under way.
    bool m_inMessage = false; // Fragments have begun.
    bool m_isText = false;
    bool m_ended = false; // Closed or failed.
    CloseCode m_closeCode = CloseCode::Normal;
    QByteArrayView m_reason; // Text that is always there.
};

} // namespace samsa::net
