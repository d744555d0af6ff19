// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/chunked_body.h"
#include "server/net/request_head.h"

#include <QByteArray>

#include <optional>
#include <utility>

namespace samsa::net {

/// Reads the requests of one HTTP connection, one after the other, however their bytes are cut:
/// strictly, since Qt's own reader takes what two readers could understand differently (facts in
/// docs/decisions/0005). Holds at most one head and one body. No I/O.
class RequestScanner
{
public:
    struct Limits
    {
        qsizetype headBytes;
        qint64 bodyBytes;
    };
    enum class Verdict {
        GoOn, ///< All of it belongs to the request under way.
        Complete, ///< The request is whole; what follows it, if anything, is extra().
        Stop, ///< See refusal(); nothing of this may be read by anybody.
    };

    explicit RequestScanner(Limits limits);

    /// Looks at bytes that arrived. After Complete, next() has to be called before more is looked
    /// at.
    Verdict look(QByteArrayView bytes);
    void next();
    /// Of the request that is whole.
    QByteArray takeBody() { return std::exchange(m_body, {}); }
    /// The client sends the body when it has been told to go on (RFC 9110 §10.1.1). True once.
    bool takeExpectation() { return std::exchange(m_expects, false); }

    const HeadRefusal &refusal() const { return m_refusal; }
    const RequestHead &head() const
    {
        return m_head;
    } ///< Of the request that is whole, or whose body is coming.
    qsizetype extra() const
    {
        return m_extra;
    } ///< Bytes after the whole request, in what was looked at last.
    bool isBetweenRequests() const { return m_state == State::Head && m_pending.isEmpty(); }

private:
    enum class State { Head, Body, Whole, Stopped };
    std::optional<HeadRefusal> begin(RequestHead head);
    Verdict readBody(QByteArrayView bytes);
    Verdict complete(qsizetype extra);
    Verdict stop(HeadRefusal refusal);

    const Limits m_limits;
    State m_state = State::Head;
    QByteArray m_pending; // Of a head that is not whole yet.
    RequestHead m_head;
    qint64 m_bodyLeft = 0; // Of one whose length was told.
    std::optional<ChunkedBody> m_chunks; // Of one that is chunked, while it comes.
    QByteArray m_body;
    bool m_expects = false;
    qsizetype m_extra = 0;
    HeadRefusal m_refusal;
};

} // namespace samsa::net
