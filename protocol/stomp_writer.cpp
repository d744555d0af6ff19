// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_writer.h"

#include "protocol/stomp_escapes.h"

namespace samsa::protocol {

namespace {

enum class Part { Name, Value };

/// Octets that no version can carry in a header are left out: a NUL would end the frame, a line
/// end would start another header, a colon in a name would start the value.
void appendHeaderText(QByteArray &out, QByteArrayView text, Part part, StompEscapes escapes)
{
    for (const char octet : text) {
        switch (octet) {
        case '\0':
            break;
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
            out.append(octet);
        }
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
