// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/stream.h"
#include "tests/bench/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace samsa::bench {

class StompConnection;

/// Who is told what a connection receives. Called in the turn of the loop that read it.
class FrameSink
{
public:
    virtual ~FrameSink() = default;
    /// The whole MESSAGE frame without its NUL, valid only now. It took so many bytes on the wire.
    virtual void message(StompConnection &, std::string_view) {}
    virtual void receipt(StompConnection &, std::string_view) {}
    /// A connection that was ready is gone.
    virtual void lost(StompConnection &, const std::string &) {}
};

/// Who one is, as the headers of CONNECT, and what one follows.
struct Identity
{
    std::string headers; ///< Lines, each with its newline.
    std::vector<std::string> destinations;
};

/// One STOMP connection over WebSocket: upgrade, CONNECT, one SUBSCRIBE for each destination with a
/// receipt, and then messages and receipts. Nothing is allocated for a message that is received.
class StompConnection : public Stream
{
public:
    enum class State { New, Upgrading, LoggingIn, Subscribing, Ready, Failed };

    StompConnection(EventLoop &loop, const Target &target, Identity identity, int number);

    void setSink(FrameSink *sink) { m_sink = sink; }
    void send(std::string_view stompFrame);
    /// The same, in a write of its own and now, as of a client that knows of no others.
    void sendNow(std::string_view stompFrame);
    void sendHeartBeat();

    State state() const { return m_state; }
    const std::string &failure() const { return m_failure; }
    int number() const { return m_number; }

    static std::uint64_t bytesReceived; ///< WebSocket frames with messages, of all connections.

protected:
    void connected() override;
    std::size_t consume(const char *data, std::size_t size) override;
    void disconnected(const std::string &why) override;

private:
    std::size_t consumeUpgrade(const char *data, std::size_t size);
    void payload(std::string_view payload, std::size_t wireSize);
    void frame(std::string_view frame);
    void subscribe();
    void fail(const std::string &why);

    const Target &m_target;
    Identity m_identity;
    FrameSink *m_sink = nullptr;
    State m_state = State::New;
    std::size_t m_subscribed = 0;
    int m_number;
    std::string m_failure;
};

} // namespace samsa::bench
