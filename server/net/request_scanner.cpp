// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/request_scanner.h"

#include <algorithm>

namespace samsa::net {

RequestScanner::RequestScanner(Limits limits)
    : m_limits(limits)
{
}

RequestScanner::Verdict RequestScanner::look(QByteArrayView bytes)
{
    m_extra = 0;
    if (m_state == State::Stopped)
        return Verdict::Stop;
    if (m_state == State::Whole) {
        m_extra = bytes.size();
        return Verdict::Complete;
    }
    if (m_state == State::Head) {
        const qsizetype before = m_pending.size();
        // Not more than can be of use: one that sends for ever must not be copied for ever.
        m_pending.append(bytes.first(std::min(bytes.size(), m_limits.headBytes + 1)));
        // Bytes that come one by one are not read from the beginning each time, only when a line
        // has ended.
        if (before > 0 && !bytes.contains('\n') && m_pending.size() < m_limits.headBytes)
            return Verdict::GoOn;
        HeadResult result = readHead(m_pending, m_limits.headBytes);
        if (result.refusal)
            return stop(*result.refusal);
        if (result.size == 0)
            return Verdict::GoOn;
        if (result.head.contentLength > m_limits.bodyBytes) {
            return stop({413,
                         "The body may have " + QByteArray::number(m_limits.bodyBytes)
                             + " bytes at most."});
        }
        m_head = std::move(result.head);
        m_bodyLeft = m_head.contentLength;
        m_pending.clear();
        m_state = State::Body;
        bytes = bytes.sliced(result.size - before);
    }
    const qint64 taken = std::min<qint64>(m_bodyLeft, bytes.size());
    m_bodyLeft -= taken;
    if (m_bodyLeft > 0)
        return Verdict::GoOn;
    m_state = State::Whole;
    m_extra = bytes.size() - taken;
    return Verdict::Complete;
}

void RequestScanner::next()
{
    if (m_state == State::Whole)
        m_state = State::Head;
    m_extra = 0;
}

RequestScanner::Verdict RequestScanner::stop(HeadRefusal refusal)
{
    m_refusal = std::move(refusal);
    m_pending.clear();
    m_state = State::Stopped;
    return Verdict::Stop;
}

} // namespace samsa::net
