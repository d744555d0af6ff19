// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_parser.h"

#include "protocol/stomp_escapes.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype commandBytes = 32; ///< The longest command of any version has 11.
constexpr qsizetype keptCapacity = 1024; ///< What an idle parser may hold on to.

/// The index of \a octet in \a bytes at or after \a from, or the size.
qsizetype indexOf(QByteArrayView bytes, char octet, qsizetype from)
{
    if (from >= bytes.size())
        return bytes.size();
    const void *found =
        std::memchr(bytes.data() + from, octet, static_cast<std::size_t>(bytes.size() - from));
    return found ? static_cast<const char *>(found) - bytes.data() : bytes.size();
}

/// Nothing if \a text holds an escape that the version does not know.
std::optional<QByteArray> unescape(QByteArrayView text, StompEscapes escapes)
{
    const qsizetype first = indexOf(text, '\\', 0);
    if (escapes == StompEscapes::None || first == text.size())
        return text.toByteArray();
    QByteArray plain;
    plain.reserve(text.size());
    plain.append(text.first(first));
    for (qsizetype at = first; at < text.size(); ++at) {
        if (text[at] != '\\') {
            plain.append(text[at]);
            continue;
        }
        if (++at == text.size())
            return std::nullopt;
        switch (text[at]) {
        case 'n':
            plain.append('\n');
            break;
        case 'c':
            plain.append(':');
            break;
        case '\\':
            plain.append('\\');
            break;
        case 'r':
            if (escapes != StompEscapes::V12)
                return std::nullopt;
            plain.append('\r');
            break;
        default:
            return std::nullopt;
        }
    }
    return plain;
}

} // namespace

StompParser::StompParser(StompLimits limits)
    : m_limits(limits)
{
}

void StompParser::setVersion(StompVersion version)
{
    m_version = version;
}

void StompParser::feed(QByteArrayView bytes)
{
    if (m_state == State::Failed)
        return;
    // What was consumed is dropped once it is the greater part, so that each byte moves at most
    // once on average.
    if (m_begin > m_buffer.size() / 2) {
        if (m_begin == m_buffer.size() && m_buffer.capacity() > keptCapacity)
            m_buffer = {};
        else
            m_buffer.remove(0, m_begin);
        m_searched -= m_begin;
        m_begin = 0;
    }
    m_buffer.append(bytes);
}

StompParser::Status StompParser::next()
{
    for (;;) {
        bool goOn = false;
        switch (m_state) {
        case State::Between:
            goOn = readBetween();
            break;
        case State::Command:
            goOn = readCommand();
            break;
        case State::Headers:
            goOn = readHeader();
            break;
        case State::CountedBody:
            goOn = readCountedBody();
            break;
        case State::UncountedBody:
            goOn = readUncountedBody();
            break;
        case State::Whole:
            m_state = State::Between;
            m_frameBytes = 0;
            return Status::Frame;
        case State::Failed:
            return Status::Error;
        }
        if (!goOn && m_state != State::Failed)
            return Status::NeedMore;
    }
}

StompFrame StompParser::takeFrame()
{
    return std::exchange(m_frame, {});
}

const Error &StompParser::error() const
{
    return m_error;
}

int StompParser::takeHeartBeats()
{
    return std::exchange(m_heartBeats, 0);
}

qsizetype StompParser::bufferedBytes() const
{
    return m_frameBytes + m_buffer.size() - m_begin;
}

QByteArrayView StompParser::waiting() const
{
    return QByteArrayView(m_buffer).sliced(m_begin);
}

void StompParser::consume(qsizetype count)
{
    m_begin += count;
    m_searched = m_begin;
    m_frameBytes += count;
}

bool StompParser::fail(Code code, const QString &sentence)
{
    m_state = State::Failed;
    m_error = {code, sentence};
    m_buffer = {};
    m_begin = m_searched = m_frameBytes = 0;
    m_frame = {};
    return false;
}

bool StompParser::readBetween()
{
    const QByteArrayView bytes = waiting();
    qsizetype at = 0;
    for (; at < bytes.size(); ++at) {
        if (bytes[at] == '\r' && m_version == StompVersion::V12) {
            if (at + 1 == bytes.size())
                break; // The LF of a CR LF may still be on its way.
            if (bytes[at + 1] != '\n')
                return fail(Code::FrameInvalid, u"A carriage return stands without a line feed."_s);
            continue;
        }
        if (bytes[at] != '\n')
            break;
        ++m_heartBeats;
    }
    consume(at);
    m_frameBytes = 0;
    if (at == bytes.size() || (bytes[at] == '\r' && m_version == StompVersion::V12))
        return false;
    if (bytes[at] == '\0')
        return fail(Code::FrameInvalid, u"A frame has no command."_s);
    m_frame = {};
    m_contentLength = -1;
    m_state = State::Command;
    return true;
}

