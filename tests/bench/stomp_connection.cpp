// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/stomp_connection.h"

#include "tests/bench/websocket.h"

#include <algorithm>

namespace samsa::bench {

namespace {

constexpr std::string_view endOfHead = "\r\n\r\n";

/// The value of receipt-id.
std::string_view receiptId(std::string_view frame)
{
    static constexpr std::string_view name = "\nreceipt-id:";
    const auto place = frame.find(name);
    if (place == std::string_view::npos)
        return {};
    const std::string_view value = frame.substr(place + name.size());
    return value.substr(0, value.find_first_of("\r\n"));
}

} // namespace

std::uint64_t StompConnection::bytesReceived = 0;

StompConnection::StompConnection(EventLoop &loop, const Target &target, Identity identity,
                                 int number)
    : Stream(loop, target.address)
    , m_target(target)
    , m_identity(std::move(identity))
    , m_number(number)
{
}

void StompConnection::send(std::string_view stompFrame)
{
    appendClientFrame(output(), stompFrame);
    flushLater();
}

void StompConnection::sendNow(std::string_view stompFrame)
{
    appendClientFrame(output(), stompFrame);
    turnEnded();
}

void StompConnection::sendHeartBeat()
{
    send("\n");
}

void StompConnection::connected()
{
    m_state = State::Upgrading;
    write(upgradeRequest(m_target.host, m_target.path, m_target.protocols));
}

std::size_t StompConnection::consume(const char *data, std::size_t size)
{
    std::size_t used = 0;
    if (m_state == State::Upgrading) {
        used = consumeUpgrade(data, size);
        if (m_state == State::Upgrading)
            return used;
    }
    WebSocketFrame header;
    while (readFrameHeader(data + used, size - used, header) && header.size() <= size - used) {
        const std::string_view content(data + used + header.headerSize, header.payloadSize);
        used += header.size();
        switch (header.opcode) {
        case Opcode::Text:
        case Opcode::Binary:
        case Opcode::Continuation:
            payload(content, header.size());
            break;
        case Opcode::Ping:
            appendClientFrame(output(), content, Opcode::Pong);
            flushLater();
            break;
        case Opcode::Close:
            fail("the server closed the WebSocket");
            break;
        case Opcode::Pong:
            break;
        }
        if (!isOpen())
            return size;
    }
    return used;
}

std::size_t StompConnection::consumeUpgrade(const char *data, std::size_t size)
{
    const std::string_view text(data, size);
    const auto end = text.find(endOfHead);
    if (end == std::string_view::npos)
        return 0;
    if (!text.starts_with("HTTP/1.1 101")) {
        fail("no upgrade: " + std::string(text.substr(0, text.find('\r'))));
        return size;
    }
    m_state = State::LoggingIn;
    const std::string beat = std::to_string(m_target.heartBeatMs);
    std::string connect = "CONNECT\naccept-version:1.2\nhost:" + m_target.virtualHost
        + "\nheart-beat:" + beat + ',' + beat + '\n' + m_identity.headers + '\n';
    connect += '\0';
    send(connect);
    return end + endOfHead.size();
}

/// A server may put several STOMP frames into one WebSocket message, with newlines between them.
void StompConnection::payload(std::string_view payload, std::size_t wireSize)
{
    if (payload.starts_with('M'))
        bytesReceived += wireSize;
    while (!payload.empty()) {
        if (payload.front() == '\n' || payload.front() == '\r') {
            payload.remove_prefix(1);
            continue;
        }
        const auto end = std::min(payload.find('\0'), payload.size());
        frame(payload.substr(0, end));
        payload.remove_prefix(std::min(end + 1, payload.size()));
    }
}

void StompConnection::frame(std::string_view frame)
{
    if (frame.starts_with("MESSAGE")) {
        if (m_sink)
            m_sink->message(*this, frame);
    } else if (frame.starts_with("RECEIPT")) {
        if (m_state != State::Subscribing) {
            if (m_sink)
                m_sink->receipt(*this, receiptId(frame));
        } else if (++m_subscribed == m_identity.destinations.size()) {
            m_state = State::Ready;
        }
    } else if (frame.starts_with("CONNECTED")) {
        subscribe();
    } else {
        std::string text(frame.substr(0, 200));
        std::replace(text.begin(), text.end(), '\n', ' ');
        fail(text);
    }
}

void StompConnection::subscribe()
{
    m_state = m_identity.destinations.empty() ? State::Ready : State::Subscribing;
    for (std::size_t i = 0; i < m_identity.destinations.size(); ++i) {
        const std::string id = std::to_string(i);
        std::string subscribe = "SUBSCRIBE\nid:s" + id
            + "\ndestination:" + m_identity.destinations[i] + "\nack:auto\nreceipt:s" + id + "\n\n";
        subscribe += '\0';
        send(subscribe);
    }
}

void StompConnection::fail(const std::string &why)
{
    close();
    disconnected(why);
}

void StompConnection::disconnected(const std::string &why)
{
    if (m_state == State::Failed)
        return;
    const bool wasReady = m_state == State::Ready;
    m_state = State::Failed;
    m_failure = why;
    if (wasReady && m_sink)
        m_sink->lost(*this, why);
}

} // namespace samsa::bench
