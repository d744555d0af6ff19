// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace samsa::http {

/// QAbstractHttpServer with one signature in all versions of Qt from 6.4. What Qt passes for
/// answering is not used: Connection writes to the socket itself, after Qt has read the request.
class QtHttpServer : public QAbstractHttpServer
{
public:
    using QAbstractHttpServer::QAbstractHttpServer;

protected:
    virtual void requestRead(const QHttpServerRequest &request) = 0;

private:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        requestRead(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#elif QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        requestRead(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) override {}
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *) override
    {
        requestRead(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#endif
};

} // namespace samsa::http
