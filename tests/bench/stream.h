// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/event_loop.h"

#include <netinet/in.h>
#include <string>
#include <string_view>

namespace samsa::bench {

/// A TCP connection in an EventLoop. What is written leaves once at the end of the turn; what
/// arrives is read into one buffer that all connections share, and only a cut-off rest is kept by
/// each.
class Stream : public Watched
{
public:
    Stream(EventLoop &loop, const sockaddr_in &server);
    ~Stream() override;
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    /// Begins to connect, from 127.0.0.number, with a receive buffer of so many bytes (0: the
    /// system's choice). False, with errno, if that failed at once.
    bool connect(int fromNumber, int receiveBuffer = 0);
    void write(std::string_view bytes);
    void close();
    bool isOpen() const { return m_descriptor >= 0; }

    /// From now on nothing is read; that the other side ends the connection is still noticed.
    void stopReading();
    void readAgain();

    /// When the bytes that consume() is looking at were taken from the socket, and how many there
    /// were.
    static Nanoseconds readAt() { return s_readAt; }
    static std::uint64_t reads; ///< By which anything arrived, of all connections.

    void ready(std::uint32_t events) override;
    void turnEnded() override;

protected:
    virtual void connected() {}
    /// Looks at what there is and says how much of it is done with; the rest comes again with more.
    virtual std::size_t consume(const char *data, std::size_t size) = 0;
    virtual void disconnected(const std::string &why) = 0;

    std::string &output() { return m_output; }
    void flushLater() { m_loop.afterTurn(this); }

private:
    void read();
    void flush();
    void fail(const std::string &why);
    void watch(bool writable);

    EventLoop &m_loop;
    sockaddr_in m_server;
    int m_descriptor = -1;
    bool m_connecting = false;
    bool m_watchesWritable = false;
    bool m_reads = true;
    std::string m_rest;
    std::string m_output;
    static Nanoseconds s_readAt;
};

} // namespace samsa::bench
