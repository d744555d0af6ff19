// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/http_client.h"

#include "app/server_connection/network_text.h"
#include "app/server_connection/server_address.h"
#include "protocol/destinations.h"
#include "protocol/shapes.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

namespace {

// No answer of ours comes near; what does is not our server's.
constexpr qint64 maxAnswerBytes = 32 * 1024 * 1024;

qint64 bytesOf(const QNetworkReply &reply, qsizetype bodyBytes)
{
    qint64 bytes = bodyBytes + 2; // the empty line
    bytes += 15 + reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray().size();
    for (const auto &[name, value] : reply.rawHeaderPairs())
        bytes += name.size() + value.size() + 4; // ": " and the line's end
    return bytes;
}

} // namespace

HttpClient::HttpClient(const QUrl &server, QObject *parent)
    : QObject(parent)
{
    setServer(server);
}

void HttpClient::setServer(const QUrl &server)
{
    m_server = server;
    // A proxy that the desktop is set up with has no business with this computer itself.
    m_network.setProxy(isOnThisComputer(server) ? QNetworkProxy(QNetworkProxy::NoProxy)
                                                : QNetworkProxy(QNetworkProxy::DefaultProxy));
}

QNetworkRequest HttpClient::request(const QString &path, const QUrlQuery &query) const
{
    QUrl url = m_server;
    url.setPath(QString::fromLatin1(protocol::apiPrefix) + path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setTransferTimeout(static_cast<int>(m_timeout.count()));
    // A redirect would carry the token to wherever it points.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setRawHeader("Accept", "application/json, application/problem+json");
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    return request;
}

void HttpClient::get(const QString &path, const QUrlQuery &query, QObject *context, Done done)
{
    follow(m_network.get(request(path, query)), context, std::move(done));
}

void HttpClient::getIfChanged(const QString &path, const QUrlQuery &query, const QByteArray &tag,
                              QObject *context, Done done)
{
    QNetworkRequest conditional = request(path, query);
    if (!tag.isEmpty())
        conditional.setRawHeader("If-None-Match", tag);
    follow(m_network.get(conditional), context, std::move(done));
}

void HttpClient::post(const QString &path, const QByteArray &body, QObject *context, Done done)
{
    QNetworkRequest withBody = request(path, {});
    withBody.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    follow(m_network.post(withBody, body), context, std::move(done));
}

void HttpClient::remove(const QString &path, QObject *context, Done done)
{
    follow(m_network.deleteResource(request(path, {})), context, std::move(done));
}

void HttpClient::follow(QNetworkReply *reply, QObject *context, Done done)
{
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(context, &QObject::destroyed, reply, [reply, context] {
        reply->disconnect(context); // abort() tells at once, and nobody is there to hear it
        reply->abort();
    });
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > maxAnswerBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, context, [reply, done = std::move(done)] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool whole = reply->error() != QNetworkReply::OperationCanceledError
            && reply->error() != QNetworkReply::TimeoutError
            && reply->error() != QNetworkReply::RemoteHostClosedError;
        if (status == 0 || !whole) {
            done(protocol::Error {protocol::Code::NotConnected,
                                  networkText(reply->error(), reply->errorString())});
            return;
        }
        HttpAnswer answer;
        answer.status = status;
        answer.body = reply->readAll();
        answer.bytes = bytesOf(*reply, answer.body.size());
        answer.notModified = status == 304;
        if (status / 100 != 2 && !answer.notModified) {
            protocol::Error error = protocol::parseProblem(answer.body, status);
            const int retryAfter = reply->rawHeader("Retry-After").toInt();
            if (retryAfter > 0)
                error.retryAfter = std::chrono::seconds(retryAfter);
            done(std::move(error));
            return;
        }
        answer.tag = reply->rawHeader("ETag");
        done(std::move(answer));
    });
}

} // namespace samsa::app
