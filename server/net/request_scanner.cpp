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
        if (auto refusal = begin(std::move(result.head)))
            return stop(*std::move(refusal));
        m_pending.clear();
        bytes = bytes.sliced(result.size - before);
        // A client that does not wait needs not be told to go on.
        m_expects = m_expects && bytes.isEmpty();
    }
    return readBody(bytes);
}

/// A head is whole.
std::optional<HeadRefusal> RequestScanner::begin(RequestHead head)
{
    if (head.contentLength > m_limits.bodyBytes) {
        return HeadRefusal {
            413, "The body may have " + QByteArray::number(m_limits.bodyBytes) + " bytes at most."};
    }
    m_head = std::move(head);
    m_bodyLeft = m_head.contentLength;
    if (m_head.isChunked)
        m_chunks.emplace(m_limits.bodyBytes, m_limits.headBytes);
    m_expects =
        !m_head.http10 && (m_head.isChunked || m_bodyLeft > 0) && !m_head.field("expect").isNull();
    m_state = State::Body;
    return std::nullopt;
}

RequestScanner::Verdict RequestScanner::readBody(QByteArrayView bytes)
{
    if (m_chunks) {
        qsizetype taken = 0;
        switch (m_chunks->read(bytes, &taken)) {
        case ChunkedBody::Status::NeedMore:
            return Verdict::GoOn;
        case ChunkedBody::Status::Refused:
            return stop(m_chunks->refusal());
        case ChunkedBody::Status::Whole:
            break;
        }
        m_body = m_chunks->takeBody();
        return complete(bytes.size() - taken);
    }
    const auto taken = qsizetype(std::min<qint64>(m_bodyLeft, bytes.size()));
    m_body.append(bytes.first(taken));
    m_bodyLeft -= taken;
    return m_bodyLeft > 0 ? Verdict::GoOn : complete(bytes.size() - taken);
}

RequestScanner::Verdict RequestScanner::complete(qsizetype extra)
{
    m_chunks.reset();
    m_state = State::Whole;
    m_extra = extra;
    return Verdict::Complete;
}

void RequestScanner::next()
{
    if (m_state == State::Whole)
        m_state = State::Head;
    m_extra = 0;
    m_body.clear();
}

RequestScanner::Verdict RequestScanner::stop(HeadRefusal refusal)
{
    m_refusal = std::move(refusal);
    m_pending.clear();
    m_body.clear();
    m_state = State::Stopped;
    return Verdict::Stop;
}

} // namespace samsa::net
