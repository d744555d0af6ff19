// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/network_text.h"

#include <QCoreApplication>

namespace samsa::app {

namespace {

struct NetworkText
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::NetworkText)
};

} // namespace

QString networkText(QAbstractSocket::SocketError error, const QString &otherwise)
{
    switch (error) {
    case QAbstractSocket::SocketTimeoutError:
        return NetworkText::tr("It did not answer in time.");
    case QAbstractSocket::ConnectionRefusedError:
        return NetworkText::tr("Nothing listens at its address.");
    case QAbstractSocket::RemoteHostClosedError:
        return NetworkText::tr("It closed the connection.");
    case QAbstractSocket::HostNotFoundError:
        return NetworkText::tr("No computer has this name.");
    case QAbstractSocket::SslHandshakeFailedError:
        return NetworkText::tr("No secure connection could be made.");
    case QAbstractSocket::NetworkError:
        return NetworkText::tr("The network is away.");
    default:
        return otherwise;
    }
}

QString networkText(QNetworkReply::NetworkError error, const QString &otherwise)
{
    switch (error) {
    case QNetworkReply::OperationCanceledError: // by us, since it took too long
    case QNetworkReply::TimeoutError:
        return networkText(QAbstractSocket::SocketTimeoutError, otherwise);
    case QNetworkReply::ConnectionRefusedError:
        return networkText(QAbstractSocket::ConnectionRefusedError, otherwise);
    case QNetworkReply::RemoteHostClosedError:
        return networkText(QAbstractSocket::RemoteHostClosedError, otherwise);
    case QNetworkReply::HostNotFoundError:
        return networkText(QAbstractSocket::HostNotFoundError, otherwise);
    case QNetworkReply::SslHandshakeFailedError:
        return networkText(QAbstractSocket::SslHandshakeFailedError, otherwise);
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::TemporaryNetworkFailureError:
        return networkText(QAbstractSocket::NetworkError, otherwise);
    default:
        return otherwise;
    }
}

} // namespace samsa::app
