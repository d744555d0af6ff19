// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QUrl>
#include <QUrlQuery>

#include <chrono>
#include <functional>

namespace samsa::app {

/// What a server answered, when it did not refuse.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QByteArray tag; ///< The ETag of a body; empty when it has none.
    bool notModified = false; ///< 304: what was asked for is still what the tag stands for.
    qint64 bytes = 0; ///< Status line, headers and body as they crossed the wire.
};

/// What \a parse makes of the body, or why there is none.
template <typename T>
protocol::Result<T> parseAnswer(const protocol::Result<HttpAnswer> &answer,
                                protocol::Result<T> (*parse)(QByteArrayView))
{
    return answer ? parse(answer->body) : protocol::Result<T>(answer.error());
}

/// The HTTP side of one server: JSON under /api/v1, the token on every call, an ETag for what is
/// asked for again and again, and every refusal as a protocol::Error (problem documents by their
/// code, a network that fails as Code::NotConnected). Thread: the one it lives in; \a done is
/// called there, once, later, and never after \a context is gone: deleting the context gives the
/// call up.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(protocol::Result<HttpAnswer>)>;

    explicit HttpClient(const QUrl &server, QObject *parent = nullptr);

    QUrl server() const { return m_server; }
    void setServer(const QUrl &server);
    void setToken(const QByteArray &token) { m_token = token; }
    QByteArray token() const { return m_token; }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

    void get(const QString &path, const QUrlQuery &query, QObject *context, Done done);
    /// The same, but what \a tag (of an answer to this very URL; may be empty) stands for need not
    /// be sent again. Whoever asks keeps the tag beside what was made of the answer: a tag that
    /// outlives it would hide what it stands for.
    void getIfChanged(const QString &path, const QUrlQuery &query, const QByteArray &tag,
                      QObject *context, Done done);
    void post(const QString &path, const QByteArray &body, QObject *context, Done done);
    void remove(const QString &path, QObject *context, Done done);

private:
    QNetworkRequest request(const QString &path, const QUrlQuery &query) const;
    void follow(QNetworkReply *reply, QObject *context, Done done);

    QNetworkAccessManager m_network;
    QUrl m_server;
    QByteArray m_token;
    std::chrono::milliseconds m_timeout {10'000};
};

} // namespace samsa::app
