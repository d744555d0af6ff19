// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/socket.h"

#include <QSslSocket>

#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace samsa::net {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int noSignal = MSG_NOSIGNAL;
#else
constexpr int noSignal = 0; // Without the flag Qt ignores SIGPIPE.
#endif

class EncryptedSocket : public QSslSocket
{
public:
    EncryptedSocket(SocketOwner &owner, QObject *parent)
        : QSslSocket(parent)
        , m_owner(owner)
    {
    }
    ~EncryptedSocket() override { m_owner.socketGone(this); }

private:
    SocketOwner &m_owner;
};

} // namespace

Socket::Socket(SocketOwner &owner, QObject *parent)
    : QTcpSocket(parent)
    , m_owner(owner)
{
}

Socket::~Socket()
{
    m_owner.socketGone(this);
}

void Socket::giveBackBuffers()
{
    if (state() != ConnectedState || bytesAvailable() > 0 || bytesToWrite() > 0
        || isTransactionStarted())
        return;
    // Changing the mode of a QIODevice drops and re-creates its buffers; the connection below does
    // not notice.
    const auto mode = openMode();
    setOpenMode(NotOpen);
    setOpenMode(mode);
}

void Socket::writeThrough(const QByteArray &bytes)
{
#ifndef Q_OS_WIN
    // What waits already goes first.
    if (bytesToWrite() == 0) {
        const auto descriptor = static_cast<int>(socketDescriptor());
        const ssize_t sent = ::send(descriptor, bytes.constData(), std::size_t(bytes.size()),
                                    noSignal | MSG_DONTWAIT);
        if (sent == bytes.size())
            return;
        if (sent > 0) {
            write(bytes.sliced(sent));
            return;
        }
        // Full, or broken: in both cases the socket finds out, and says so in its own way.
    }
#endif
    write(bytes);
}

QTcpSocket *makeSocket(qintptr descriptor, const std::optional<QSslConfiguration> &tls,
                       SocketOwner &owner, QObject *parent)
{
    QTcpSocket *socket = nullptr;
    QSslSocket *encrypted = nullptr;
    if (tls) {
        encrypted = new EncryptedSocket(owner, parent);
        socket = encrypted;
    } else {
        socket = new Socket(owner, parent);
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        closeDescriptor(descriptor);
        return nullptr;
    }
    // Frames are written whole; waiting for more to send with them only makes them late.
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (encrypted) {
        encrypted->setSslConfiguration(*tls);
        encrypted->startServerEncryption();
    }
    return socket;
}

qint64 bytesUnread(const QTcpSocket *socket)
{
    const auto *const encrypted = qobject_cast<const QSslSocket *>(socket);
    return socket->bytesToWrite() + (encrypted ? encrypted->encryptedBytesToWrite() : 0);
}

QMetaObject::Connection whenRead(QTcpSocket *socket, QObject *context, std::function<void()> then)
{
    if (auto *const encrypted = qobject_cast<QSslSocket *>(socket)) {
        return QObject::connect(encrypted, &QSslSocket::encryptedBytesWritten, context,
                                std::move(then));
    }
    return QObject::connect(socket, &QTcpSocket::bytesWritten, context, std::move(then));
}

void endWriting(QTcpSocket *socket)
{
    if (qobject_cast<QSslSocket *>(socket) || socket->bytesToWrite() > 0)
        return;
#ifdef Q_OS_WIN
    ::shutdown(static_cast<SOCKET>(socket->socketDescriptor()), SD_SEND);
#else
    ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
#endif
}

void closeDescriptor(qintptr descriptor)
{
#ifdef Q_OS_WIN
    closesocket(static_cast<SOCKET>(descriptor));
#else
    ::close(static_cast<int>(descriptor));
#endif
}

} // namespace samsa::net
