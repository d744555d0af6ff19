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

bool isPath(QByteArrayView text)
{
    return text.startsWith('/') && std::all_of(text.begin(), text.end(), [](char c) {
               return c > 0x20 && c < 0x7f && c != '#';
           });
}

/// RFC 3986 §3.2, without the user, who has no business here (RFC 9110 §4.2.4).
bool isAuthority(QByteArrayView text)
{
    return !text.isEmpty() && !text.startsWith(':')
        && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                   || (c != 0 && QByteArrayView("-._~!$&'()*+,;=:[]%").contains(c));
           });
}

/// In origin form, or in absolute form, which a server has to take as well and whose authority
/// counts in place of Host (RFC 9112 §3.2.2). False: it is neither.
bool readTarget(QByteArrayView text, RequestHead &head, QByteArray &authority)
{
    if (!text.startsWith('/')) {
        const qsizetype colon = text.indexOf("://");
        const QByteArray scheme = text.first(std::max<qsizetype>(colon, 0)).toByteArray().toLower();
        if (scheme != "http" && scheme != "https")
            return false;
        text = text.sliced(colon + 3);
        const auto end = std::find_if(text.begin(), text.end(),
                                      [](char c) { return c == '/' || c == '?' || c == '#'; });
        authority = text.first(end - text.begin()).toByteArray();
        text = text.sliced(authority.size());
        if (!isAuthority(authority))
            return false;
    }
    head.target = text.toByteArray();
    if (!authority.isEmpty() && !text.startsWith('/'))
        head.target.prepend('/');
    return isPath(head.target);
}

std::optional<HeadRefusal> readRequestLine(QByteArrayView line, RequestHead &head,
                                           QByteArray &authority)
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
    if (!readTarget(target, head, authority))
        return HeadRefusal {400, "The target is no path."};
    head.method = line.first(first).toByteArray();
    head.http10 = version == "HTTP/1.0";
    return std::nullopt;
}

std::optional<HeadRefusal> readField(QByteArrayView line, RequestHead &head)
{
    // A line that begins with a blank continues the one before (obsolete folding), which not all
    // readers know.
    if (auto refusal = checkFieldLine(line))
        return refusal;
    const qsizetype colon = line.indexOf(':');
    head.fields.append({line.first(colon).toByteArray().toLower(),
                        withoutBlanks(line.sliced(colon + 1)).toByteArray()});
    return std::nullopt;
}

qsizetype count(const RequestHead &head, QByteArrayView name)
{
    return std::count_if(head.fields.cbegin(), head.fields.cend(),
                         [name](const RequestHead::Field &field) { return field.name == name; });
}

/// Of Transfer-Encoding (RFC 9112 §6.1).
std::optional<HeadRefusal> checkCoding(RequestHead &head, bool hasLength)
{
    const QByteArrayList codings = head.values("transfer-encoding").join(',').toLower().split(',');
    if (hasLength)
        return HeadRefusal {400, "A request has a length or a transfer coding, not both."};
    if (head.http10)
        return HeadRefusal {400, "HTTP/1.0 has no transfer codings."};
    if (withoutBlanks(codings.constLast()) != "chunked")
        return HeadRefusal {400, "The last transfer coding of a request is chunked."};
    if (codings.size() > 1)
        return HeadRefusal {501, "No transfer coding but chunked is known here."};
    head.isChunked = true;
    return std::nullopt;
}

/// What the headers say together. \a authority is that of an absolute target.
std::optional<HeadRefusal> checkFields(RequestHead &head, const QByteArray &authority)
{
    const qsizetype hosts = count(head, "host");
    if (hosts > 1 || (hosts == 0 && !head.http10))
        return HeadRefusal {400, "A request has one Host header."};
    if (!authority.isEmpty()) {
        head.fields.removeIf([](const RequestHead::Field &field) { return field.name == "host"; });
        head.fields.append({"host", authority});
    }
    // HTTP/1.0 knows no expectations (RFC 9110 §10.1.1).
    for (const QByteArray &expectation : head.values("expect"))
        if (!head.http10 && expectation.toLower() != "100-continue")
            return HeadRefusal {417, "Nothing can be expected here but 100-continue."};
    const qsizetype lengths = count(head, "content-length");
    if (count(head, "transfer-encoding") > 0)
        return checkCoding(head, lengths > 0);
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
            if (withoutBlanks(one) == word)
                return true;
    }
    return false;
}

QByteArrayView RequestHead::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? QByteArrayView(target) : QByteArrayView(target).first(query);
}

std::optional<HeadRefusal> checkFieldLine(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return HeadRefusal {400, "A header line is not \"name: value\"."};
    if (!isFieldValue(line.sliced(colon + 1)))
        return HeadRefusal {400, "A header holds control characters."};
    return std::nullopt;
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    const auto isBlank = [](char character) { return character == ' ' || character == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

bool isFieldValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char character) {
        const auto c = static_cast<unsigned char>(character);
        return c == '\t' || (c >= 0x20 && c != 0x7f);
    });
}

HeadResult readHead(QByteArrayView bytes, qsizetype limit)
{
    HeadResult result;
    QByteArray authority;
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
            if (auto refusal = checkFields(result.head, authority)) {
                result.refusal = std::move(refusal);
                return result;
            }
            result.size = begin;
            return result;
        }
        auto refusal = requestLine ? readField(line, result.head)
                                   : readRequestLine(line, result.head, authority);
        if (refusal) {
            result.refusal = std::move(refusal);
            return result;
        }
        requestLine = true;
    }
}

} // namespace samsa::net
