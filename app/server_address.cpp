// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_address.h"

#include "protocol/destinations.h"

#include <QCoreApplication>

namespace samsa::app {

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
    const bool hasScheme = trimmed.contains(QLatin1StringView("://"));
    QUrl url(hasScheme ? trimmed : QLatin1StringView("http://") + trimmed, QUrl::StrictMode);
    const bool secure = url.scheme() == QLatin1StringView("https");
    if (!url.isValid() || url.host().isEmpty()
        || (!secure && url.scheme() != QLatin1StringView("http"))) {
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
    if (server.scheme() == QLatin1StringView("http")) {
        return server.authority(QUrl::PrettyDecoded);
    }
    return server.port() == 443 ? server.scheme() + QLatin1StringView("://") + server.host()
                                : server.toString(QUrl::RemovePath);
}

QUrl webSocketUrl(const QUrl &server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == QLatin1StringView("https") ? QStringLiteral("wss")
                                                                : QStringLiteral("ws"));
    url.setPath(QString::fromLatin1(protocol::webSocketPath));
    return url;
}

} // namespace samsa::app
