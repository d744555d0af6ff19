// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/raw_broadcaster.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace samsa::bench {

namespace {

constexpr std::string_view head =
    "MESSAGE\nsubscription:s0\nmessage-id:1\ndestination:/topic/raw\n\n";
// The key is not looked at: our clients do not check the answer to it.
constexpr std::string_view upgradeAnswer =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n";

char buffer[1 << 18];

std::string serverFrame(std::string_view stomp)
{
    std::string content(stomp);
    content += '\0';
    std::string out;
    appendServerFrame(out, content);
    return out;
}

} // namespace

RawBroadcaster::RawBroadcaster(std::size_t frameBytes, bool coalesces)
    : m_coalesces(coalesces)
    , m_head(head)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    // A header of 4 bytes: every frame that is compared has between 126 and 65,535.
    const std::size_t fixed = 4 + head.size() + markerSize + 1;
    m_filler.assign(frameBytes > fixed + 30 ? frameBytes - fixed : 30, 'x');
}

RawBroadcaster::~RawBroadcaster()
{
    close(m_listener);
    close(m_epoll);
}

std::uint16_t RawBroadcaster::listen()
{
    m_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0
        || ::listen(m_listener, 4096) != 0
        || getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return 0;
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
    return ntohs(address.sin_port);
}

void RawBroadcaster::serve()
{
    epoll_event events[512];
    for (;;) {
        const int count = epoll_wait(m_epoll, events, 512, -1);
        for (int i = 0; i < count; ++i) {
            auto *connection = static_cast<Connection *>(events[i].data.ptr);
            if (!connection) {
                accept();
                continue;
            }
            if (connection->descriptor >= 0 && (events[i].events & EPOLLOUT))
                flush(connection);
            if (connection->descriptor >= 0 && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                read(connection);
        }
        if (!m_turn.empty()) {
            // By index from the end: who is dropped is replaced by the last.
            for (std::size_t i = m_subscribers.size(); i-- > 0;)
                write(m_subscribers[i], m_turn);
            m_turn.clear();
        }
        m_dropped.clear();
    }
}

void RawBroadcaster::accept()
{
    for (;;) {
        const int descriptor = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const int one = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        auto connection = std::make_unique<Connection>();
        connection->descriptor = descriptor;
        epoll_event event {};
        event.events = EPOLLIN;
        event.data.ptr = connection.release(); // Owned by the epoll from here, until drop().
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    }
}

void RawBroadcaster::read(Connection *connection)
{
    const ssize_t count = recv(connection->descriptor, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        drop(connection);
        return;
    }
    connection->input.append(buffer, std::size_t(count));
    std::string &input = connection->input;
    std::size_t used = 0;
    if (!connection->upgraded) {
        const auto end = input.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        used = end + 4;
        connection->upgraded = true;
        write(connection, upgradeAnswer);
    }
    WebSocketFrame header;
    while (readFrameHeader(input.data() + used, input.size() - used, header)
           && header.size() <= input.size() - used) {
        char *content = input.data() + used + header.headerSize;
        for (std::size_t i = 0; i < header.payloadSize; ++i)
            content[i] = char(std::uint8_t(content[i]) ^ header.mask[i & 3]);
        used += header.size();
        frame(connection, {content, header.payloadSize});
        if (connection->descriptor < 0)
            return;
    }
    input.erase(0, used);
}

void RawBroadcaster::frame(Connection *connection, std::string_view stomp)
{
    if (stomp.starts_with("SEND")) {
        broadcast(stomp);
    } else if (stomp.starts_with("CONNECT")) {
        write(connection, serverFrame("CONNECTED\nversion:1.2\n\n"));
    } else if (stomp.starts_with("SUBSCRIBE")) {
        connection->subscriberIndex = m_subscribers.size();
        m_subscribers.push_back(connection);
        write(connection, serverFrame("RECEIPT\nreceipt-id:s0\n\n"));
    }
}

void RawBroadcaster::broadcast(std::string_view stomp)
{
    std::uint64_t number = 0;
    if (!m_finder.find(stomp, number))
        return;
    appendServerFrame(m_turn, m_head + marker(number) + m_filler + '\0');
    if (m_coalesces)
        return;
    for (std::size_t i = m_subscribers.size(); i-- > 0;)
        write(m_subscribers[i], m_turn);
    m_turn.clear();
}

void RawBroadcaster::write(Connection *connection, std::string_view bytes)
{
    if (connection->output.empty()) {
        const ssize_t count =
            ::send(connection->descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count == ssize_t(bytes.size()))
            return;
        if (count < 0 && errno != EAGAIN) {
            drop(connection);
            return;
        }
        bytes.remove_prefix(count > 0 ? std::size_t(count) : 0);
    }
    connection->output += bytes;
    if (connection->watchesWritable)
        return;
    connection->watchesWritable = true;
    epoll_event event {};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.ptr = connection;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection->descriptor, &event);
}

void RawBroadcaster::flush(Connection *connection)
{
    const ssize_t count = ::send(connection->descriptor, connection->output.data(),
                                 connection->output.size(), MSG_NOSIGNAL);
    if (count < 0) {
        if (errno != EAGAIN)
            drop(connection);
        return;
    }
    connection->output.erase(0, std::size_t(count));
    if (!connection->output.empty())
        return;
    connection->watchesWritable = false;
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.ptr = connection;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection->descriptor, &event);
}

void RawBroadcaster::drop(Connection *connection)
{
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, connection->descriptor, nullptr);
    close(connection->descriptor);
    connection->descriptor = -1;
    if (connection->subscriberIndex != SIZE_MAX) {
        Connection *last = m_subscribers.back();
        last->subscriberIndex = connection->subscriberIndex;
        m_subscribers[connection->subscriberIndex] = last;
        m_subscribers.pop_back();
    }
    // An event for it may still be in this turn's list.
    m_dropped.emplace_back(connection);
}

} // namespace samsa::bench
