// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/chunked_body.h"

#include <algorithm>

namespace samsa::net {

namespace {

/// Enough for any size that fits the bound, with zeros before it.
constexpr qsizetype sizeDigits = 8;
/// A size in its digits, CR, and nothing else; longer lines, and all that come behind the last
/// chunk, are paid for from a bound of the body.
constexpr qsizetype plainLine = sizeDigits + 1;

int digitOf(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    const char lower = static_cast<char>(character | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

ChunkedBody::ChunkedBody(qint64 bodyBytes, qsizetype lineBytes)
    : m_bodyBytes(bodyBytes)
    , m_lineBytesLeft(lineBytes)
{
}

ChunkedBody::Status ChunkedBody::read(QByteArrayView bytes, qsizetype *taken)
{
    qsizetype at = 0;
    while (at < bytes.size() && m_state != State::Whole && m_state != State::Refused) {
        if (m_state == State::Data) {
            const auto piece = qsizetype(std::min<qint64>(m_dataLeft, bytes.size() - at));
            m_body.append(bytes.sliced(at, piece));
            at += piece;
            m_dataLeft -= piece;
            if (m_dataLeft == 0)
                m_state = State::DataEnd;
            continue;
        }
        const qsizetype found = bytes.indexOf('\n', at);
        const qsizetype end = found < 0 ? bytes.size() : found;
        const qsizetype free = m_state == State::Trailer ? 0 : plainLine;
        const qsizetype longer = m_line.size() + end - at - std::max(m_line.size(), free);
        if (longer > m_lineBytesLeft) {
            refuse(431, "The lines between the chunks are too long.");
            break;
        }
        m_lineBytesLeft -= std::max<qsizetype>(longer, 0);
        m_line.append(bytes.sliced(at, end - at));
        at = end;
        if (found < 0)
            break;
        ++at;
        if (!m_line.endsWith('\r')) {
            refuse(400, "A line ends with CR LF.");
            break;
        }
        m_line.chop(1);
        takeLine(m_line);
        m_line.resize(0);
    }
    *taken = at;
    if (m_state == State::Refused)
        return Status::Refused;
    return m_state == State::Whole ? Status::Whole : Status::NeedMore;
}

void ChunkedBody::takeLine(QByteArrayView line)
{
    switch (m_state) {
    case State::Size:
        takeSize(line);
        break;
    case State::DataEnd:
        if (line.isEmpty())
            m_state = State::Size;
        else
            refuse(400, "A chunk goes on after the bytes that its size tells of.");
        break;
    case State::Trailer:
        if (line.isEmpty())
            m_state = State::Whole;
        else if (const auto refusal = checkFieldLine(line))
            refuse(refusal->status, refusal->reason);
        break;
    case State::Data:
    case State::Whole:
    case State::Refused:
        break;
    }
}

void ChunkedBody::takeSize(QByteArrayView line)
{
    qint64 size = 0;
    qsizetype digits = 0;
    while (digits < line.size() && digits <= sizeDigits && digitOf(line[digits]) >= 0)
        size = 16 * size + digitOf(line[digits++]);
    // Behind it nothing, or an extension, which may be anything that is no control character.
    const QByteArrayView rest = line.sliced(digits);
    if (digits == 0 || digits > sizeDigits || (!rest.isEmpty() && !rest.startsWith(';'))
        || !isFieldValue(rest)) {
        refuse(400, "The size of a chunk is not hexadecimal.");
    } else if (size > m_bodyBytes - m_body.size()) {
        refuse(413, "The body may have " + QByteArray::number(m_bodyBytes) + " bytes at most.");
    } else {
        m_dataLeft = size;
        m_state = size == 0 ? State::Trailer : State::Data;
    }
}

void ChunkedBody::refuse(int status, const QByteArray &reason)
{
    m_refusal = {status, reason};
    m_state = State::Refused;
    m_line.clear();
    m_body.clear();
}

} // namespace samsa::net
