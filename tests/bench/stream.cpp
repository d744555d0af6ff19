// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/stream.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace samsa::bench {

namespace {

constexpr std::size_t bufferSize = 1 << 20;

// One thread, so one buffer; an EventLoop handles one connection at a time.
char buffer[bufferSize];

void setOption(int descriptor, int level, int name, int value)
{
    setsockopt(descriptor, level, name, &value, sizeof value);
}

} // namespace

Nanoseconds Stream::s_readAt = 0;
std::uint64_t Stream::reads = 0;

Stream::Stream(EventLoop &loop, const sockaddr_in &server)
    : m_loop(loop)
    , m_server(server)
{
}

Stream::~Stream()
{
    close();
}

bool Stream::connect(int fromNumber, int receiveBuffer)
{
    m_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_descriptor < 0)
        return false;
    setOption(m_descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    if (receiveBuffer > 0)
        setOption(m_descriptor, SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    // One address has only some 28,000 ports; each further one has as many again.
    sockaddr_in from {};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7f000000u + unsigned(fromNumber));
    setOption(m_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    if (ntohl(m_server.sin_addr.s_addr) >> 24 == 127
        && bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) != 0)
        return false;
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&m_server), sizeof m_server) != 0
        && errno != EINPROGRESS)
        return false;
    m_connecting = true;
    m_watchesWritable = true;
    m_loop.add(m_descriptor, EPOLLIN | EPOLLOUT, this);
    return true;
}

void Stream::write(std::string_view bytes)
{
    m_output += bytes;
    flushLater();
}

void Stream::close()
{
    if (m_descriptor < 0)
        return;
    m_loop.remove(m_descriptor);
    ::close(m_descriptor);
    m_descriptor = -1;
}

void Stream::stopReading()
{
    m_reads = false;
    m_watchesWritable = false;
    m_loop.change(m_descriptor, EPOLLRDHUP, this);
}

void Stream::readAgain()
{
    if (m_descriptor < 0)
        return;
    m_reads = true;
    m_loop.change(m_descriptor, EPOLLIN, this);
}

void Stream::ready(std::uint32_t events)
{
    if (m_descriptor < 0)
        return;
    if (!m_reads) {
        fail("cut");
        return;
    }
    if (m_connecting && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) {
            fail(std::strerror(error));
            return;
        }
        m_connecting = false;
        connected();
        flushLater();
        return;
    }
    if (events & EPOLLOUT)
        flushLater();
    if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
        read();
}

void Stream::turnEnded()
{
    if (m_descriptor >= 0 && !m_connecting)
        flush();
}

void Stream::read()
{
    if (m_rest.size() >= bufferSize) {
        fail("a message that does not end");
        return;
    }
    const std::size_t kept = m_rest.size();
    if (kept > 0)
        std::memcpy(buffer, m_rest.data(), kept);
    const ssize_t count = recv(m_descriptor, buffer + kept, bufferSize - kept, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        fail(count == 0 ? "the server closed the connection" : std::strerror(errno));
        return;
    }
    s_readAt = now();
    ++reads;
    const std::size_t size = kept + std::size_t(count);
    const std::size_t used = consume(buffer, size);
    if (used < size)
        m_rest.assign(buffer + used, size - used);
    else if (kept > 0)
        m_rest.clear();
}

void Stream::flush()
{
    std::size_t written = 0;
    while (written < m_output.size()) {
        const ssize_t count = ::send(m_descriptor, m_output.data() + written,
                                     m_output.size() - written, MSG_NOSIGNAL);
        if (count <= 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN) {
                fail(std::strerror(errno));
                return;
            }
            break;
        }
        written += std::size_t(count);
    }
    m_output.erase(0, written);
    watch(!m_output.empty());
}

void Stream::watch(bool writable)
{
    if (writable == m_watchesWritable || !m_reads)
        return;
    m_watchesWritable = writable;
    m_loop.change(m_descriptor, writable ? EPOLLIN | EPOLLOUT : EPOLLIN, this);
}

void Stream::fail(const std::string &why)
{
    close();
    disconnected(why);
}

} // namespace samsa::bench
