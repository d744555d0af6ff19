// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_writer.h"

#include "protocol/stomp_escapes.h"

#include <algorithm>

namespace samsa::protocol {

namespace {

enum class Part { Name, Value };

/// Octets that no version can carry in a header are left out: a NUL would end the frame, a line
/// end would start another header, a colon in a name would start the value.
void appendSpecial(QByteArray &out, char octet, Part part, StompEscapes escapes)
{
    switch (octet) {
    case '\n':
        if (escapes != StompEscapes::None)
            out.append("\\n");
        break;
    case '\r':
        if (escapes == StompEscapes::V12)
            out.append("\\r");
        else if (escapes == StompEscapes::V11)
            out.append(octet); // 1.1 has no escape for it and lets it stand for itself.
        break;
    case ':':
        if (escapes != StompEscapes::None)
            out.append("\\c");
        else if (part == Part::Value)
            out.append(octet);
        break;
    case '\\':
        out.append(escapes == StompEscapes::None ? "\\" : "\\\\");
        break;
    default:
        break;
    }
}

void appendHeaderText(QByteArray &out, QByteArrayView text, Part part, StompEscapes escapes)
{
    const auto isSpecial = [](char octet) {
        return octet == '\0' || octet == '\n' || octet == '\r' || octet == ':' || octet == '\\';
    };
    const char *at = text.begin();
    while (at != text.end()) {
        const char *special = std::find_if(at, text.end(), isSpecial);
        out.append(at, special - at);
        at = special;
        if (at != text.end())
            appendSpecial(out, *at++, part, escapes);
    }
}

} // namespace

QByteArray writeFrame(const StompFrame &frame, StompVersion version)
{
    const StompEscapes escapes = escapesFor(frame.command, version);

    qsizetype estimate = frame.command.size() + frame.body.size() + 40;
    for (const StompHeader &header : frame.headers)
        estimate += header.name.size() + header.value.size() + 6;
    QByteArray out;
    out.reserve(estimate);

    out.append(frame.command);
    out.append('\n');
    for (const StompHeader &header : frame.headers) {
        appendHeaderText(out, header.name, Part::Name, escapes);
        out.append(':');
        appendHeaderText(out, header.value, Part::Value, escapes);
        out.append('\n');
    }
    if (!frame.body.isEmpty() && !frame.hasHeader("content-length")) {
        out.append("content-length:");
        out.append(QByteArray::number(frame.body.size()));
        out.append('\n');
    }
    out.append('\n');
    out.append(frame.body);
    out.append('\0');
    return out;
}

} // namespace samsa::protocol
