// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/websocket_reader.h"

#include <QtEndian>

#include <cstring>
#include <utility>

namespace samsa::net {

namespace {

constexpr qsizetype keptCapacity = 1024; // What an idle reader may hold on to.
constexpr qsizetype controlBytes = 125; // RFC 6455 §5.5
constexpr qsizetype maskBytes = 4;

namespace opcode {
constexpr int continuation = 0x0;
constexpr int text = 0x1;
constexpr int binary = 0x2;
constexpr int close = 0x8;
constexpr int ping = 0x9;
constexpr int pong = 0xa;
} // namespace opcode

bool isControl(int code)
{
    return (code & 0x8) != 0;
}

/// RFC 6455 §5.3. \a to has room for all of \a masked.
void unmask(QByteArrayView masked, const char *mask, char *to)
{
    quint64 wide = 0;
    std::memcpy(&wide, mask, maskBytes);
    std::memcpy(reinterpret_cast<char *>(&wide) + maskBytes, mask, maskBytes);
    qsizetype at = 0;
    for (; at + qsizetype(sizeof(wide)) <= masked.size(); at += sizeof(wide)) {
        quint64 piece = 0;
        std::memcpy(&piece, masked.data() + at, sizeof(piece));
        piece ^= wide;
        std::memcpy(to + at, &piece, sizeof(piece));
    }
    for (; at < masked.size(); ++at)
        to[at] = char(masked[at] ^ mask[at % maskBytes]);
}

/// Whether a client may say so (RFC 6455 §7.4).
bool isCloseCode(quint16 code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
}

} // namespace

struct WebSocketReader::Frame
{
    bool isFinal = false;
    int opcode = 0;
    qsizetype headBytes = 2; // The mask included.
    qsizetype payloadBytes = 0;
    const char *mask = nullptr;
};

WebSocketReader::WebSocketReader(qsizetype messageBytes)
    : m_messageBytes(messageBytes)
{
}

char *WebSocketReader::append(qsizetype size)
{
    const qsizetype before = m_buffer.size();
    m_buffer.resize(before + size);
    return m_buffer.data() + before;
}

WebSocketReader::Status WebSocketReader::next()
{
    for (;;)
        if (const auto status = m_ended ? std::optional(Status::NeedMore) : readFrame())
            return *status;
}

/// Nothing: go on.
std::optional<WebSocketReader::Status> WebSocketReader::readFrame()
{
    const QByteArrayView bytes = QByteArrayView(m_buffer).sliced(m_begin);
    if (bytes.size() < 2) {
        drop(0);
        return Status::NeedMore;
    }
    const auto first = static_cast<uchar>(bytes[0]);
    const auto second = static_cast<uchar>(bytes[1]);
    Frame frame {.isFinal = (first & 0x80) != 0, .opcode = first & 0xf};
    if ((first & 0x70) != 0)
        return fail(CloseCode::ProtocolError, "No extension was agreed upon.");
    if ((second & 0x80) == 0)
        return fail(CloseCode::ProtocolError, "A client masks its frames.");
    if (frame.opcode > opcode::pong
        || (frame.opcode > opcode::binary && frame.opcode < opcode::close))
        return fail(CloseCode::ProtocolError, "There is no such frame.");
    if (isControl(frame.opcode) && !frame.isFinal)
        return fail(CloseCode::ProtocolError, "A control frame has no fragments.");
    if (!isControl(frame.opcode) && (frame.opcode == opcode::continuation) != m_inMessage)
        return fail(CloseCode::ProtocolError, "Fragments are not in their order.");

    quint64 length = second & 0x7f;
    const quint64 shortest = length == 126 ? 126 : 65'536;
    if (length >= 126) {
        const qsizetype wide = length == 126 ? 2 : 8;
        frame.headBytes += wide;
        if (bytes.size() < frame.headBytes)
            return Status::NeedMore;
        length = wide == 2 ? qFromBigEndian<quint16>(bytes.data() + 2)
                           : qFromBigEndian<quint64>(bytes.data() + 2);
        if (length < shortest || (length >> 63) != 0)
            return fail(CloseCode::ProtocolError, "A length is not in its shortest form.");
    }
    if (isControl(frame.opcode) && length > quint64(controlBytes))
        return fail(CloseCode::ProtocolError, "A control frame is too long.");
    if (length > quint64(m_messageBytes - m_fragments.size()))
        return fail(CloseCode::TooMuchData, "A message is too long.");
    frame.payloadBytes = qsizetype(length);
    frame.headBytes += maskBytes;
    if (bytes.size() < frame.headBytes + frame.payloadBytes)
        return Status::NeedMore;
    frame.mask = bytes.data() + frame.headBytes - maskBytes;
    return take(frame, bytes.sliced(frame.headBytes, frame.payloadBytes));
}

std::optional<WebSocketReader::Status> WebSocketReader::take(const Frame &frame,
                                                             QByteArrayView masked)
{
    if (isControl(frame.opcode)) {
        m_payload.resize(masked.size());
        unmask(masked, frame.mask, m_payload.data());
        drop(frame.headBytes + frame.payloadBytes);
        return takeControl(frame);
    }
    if (frame.opcode != opcode::continuation)
        m_isText = frame.opcode == opcode::text;
    const qsizetype before = m_fragments.size();
    m_fragments.resize(before + masked.size());
    unmask(masked, frame.mask, m_fragments.data() + before);
    drop(frame.headBytes + frame.payloadBytes);
    m_inMessage = !frame.isFinal;
    if (m_inMessage)
        return std::nullopt;
    m_payload = std::exchange(m_fragments, {});
    if (m_isText && !m_payload.isValidUtf8())
        return fail(CloseCode::WrongData, "A text is not UTF-8.");
    return Status::Message;
}

std::optional<WebSocketReader::Status> WebSocketReader::takeControl(const Frame &frame)
{
    switch (frame.opcode) {
    case opcode::ping:
        return Status::Ping;
    case opcode::close:
        return takeClose();
    default:
        return std::nullopt; // A pong nobody asked for.
    }
}

WebSocketReader::Status WebSocketReader::takeClose()
{
    if (m_payload.size() == 1)
        return fail(CloseCode::ProtocolError, "A close code has two bytes.");
    if (m_payload.size() >= 2) {
        const auto code = qFromBigEndian<quint16>(m_payload.constData());
        if (!isCloseCode(code))
            return fail(CloseCode::ProtocolError, "There is no such close code.");
        if (!QByteArrayView(m_payload).sliced(2).isValidUtf8())
            return fail(CloseCode::WrongData, "The reason is not UTF-8.");
        m_closeCode = CloseCode(code); // Answered with the same (§5.5.1).
    }
    m_ended = true;
    return Status::Close;
}

WebSocketReader::Status WebSocketReader::fail(CloseCode code, QByteArrayView reason)
{
    m_ended = true;
    m_closeCode = code;
    m_reason = reason;
    m_buffer = m_payload = m_fragments = {};
    m_begin = 0;
    return Status::Failed;
}

/// What was read leaves the buffer when it is the greater part, so that each byte moves at most
/// once on average.
void WebSocketReader::drop(qsizetype count)
{
    m_begin += count;
    if (m_begin == m_buffer.size()) {
        if (m_buffer.capacity() > keptCapacity)
            m_buffer = {};
        else
            m_buffer.resize(0);
        m_begin = 0;
    } else if (m_begin > m_buffer.size() / 2) {
        m_buffer.remove(0, m_begin);
        m_begin = 0;
    }
}

} // namespace samsa::net
