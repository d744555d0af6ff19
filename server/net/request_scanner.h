// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/request_head.h"

#include <QByteArray>

namespace samsa::net {

/// Follows the requests of one HTTP connection ahead of QHttpServer, which accepts what it should
/// not (facts in docs/decisions/0005): sees each byte first and says whether the next reader may
/// have it. Holds at most one unfinished head. No I/O.
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
    Verdict stop(HeadRefusal refusal);

    const Limits m_limits;
    State m_state = State::Head;
    QByteArray m_pending; // Of a head that is not whole yet.
    RequestHead m_head;
    qint64 m_bodyLeft = 0;
    qsizetype m_extra = 0;
    HeadRefusal m_refusal;
};

} // namespace samsa::net
