// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/transactions.h"

#include <utility>

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

Result<void> Transactions::begin(const QByteArray &id)
{
    if (id.isEmpty() || m_open.contains(id)) {
        return Error {Code::FrameInvalid,
                      u"A transaction needs an id that no other of this connection has."_s};
    }
    if (m_open.size() >= most)
        return Error {Code::FrameInvalid, u"This connection has as many transactions as it may."_s};
    m_open[id];
    return {};
}

Result<void> Transactions::hold(const QByteArray &id, chat::Messages::Addressed message)
{
    const auto held = m_open.find(id);
    if (held == m_open.end())
        return check(id);
    const qsizetype bytes = message.request.text.size();
    if (held->second.size() >= mostMessages || m_bytes + bytes > mostBytes) {
        (void)take(id);
        return Error {Code::TooManyRequests, u"A transaction may not hold that much."_s};
    }
    held->second.push_back(std::move(message));
    m_bytes += bytes;
    return {};
}

Result<void> Transactions::check(const QByteArray &id) const
{
    if (!m_open.contains(id))
        return Error {Code::FrameInvalid, u"There is no such transaction."_s};
    return {};
}

Result<std::vector<chat::Messages::Addressed>> Transactions::take(const QByteArray &id)
{
    if (const auto known = check(id); !known)
        return known.error();
    auto messages = std::move(m_open.extract(id).mapped());
    for (const auto &message : messages)
        m_bytes -= message.request.text.size();
    return messages;
}

} // namespace samsa::stomp
