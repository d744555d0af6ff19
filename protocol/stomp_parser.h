// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/limits.h"
#include "protocol/result.h"
#include "protocol/stomp_frame.h"

namespace samsa::protocol {

struct StompLimits
{
    int headers = limits::frameHeaders;
    qsizetype headerBytes = limits::frameHeaderBytes;
    qsizetype bodyBytes = limits::frameBodyBytes;
};

/// Cuts a stream of bytes into STOMP frames, however the bytes arrive: several frames at once, or
/// one byte at a time. Bare newlines between frames are heart-beats and are only counted. After an
/// error the stream cannot be trusted any more and the parser answers that same error for ever.
/// Reentrant; no I/O. Cost is linear in the bytes fed, no matter how they are cut.
class StompParser
{
public:
    enum class Status {
        NeedMore, ///< Everything fed was consumed; no whole frame is left.
        Frame, ///< takeFrame() has one; call next() again, more may be waiting.
        Error, ///< See error(). Code::FrameInvalid or Code::BodyTooLarge.
    };

    explicit StompParser(StompLimits limits = {});

    /// How headers are unescaped from now on: 1.0 not at all, 1.1 `\n \c \\`, 1.2 also `\r`.
    /// CONNECT and CONNECTED are never unescaped (STOMP 1.2, "Value Encoding").
    void setVersion(StompVersion version);

    /// Adds bytes to the stream.
    void feed(QByteArrayView bytes);
    Status next();
    StompFrame takeFrame();
    const Error &error() const;

    /// Heart-beats seen since the last call.
    int takeHeartBeats();
    /// Bytes held for a frame that is not whole yet; bounded by the limits.
    qsizetype bufferedBytes() const;

private:
    enum class State { Between, Command, Headers, CountedBody, UncountedBody, Whole, Failed };

    // Each of these goes one step; false: more bytes are needed, or the stream failed.
    bool readBetween();
    bool readCommand();
    bool readHeader();
    bool readCountedBody();
    bool readUncountedBody();

    enum class Line { Command, Header };
    bool readLine(Line kind, QByteArrayView *line);
    bool takeContentLength(QByteArrayView value);
    QByteArrayView waiting() const;
    void consume(qsizetype count);
    bool fail(Code code, const QString &sentence);
    bool failTooLong(Line kind, qsizetype limit);
    bool failBodyTooLarge();

    StompLimits m_limits;
    StompVersion m_version = StompVersion::V12;
    State m_state = State::Between;
    QByteArray m_buffer;
    qsizetype m_begin = 0; ///< What is before it in the buffer was consumed.
    qsizetype m_searched = 0; ///< No end of line or body lies between m_begin and here.
    qsizetype m_frameBytes = 0; ///< Consumed for the frame under way.
    qsizetype m_contentLength = -1; ///< Of the frame under way; -1: its body ends at the first NUL.
    int m_heartBeats = 0;
    StompFrame m_frame;
    Error m_error;
};

} // namespace samsa::protocol
