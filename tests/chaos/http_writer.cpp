// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/http_writer.h"

#include "tests/chaos/http_paths.h"

#include <QJsonDocument>
#include <QNetworkReply>

namespace samsa::chaos {

HttpWriter::HttpWriter(Ledger &ledger, Settings settings, QList<quint16> ports, int first,
                       QByteArray token, QObject *parent)
    : Writer(ledger, std::move(settings), parent)
    , m_ports(std::move(ports))
    , m_port(first)
    , m_token(std::move(token))
{
}

bool HttpWriter::transmit(const Message &message)
{
    const int port = m_port;
    QNetworkRequest request =
        requestTo(m_ports[port % m_ports.size()], messagesOf(message.room), m_token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    const QByteArray body =
        protocol::writeSendRequest({.id = message.id, .text = message.text.toUtf8()});
    QNetworkReply *reply = m_http.post(request, body);
    connect(reply, &QNetworkReply::finished, this, [this, reply, port, id = message.id] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QByteArray answer = reply->isOpen() ? reply->readAll() : QByteArray();
        if (status == 0) {
            if (m_port == port)
                ++m_port;
            gotNoAnswer(id);
        } else if (const auto place = protocol::parseAccepted(answer); status < 300 && place) {
            accepted(id, place->position);
        } else if (status < 300 || !QJsonDocument::fromJson(answer).isObject()) {
            gotNoAnswer(id); // It was cut in the middle.
        } else {
            refused(
                id,
                QByteArray(protocol::codeName(protocol::parseProblem(answer, status).code).data()));
        }
    });
    return true;
}

} // namespace samsa::chaos
