// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslConfiguration>
#include <QTcpSocket>

#include <functional>
#include <optional>

namespace samsa::net {

/// Who made a socket, and is told when it is destroyed; outlives it. The socket's own destroyed()
/// cannot be relied on: QWebSocket takes all connections off its socket when it lets go of it.
class SocketOwner
{
public:
    virtual void socketGone(QTcpSocket *socket) = 0;

protected:
    ~SocketOwner() = default;
};

/// A connection's socket. Beyond QTcpSocket it can give its buffers back: the ring buffer of a
/// socket that was read from once keeps 16 KiB, four fifths of what an idle connection costs.
class Socket : public QTcpSocket
{
    Q_OBJECT
public:
    Socket(SocketOwner &owner, QObject *parent);
    ~Socket() override;

    /// Frees the buffers if they are empty. Not from within a slot of this socket's readyRead. To
    /// be called soon after something was read: memory that is given back when thousands of others
    /// have taken theirs lies between theirs and does not go back to the system.
    void giveBackBuffers();

    /// Writes \a bytes, of which the system gets at once what it takes; the socket keeps the rest,
    /// for when there is room. Spares the way through the socket's buffer and its write notifier,
    /// which costs as much again as the system call.
    void writeThrough(const QByteArray &bytes);

private:
    SocketOwner &m_owner;
};

/// The socket of an accepted descriptor, in the thread of the caller: plain, or with TLS under way.
/// Null if the descriptor cannot be used; it is closed then.
QTcpSocket *makeSocket(qintptr descriptor, const std::optional<QSslConfiguration> &tls,
                       SocketOwner &owner, QObject *parent);

/// What was written and the system has not taken, because the other side does not read; under TLS
/// also what is encrypted already.
qint64 bytesUnread(const QTcpSocket *socket);

/// Calls \a then, in the thread of \a context, each time the system has taken some of that.
QMetaObject::Connection whenRead(QTcpSocket *socket, QObject *context, std::function<void()> then);

/// Tells the other side that nothing more will come, while its bytes are still read: what is
/// written arrives, and is not overtaken by a reset. To be called when all is written; does nothing
/// under TLS.
void endWriting(QTcpSocket *socket);

/// Closes a descriptor that nothing was made of.
void closeDescriptor(qintptr descriptor);

} // namespace samsa::net
