// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/trusted_proxies.h"

#include <algorithm>

namespace samsa {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A socket that listens for IPv6 as well shows IPv4 addresses in their mapped form.
QHostAddress plain(const QHostAddress &address)
{
    bool isFour = false;
    const quint32 four = address.toIPv4Address(&isFour);
    return isFour ? QHostAddress(four) : address;
}

/// Null unless the text is a whole address; QHostAddress reads "10.1" as 10.0.0.1.
QHostAddress addressOf(const QString &text)
{
    const QHostAddress address(text);
    return text.contains(u':') || text.count(u'.') == 3 ? plain(address) : QHostAddress();
}

bool isPort(const QString &text)
{
    bool valid = false;
    text.toUShort(&valid);
    return valid && text.front().isDigit();
}

/// Of an entry as gateways write them: 203.0.113.5, 203.0.113.5:5001, 2001:db8::1, [2001:db8::1] or
/// [2001:db8::1]:5001. Null for anything else.
QHostAddress forwardedAddress(const QString &entry)
{
    QString address = entry;
    QString rest;
    if (entry.startsWith(u'[')) {
        const qsizetype end = entry.indexOf(u']');
        if (end < 0)
            return {};
        address = entry.sliced(1, end - 1);
        rest = entry.sliced(end + 1);
        if (!address.contains(u':'))
            return {};
    } else if (entry.count(u':') == 1) {
        const qsizetype colon = entry.indexOf(u':');
        address = entry.first(colon);
        rest = entry.sliced(colon);
    }
    if (!rest.isEmpty() && (!rest.startsWith(u':') || !isPort(rest.sliced(1))))
        return {};
    return addressOf(address);
}

} // namespace

protocol::Result<void> TrustedProxies::add(const QString &addressOrSubnet)
{
    const QString text = addressOrSubnet.trimmed();
    const auto subnet = QHostAddress::parseSubnet(text);
    // Of an address without a length parseSubnet() would guess at the subnet, 10.0.0.0 being /8.
    const QHostAddress address = addressOf(text);
    if (!address.isNull())
        m_subnets.append({address, address.protocol() == QHostAddress::IPv4Protocol ? 32 : 128});
    else if (text.contains(u'/') && subnet.second >= 0)
        m_subnets.append(subnet);
    else
        return protocol::Error {
            protocol::Code::OptionInvalid,
            u"a trusted proxy is an address or a subnet, such as 10.1.2.3 or 10.1.0.0/16, "
            "not \"%1\""_s.arg(addressOrSubnet)};
    m_texts.append(text);
    return {};
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    return std::any_of(m_subnets.cbegin(), m_subnets.cend(),
                       [&](const auto &subnet) { return address.isInSubnet(subnet); });
}

QHostAddress TrustedProxies::clientOf(const QHostAddress &peer,
                                      const QByteArrayList &forwardedFor) const
{
    QHostAddress client = plain(peer);
    if (m_subnets.isEmpty() || !contains(client))
        return client;
    // Each hop adds to the end, be it to the list or as a field of its own; what stands at the
    // beginning may be anybody's invention.
    QByteArrayList hops;
    for (const QByteArray &field : forwardedFor)
        hops += field.split(',');
    for (auto hop = hops.crbegin(); hop != hops.crend() && contains(client); ++hop) {
        const QHostAddress named = forwardedAddress(QString::fromLatin1(hop->trimmed()));
        if (named.isNull())
            break;
        client = named;
    }
    return client;
}

QByteArray countedAs(const QHostAddress &client)
{
    if (client.protocol() != QHostAddress::IPv6Protocol)
        return client.toString().toLatin1();
    Q_IPV6ADDR address = client.toIPv6Address();
    std::fill(&address[8], &address[8] + 8, quint8(0));
    return QHostAddress(address).toString().toLatin1() + "/64";
}

} // namespace samsa
