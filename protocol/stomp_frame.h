// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace samsa::protocol {

enum class StompVersion { V10, V11, V12 };

/// One header line, already unescaped: UTF-8 bytes as the application means them.
struct StompHeader
{
    QByteArray name;
    QByteArray value;

    friend bool operator==(const StompHeader &, const StompHeader &) = default;
};

/// A STOMP frame as a value. Headers keep their order; of a repeated name the first wins
/// (STOMP 1.2, "Repeated Header Entries"). The body is bytes and may hold NULs.
struct StompFrame
{
    QByteArray command;
    QList<StompHeader> headers;
    QByteArray body;

    /// The value of the first header of that name; a null view if there is none.
    QByteArrayView header(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;
    /// Appends; it does not look whether the name is there already.
    void addHeader(QByteArray name, QByteArray value);

    friend bool operator==(const StompFrame &, const StompFrame &) = default;
};

} // namespace samsa::protocol
