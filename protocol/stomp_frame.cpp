// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/stomp_frame.h"

#include <algorithm>
#include <utility>

namespace samsa::protocol {

namespace {

auto findHeader(const QList<StompHeader> &headers, QByteArrayView name)
{
    return std::find_if(headers.cbegin(), headers.cend(),
                        [name](const StompHeader &header) { return header.name == name; });
}

} // namespace

QByteArrayView StompFrame::header(QByteArrayView name) const
{
    const auto found = findHeader(headers, name);
    if (found == headers.cend())
        return {};
    // An empty value is there, and must not look like a missing one.
    return found->value.isNull() ? QByteArrayView("") : QByteArrayView(found->value);
}

bool StompFrame::hasHeader(QByteArrayView name) const
{
    return findHeader(headers, name) != headers.cend();
}

void StompFrame::addHeader(QByteArray name, QByteArray value)
{
    headers.append({std::move(name), std::move(value)});
}

} // namespace samsa::protocol