bool StompParser::readLine(Line kind, QByteArrayView *line)
{
    const qsizetype limit = kind == Line::Command ? commandBytes : m_limits.headerBytes;
    const QByteArrayView bytes = waiting();
    const qsizetype searched = m_searched - m_begin;
    const qsizetype lineEnd = indexOf(bytes, '\n', searched);
    const qsizetype end = indexOf(bytes.first(lineEnd), '\0', searched);
    m_searched = m_begin + end;
    // One more than the limit may still be the CR of a CR LF. Nothing here depends on how the
    // bytes were cut.
    if (end > limit + 1)
        return failTooLong(kind, limit);
    if (end == bytes.size())
        return false;
    if (bytes[end] == '\0')
        return fail(Code::FrameInvalid, u"A frame ends before the empty line after its headers."_s);
    *line = bytes.first(end);
    if (m_version == StompVersion::V12) {
        if (line->endsWith('\r'))
            line->chop(1);
        if (line->contains('\r'))
            return fail(Code::FrameInvalid, u"A carriage return stands without a line feed."_s);
    }
    if (line->size() > limit)
        return failTooLong(kind, limit);
    consume(end + 1);
    return true;
}

bool StompParser::readCommand()
{
    QByteArrayView line;
    if (!readLine(Line::Command, &line))
        return false;
    if (!std::all_of(line.begin(), line.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return fail(Code::FrameInvalid,
                    u"A command holds something else than the letters A to Z."_s);
    m_frame.command = line.toByteArray();
    m_state = State::Headers;
    return true;
}

bool StompParser::readHeader()
{
    QByteArrayView line;
    if (!readLine(Line::Header, &line))
        return false;
    if (line.isEmpty()) {
        m_state = m_contentLength < 0 ? State::UncountedBody : State::CountedBody;
        return true;
    }
    if (m_frame.headers.size() >= m_limits.headers)
        return fail(Code::FrameInvalid,
                    u"A frame has more than %1 headers."_s.arg(m_limits.headers));
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return fail(Code::FrameInvalid, u"A header line has no colon."_s);
    if (colon == 0)
        return fail(Code::FrameInvalid, u"A header has no name."_s);
    if (!line.isValidUtf8())
        return fail(Code::FrameInvalid, u"A header is not UTF-8."_s);
    const StompEscapes escapes = escapesFor(m_frame.command, m_version);
    std::optional<QByteArray> name = unescape(line.first(colon), escapes);
    // A colon that should have been escaped is taken as it stands: many clients send it so.
    std::optional<QByteArray> value = unescape(line.sliced(colon + 1), escapes);
    if (!name || !value)
        return fail(Code::FrameInvalid,
                    u"A header holds an escape that this version does not have."_s);
    if (*name == "content-length") {
        const bool repeated = m_contentLength >= 0;
        if (!takeContentLength(*value))
            return false;
        if (repeated)
            return true; // The same again; the first counts.
    }
    m_frame.headers.append({*std::move(name), *std::move(value)});
    return true;
}

bool StompParser::takeContentLength(QByteArrayView value)
{
    if (value.startsWith('-'))
        return fail(Code::FrameInvalid, u"A content-length is negative."_s);
    qint64 length = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (problem == std::errc::result_out_of_range)
        return fail(Code::BodyTooLarge, u"A content-length is beyond 64 bits."_s);
    if (problem != std::errc() || end != value.data() + value.size())
        return fail(Code::FrameInvalid, u"A content-length is not a number."_s);
    if (length > m_limits.bodyBytes)
        return failBodyTooLarge();
    if (m_contentLength >= 0 && m_contentLength != length)
        return fail(Code::FrameInvalid, u"A frame has two content-length headers that differ."_s);
    m_contentLength = static_cast<qsizetype>(length);
    return true;
}

bool StompParser::readCountedBody()
{
    const QByteArrayView bytes = waiting();
    if (bytes.size() <= m_contentLength)
        return false;
    if (bytes[m_contentLength] != '\0')
        return fail(Code::FrameInvalid,
                    u"A body goes on after the bytes its content-length tells of."_s);
    m_frame.body = bytes.first(m_contentLength).toByteArray();
    consume(m_contentLength + 1);
    m_state = State::Whole;
    return true;
}

bool StompParser::readUncountedBody()
{
    const QByteArrayView bytes = waiting();
    const qsizetype end = indexOf(bytes, '\0', m_searched - m_begin);
    m_searched = m_begin + end;
    if (end > m_limits.bodyBytes)
        return failBodyTooLarge();
    if (end == bytes.size())
        return false;
    m_frame.body = bytes.first(end).toByteArray();
    consume(end + 1);
    m_state = State::Whole;
    return true;
}

bool StompParser::failTooLong(Line kind, qsizetype limit)
{
    return fail(Code::FrameInvalid,
                (kind == Line::Command ? u"A command is longer than %1 bytes."_s
                                       : u"A header line is longer than %1 bytes."_s)
                    .arg(limit));
}

bool StompParser::failBodyTooLarge()
{
    return fail(Code::BodyTooLarge, u"A body is larger than %1 bytes."_s.arg(m_limits.bodyBytes));
}

} // namespace samsa::protocol
