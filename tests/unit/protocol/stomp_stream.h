// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/stomp_parser.h"

#include <QList>

/// What a parser makes of a stream.
struct Parsed
{
    QList<samsa::protocol::StompFrame> frames;
    int heartBeats = 0;
    bool failed = false;
    samsa::protocol::Error error;

    friend bool operator==(const Parsed &, const Parsed &) = default;
};

/// Takes all that the parser has now.
inline void drain(samsa::protocol::StompParser &parser, Parsed &parsed)
{
    using Status = samsa::protocol::StompParser::Status;
    for (;;) {
        const Status status = parser.next();
        if (status == Status::Frame) {
            parsed.frames.append(parser.takeFrame());
            continue;
        }
        if (status == Status::Error) {
            parsed.failed = true;
            parsed.error = parser.error();
        }
        break;
    }
    parsed.heartBeats += parser.takeHeartBeats();
}

/// The stream fed in pieces of \a step bytes, or whole when it is 0.
inline Parsed
parsedInSteps(QByteArrayView stream, qsizetype step,
              samsa::protocol::StompVersion version = samsa::protocol::StompVersion::V12,
              samsa::protocol::StompLimits limits = {})
{
    samsa::protocol::StompParser parser(limits);
    parser.setVersion(version);
    Parsed parsed;
    if (step == 0)
        step = qMax(stream.size(), qsizetype(1));
    for (qsizetype at = 0; at < stream.size(); at += step) {
        parser.feed(stream.sliced(at, qMin(step, stream.size() - at)));
        drain(parser, parsed);
    }
    return parsed;
}

/// A literal with its NULs, without the one that ends the literal.
template <std::size_t size>
QByteArray raw(const char (&literal)[size])
{
    return QByteArray(literal, static_cast<qsizetype>(size) - 1);
}
