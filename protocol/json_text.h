// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/times.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringView>
#include <QUuid>

#include <chrono>
#include <optional>

namespace samsa::protocol {

/// Writes one JSON object, fields in the order of the calls, without a blank and without a document
/// tree in memory: a message is written once for each delivery, so this is a hot path. Strings are
/// UTF-8 and pass through but for what RFC 8259 §7 says must be escaped. Names are literals of ours
/// and need no escaping.
class JsonObjectWriter
{
public:
    /// Appends to \a out, which must outlive the writer.
    explicit JsonObjectWriter(QByteArray &out);

    void string(QByteArrayView name, QByteArrayView utf8);
    void string(QByteArrayView name, QStringView text);
    void integer(QByteArrayView name, qint64 value);
    void boolean(QByteArrayView name, bool value);
    void null(QByteArrayView name);
    void id(QByteArrayView name, const QUuid &id);
    /// ISO 8601, UTC, milliseconds.
    void time(QByteArrayView name, Timestamp time);
    /// The same, or null for an invalid one.
    void time(QByteArrayView name, const QDateTime &time);
    /// JSON that is written already.
    void json(QByteArrayView name, QByteArrayView json);
    /// Begins a field; the caller appends its value.
    void name(QByteArrayView name);
    void end();

private:
    QByteArray &m_out;
    bool m_first = true;
};

/// Appends a JSON string.
void appendJsonString(QByteArray &out, QByteArrayView utf8);

/// "2026-11-23T01:18:00.123Z"; years outside 0 to 9999, which have no such form, are clamped.
QByteArray writeTime(Timestamp time);
/// ISO 8601 with seconds, an optional fraction (what is below a millisecond is dropped), and Z or
/// an offset (RFC 3339 §5.6). Anything else, local time above all, is nothing.
std::optional<Timestamp> parseTime(QStringView text);

} // namespace samsa::protocol
