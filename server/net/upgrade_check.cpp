// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/upgrade_check.h"

#include "protocol/destinations.h"

#include <QCryptographicHash>
#include <QUrl>

namespace samsa::net {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isSameOrigin(QByteArrayView origin, QByteArrayView host)
{
    const QUrl url(QString::fromLatin1(origin), QUrl::StrictMode);
    if (!url.isValid() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return false;
    // The Host header has no scheme; a proxy that does TLS leaves it as the browser sent it.
    const QUrl own(url.scheme() + "://"_L1 + QString::fromLatin1(host), QUrl::StrictMode);
    const int standard = url.scheme() == "https"_L1 ? 443 : 80;
    return own.isValid() && !url.host().isEmpty() && own.host() == url.host()
        && own.port(standard) == url.port(standard);
}

/// Unlike other lists its words are compared by case (RFC 6455 §4.1).
bool offers(const RequestHead &head, const QByteArray &subprotocol)
{
    for (const QByteArray &field : head.values("sec-websocket-protocol"))
        for (const QByteArray &one : field.split(','))
            if (withoutBlanks(one) == subprotocol)
                return true;
    return false;
}

} // namespace

bool asksForWebSocket(const RequestHead &head)
{
    return head.fieldHas("upgrade", "websocket") || head.path() == protocol::webSocketPath;
}

std::optional<HeadRefusal> checkUpgrade(const RequestHead &head)
{
    if (head.path() != protocol::webSocketPath)
        return HeadRefusal {404, "There is no WebSocket here; it is at /ws."};
    if (head.method != "GET" || head.http10 || head.contentLength > 0 || head.isChunked)
        return HeadRefusal {400, "A WebSocket begins with a GET of HTTP/1.1 without a body."};
    if (!head.fieldHas("upgrade", "websocket") || !head.fieldHas("connection", "upgrade")
        || head.field("sec-websocket-version") != "13") {
        return HeadRefusal {426, "This path speaks WebSocket, version 13."};
    }
    const auto key = QByteArray::fromBase64Encoding(head.field("sec-websocket-key").toByteArray(),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != 16)
        return HeadRefusal {400, "Sec-WebSocket-Key is not 16 bytes in base64."};
    const QByteArrayView origin = head.field("origin");
    if (!origin.isNull() && !isSameOrigin(origin, head.field("host")))
        return HeadRefusal {403, "Pages of other origins may not connect."};
    return std::nullopt;
}

QByteArray upgradeAnswer(const RequestHead &head, const QByteArrayList &subprotocols)
{
    const QByteArray accept =
        QCryptographicHash::hash(head.field("sec-websocket-key").toByteArray()
                                     + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", // RFC 6455 §1.3
                                 QCryptographicHash::Sha1)
            .toBase64();
    QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                        "Upgrade\r\nSec-WebSocket-Accept: "
        + accept + "\r\n";
    for (const QByteArray &subprotocol : subprotocols) {
        if (offers(head, subprotocol)) {
            answer += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
            break;
        }
    }
    return answer + "\r\n";
}

} // namespace samsa::net
