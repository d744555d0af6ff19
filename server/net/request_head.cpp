// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/request_head.h"

#include <algorithm>

namespace samsa::net {

namespace {

HeadResult refused(int status, const char *reason)
{
    HeadResult result;
    result.refusal = HeadRefusal {status, reason};
    return result;
}

// RFC 9110 §5.6.2
bool isTokenCharacter(char character)
{
    const auto c = static_cast<unsigned char>(character);
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
        || (c != 0 && QByteArrayView("!#$%&'*+-.^_`|~").contains(character));
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

// RFC 9110 §5.5: visible characters, blanks and tabs, and bytes above 127 that nobody interprets.
bool isFieldValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char character) {
        const auto c = static_cast<unsigned char>(character);
        return c == '\t' || (c >= 0x20 && c != 0x7f);
    });
}

bool isTarget(QByteArrayView text)
{
    return text.startsWith('/') && std::all_of(text.begin(), text.end(), [](char c) {
               return c > 0x20 && c < 0x7f && c != '#';
           });
}

std::optional<HeadRefusal> readRequestLine(QByteArrayView line, RequestHead &head)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || first == last || !isToken(line.first(first)))
        return HeadRefusal {400, "The request line is not \"method target version\"."};
    const QByteArrayView version = line.sliced(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return HeadRefusal {version.startsWith("HTTP/") ? 505 : 400,
                            "Only HTTP/1.1 is spoken here."};
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    if (!isTarget(target))
        return HeadRefusal {400, "The target is no path."};
    head.method = line.first(first).toByteArray();
    head.target = target.toByteArray();
    head.http10 = version == "HTTP/1.0";
    return std::nullopt;
}

std::optional<HeadRefusal> readField(QByteArrayView line, RequestHead &head)
{
    // A line that begins with a blank continues the one before (obsolete folding), which not all
    // readers know.
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return HeadRefusal {400, "A header line is not \"name: value\"."};
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (!isFieldValue(value))
        return HeadRefusal {400, "A header holds control characters."};
    head.fields.append({line.first(colon).toByteArray().toLower(), value.toByteArray()});
    return std::nullopt;
}

qsizetype count(const RequestHead &head, QByteArrayView name)
{
    return std::count_if(head.fields.cbegin(), head.fields.cend(),
                         [name](const RequestHead::Field &field) { return field.name == name; });
}

/// What the headers say together.
std::optional<HeadRefusal> checkFields(RequestHead &head)
{
    const qsizetype hosts = count(head, "host");
    if (hosts > 1 || (hosts == 0 && !head.http10))
        return HeadRefusal {400, "A request has one Host header."};
    const qsizetype lengths = count(head, "content-length");
    if (count(head, "transfer-encoding") > 0) {
        return lengths > 0
            ? HeadRefusal {400, "A request has a length or a transfer coding, not both."}
            : HeadRefusal {411, "Send a Content-Length; chunked bodies are not read here."};
    }
    if (lengths > 1)
        return HeadRefusal {400, "A request has one Content-Length."};
    if (lengths == 1) {
        const QByteArrayView length = head.field("content-length");
        const bool digits = !length.isEmpty() && length.size() <= 18
            && std::all_of(length.begin(), length.end(),
                           [](char c) { return c >= '0' && c <= '9'; });
        if (!digits)
            return HeadRefusal {400, "The Content-Length is no number."};
        head.contentLength = length.toLongLong();
    }
    return std::nullopt;
}

} // namespace

QByteArrayView RequestHead::field(QByteArrayView name) const
{
    for (const Field &candidate : fields)
        if (candidate.name == name)
            return candidate.value;
    return {};
}

QByteArrayList RequestHead::values(QByteArrayView name) const
{
    QByteArrayList values;
    for (const Field &candidate : fields)
        if (candidate.name == name)
            values.append(candidate.value);
    return values;
}

bool RequestHead::fieldHas(QByteArrayView name, QByteArrayView word) const
{
    for (const Field &candidate : fields) {
        if (candidate.name != name)
            continue;
        for (const QByteArray &one : candidate.value.toLower().split(','))
            if (one.trimmed() == word)
                return true;
    }
    return false;
}

QByteArrayView RequestHead::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? QByteArrayView(target) : QByteArrayView(target).first(query);
}

HeadResult readHead(QByteArrayView bytes, qsizetype limit)
{
    HeadResult result;
    qsizetype begin = 0;
    bool requestLine = false;
    for (;;) {
        const qsizetype end = bytes.indexOf('\n', begin);
        if (end < 0 || end >= limit) {
            if (bytes.size() >= limit)
                return refused(431, "The request's line and headers are too long.");
            // A bare CR is no line end; nor may the line that is still coming hold a NUL.
            return bytes.sliced(begin).contains('\0')
                ? refused(400, "A NUL is no part of a request.")
                : result;
        }
        QByteArrayView line = bytes.sliced(begin, end - begin);
        if (!line.endsWith('\r'))
            return refused(400, "A line ends with CR LF.");
        line.chop(1);
        begin = end + 1;
        if (line.isEmpty()) {
            if (!requestLine)
                continue;
            if (auto refusal = checkFields(result.head)) {
                result.refusal = std::move(refusal);
                return result;
            }
            result.size = begin;
            return result;
        }
        auto refusal =
            requestLine ? readField(line, result.head) : readRequestLine(line, result.head);
        if (refusal) {
            result.refusal = std::move(refusal);
            return result;
        }
        requestLine = true;
    }
}

} // namespace samsa::net
