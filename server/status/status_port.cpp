// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/status/status_port.h"

#include <QHttpServerResponse>

namespace samsa::status {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;
using Status = QHttpServerResponse::StatusCode;

namespace {

constexpr const char *json = "application/json";
constexpr const char *prometheus = "text/plain; version=0.0.4; charset=utf-8";

} // namespace

StatusPort::StatusPort(Sources sources)
    : m_sources(std::move(sources))
{
    m_http.route(u"/healthz"_s,
                 [] { return QHttpServerResponse(json, QByteArray("{\"status\":\"ok\"}")); });
    m_http.route(u"/readyz"_s, [this] {
        bool ready = false;
        const QByteArray body = m_sources.readiness(&ready);
        return QHttpServerResponse(json, body, ready ? Status::Ok : Status::ServiceUnavailable);
    });
    m_http.route(u"/metrics"_s,
                 [this] { return QHttpServerResponse(prometheus, m_sources.metrics()); });
}

Result<void> StatusPort::listen(const ListenAddress &where)
{
    if (!m_tcp.listen(where.address, where.port)) {
        return Error {Code::StartFailed,
                      u"cannot listen on %1, port %2: %3"_s.arg(where.address.toString())
                          .arg(where.port)
                          .arg(m_tcp.errorString()),
                      {}};
    }
    m_http.bind(&m_tcp);
    return {};
}

} // namespace samsa::status
