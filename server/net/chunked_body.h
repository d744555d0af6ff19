// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/net/request_head.h"

#include <QByteArray>
#include <QByteArrayView>

namespace samsa::net {

/// Reads a chunked body (RFC 9112 §7.1), strictly: what two readers could cut differently is
/// refused, a bare line feed and a blank beside a size among it. Extensions and trailers are read
/// and mean nothing. Holds at most the body and one line. No I/O.
class ChunkedBody
{
public:
    enum class Status {
        NeedMore,
        Whole, ///< body() is all of it.
        Refused, ///< See refusal(): 400, 413 for more than the bound, 431 for endless trailers.
    };

    /// \a bodyBytes bounds the body, \a lineBytes its trailers and the extensions of its chunks.
    ChunkedBody(qint64 bodyBytes, qsizetype lineBytes);

    /// Reads on; \a taken of the bytes belong to the body, all of them unless it is Whole.
    Status read(QByteArrayView bytes, qsizetype *taken);
    QByteArray takeBody() { return std::move(m_body); }
    const HeadRefusal &refusal() const { return m_refusal; }

private:
    enum class State { Size, Data, DataEnd, Trailer, Whole, Refused };
    void takeLine(QByteArrayView line);
    void takeSize(QByteArrayView line);
    void refuse(int status, const QByteArray &reason);

    const qint64 m_bodyBytes;
    qsizetype m_lineBytesLeft;
    State m_state = State::Size;
    QByteArray m_line; // That is not whole yet.
    qint64 m_dataLeft = 0; // Of the chunk under way.
    QByteArray m_body;
    HeadRefusal m_refusal;
};

} // namespace samsa::net
