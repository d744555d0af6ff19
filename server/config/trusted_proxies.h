// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArrayList>
#include <QHostAddress>
#include <QList>
#include <QStringList>

#include <utility>

namespace samsa {

/// The proxies whose word is taken for where a client is (X-Forwarded-For). Nobody else's is, since
/// anybody can write that field: what is counted by address could be counted under any other. A
/// value; none at first.
class TrustedProxies
{
public:
    /// An address, or a subnet such as 10.1.0.0/16. Errors: OptionInvalid.
    protocol::Result<void> add(const QString &addressOrSubnet);
    QStringList texts() const { return m_texts; } ///< As they were added.

    /// Where the client of a request is: the peer, or, when that is a trusted proxy, the last
    /// address that one names that is not such a proxy itself. \a forwardedFor: the values of the
    /// request's X-Forwarded-For fields, in their order.
    QHostAddress clientOf(const QHostAddress &peer, const QByteArrayList &forwardedFor) const;

private:
    bool contains(const QHostAddress &address) const;

    QList<std::pair<QHostAddress, int>> m_subnets; // As QHostAddress::isInSubnet() takes them.
    QStringList m_texts;
};

/// As what a client is counted where there is a bound for each address: its address, of IPv6 the
/// /64 that it lies in, since whoever has one address there has all of them.
QByteArray countedAs(const QHostAddress &client);

} // namespace samsa
