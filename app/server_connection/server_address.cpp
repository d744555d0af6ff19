// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/server_address.h"

#include "protocol/destinations.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int defaultPort = 8642;

struct ServerAddress
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::ServerAddress)
};

} // namespace

protocol::Result<QUrl> parseServerAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        return protocol::Error {protocol::Code::OptionInvalid,
                                ServerAddress::tr("Enter the server's address.")};
    }
    const bool hasScheme = trimmed.contains("://"_L1);
    QUrl url(hasScheme ? trimmed : "http://"_L1 + trimmed, QUrl::StrictMode);
    const bool secure = url.scheme() == "https"_L1;
    if (!url.isValid() || url.host().isEmpty() || (!secure && url.scheme() != "http"_L1)) {
        return protocol::Error {
            protocol::Code::OptionInvalid,
            ServerAddress::tr(
                "This is not an address. It looks like chat.example.org or 127.0.0.1:8642.")};
    }
    QUrl server;
    server.setScheme(url.scheme());
    server.setHost(url.host());
    server.setPort(url.port(secure ? 443 : defaultPort));
    return server;
}

QString serverLabel(const QUrl &server)
{
    if (server.scheme() == "http"_L1)
        return server.authority(QUrl::PrettyDecoded);
    return server.port() == 443 ? server.scheme() + "://"_L1 + server.host()
                                : server.toString(QUrl::RemovePath);
}

QUrl webSocketUrl(const QUrl &server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    url.setPath(QString::fromLatin1(protocol::webSocketPath));
    return url;
}

bool isOnThisComputer(const QUrl &address)
{
    return address.host() == "localhost"_L1 || QHostAddress(address.host()).isLoopback();
}

} // namespace samsa::app
