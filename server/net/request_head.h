// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace samsa::net {

/// The line and headers of an HTTP/1.1 request, read strictly (RFC 9112): what two readers could
/// understand differently is refused, so that no proxy in front sees other requests than we do.
struct RequestHead
{
    struct Field
    {
        QByteArray name; ///< Lower case.
        QByteArray value;
    };

    QByteArray method;
    QByteArray target; ///< In origin form: begins with a slash. The absolute form is made that.
    bool http10 = false;
    QList<Field> fields; ///< Host is the authority of an absolute target (RFC 9112 §3.2.2).
    qint64 contentLength = 0;
    bool isChunked = false; ///< The body's length is told with it.

    /// The first field of that (lower-case) name; a null view if there is none.
    QByteArrayView field(QByteArrayView name) const;
    /// The values of all fields of that (lower-case) name, in their order.
    QByteArrayList values(QByteArrayView name) const;
    /// Whether a list such as Connection has the (lower-case) word.
    bool fieldHas(QByteArrayView name, QByteArrayView word) const;
    QByteArrayView path() const; ///< The target without its query.
};

/// Why a request is not read on.
struct HeadRefusal
{
    int status = 400;
    QByteArray reason; ///< A sentence.
};

struct HeadResult
{
    qsizetype size =
        0; ///< Bytes of the head, its empty line included; 0: not whole yet, or refused.
    RequestHead head; ///< When size is not 0.
    std::optional<HeadRefusal> refusal;
};

/// The head at the beginning of \a bytes. Refused: 400 for what breaks the grammar or could be read
/// in two ways, 417 for an expectation that is not 100-continue, 431 for more than \a limit bytes,
/// 501 for a transfer coding beside chunked, 505 for another version. Empty lines before it are
/// part of it (RFC 9112 §2.2).
HeadResult readHead(QByteArrayView bytes, qsizetype limit);

/// Whether \a line, without its end, is "name: value", as in a head or the trailers of a body.
std::optional<HeadRefusal> checkFieldLine(QByteArrayView line);
/// Without the blanks and tabs around it, and nothing else: other readers keep what else
/// QByteArrayView::trimmed() takes away (RFC 9110 §5.5).
QByteArrayView withoutBlanks(QByteArrayView text);
/// Visible characters, blanks and tabs, and bytes above 127 that nobody interprets (RFC 9110 §5.5).
bool isFieldValue(QByteArrayView text);

} // namespace samsa::net
