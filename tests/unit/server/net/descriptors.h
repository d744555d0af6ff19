// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSocketNotifier>
#include <QString>
#include <QStringList>

#include <fcntl.h>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace samsa::test {

/// Two connected sockets, not blocking; or one eventfd (Counter), both ends of itself.
class SocketPair
{
public:
    enum Kind { Local, Tcp, Counter };

    explicit SocketPair(Kind kind = Local)
    {
        int ends[2] {-1, -1};
        if (kind == Local)
            socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends);
        else if (kind == Tcp)
            connectOverTcp(ends);
        else
            ends[0] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        here = ends[0];
        there = kind == Counter ? here : ends[1];
        m_one = kind == Counter;
    }
    ~SocketPair()
    {
        closeHere();
        if (!m_one)
            closeThere();
    }
    SocketPair(const SocketPair &) = delete;
    SocketPair &operator=(const SocketPair &) = delete;

    /// Eight bytes from there to here.
    void send() const { put(there); }
    void receive() const
    {
        char bytes[8];
        static_cast<void>(::read(here, bytes, sizeof bytes));
    }
    /// Writes here until no more goes in.
    void fill() const
    {
        const std::vector<char> bytes(64 * 1024);
        while (::write(here, bytes.data(), bytes.size()) > 0) {}
    }
    void drainThere() const
    {
        std::vector<char> bytes(64 * 1024);
        while (::read(there, bytes.data(), bytes.size()) > 0) {}
    }

    void closeHere() { closeOne(here); }
    void closeThere() { closeOne(there); }
    /// This side gets another number.
    void moveHere(int number)
    {
        if (here == number)
            return;
        dup3(here, number, O_CLOEXEC);
        closeHere();
        here = number;
    }

    int here = -1;
    int there = -1;

private:
    static void put(int descriptor)
    {
        const quint64 one = 1;
        static_cast<void>(::write(descriptor, &one, sizeof one));
    }

    static void closeOne(int &descriptor)
    {
        if (descriptor >= 0)
            ::close(std::exchange(descriptor, -1));
    }

    static void connectOverTcp(int (&ends)[2])
    {
        const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        ::bind(listener, generic, size);
        ::listen(listener, 1);
        ::getsockname(listener, generic, &size);
        ends[1] = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ::connect(ends[1], generic, size);
        ends[0] = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        ::close(listener);
    }

    bool m_one = false;
};

/// A notifier that records its name, and then does what it is told.
class Notifier
{
public:
    Notifier(QStringList &record, const QString &name, int descriptor, QSocketNotifier::Type type)
        : m_notifier(std::make_unique<QSocketNotifier>(descriptor, type))
    {
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                         [this, &record, name] {
                             record.append(name);
                             if (const auto task = then) // This may be deleted in it.
                                 task();
                         });
    }

    QSocketNotifier *operator->() const { return m_notifier.get(); }
    void reset() { m_notifier.reset(); }

    std::function<void()> then;

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace samsa::test
