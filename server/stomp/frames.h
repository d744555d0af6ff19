// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/destinations.h"
#include "protocol/shapes.h"
#include "protocol/stomp_frame.h"
#include "server/base/entry.h"
#include "server/net/websocket_reader.h"
#include "server/stomp/subscription.h"

#include <optional>

/// The frames a server sends, each made in one place (docs/protocol.md, "STOMP").
namespace samsa::stomp {

/// An empty \a heartBeat is left out: 1.0 has none.
protocol::StompFrame connectedFrame(protocol::StompVersion version, const QByteArray &heartBeat,
                                    const QByteArray &nickname);
protocol::StompFrame receiptFrame(const QByteArray &receipt);
/// The receipt of a message says where it stands.
protocol::StompFrame receiptFrame(const QByteArray &receipt, const protocol::Accepted &accepted);
/// The receipt of a room's SUBSCRIBE says of which epoch its positions are.
protocol::StompFrame receiptFrame(const QByteArray &receipt, const QByteArray &epoch);
protocol::StompFrame errorFrame(const protocol::Error &error, const QByteArray &receipt);

/// Of a message, or of an event, whose frame has its type in a header. The subscription is left
/// out where it has no id (STOMP 1.0), and so is an empty \a epoch.
protocol::StompFrame messageFrame(const Entry &entry, const Subscription &subscription,
                                  const QByteArray &epoch = {});
/// What else is told to those who follow a destination: JSON.
protocol::StompFrame eventFrame(const QByteArray &messageId, const QByteArray &body,
                                const Subscription &subscription);
/// A refusal that does not end the connection; \a messageId and \a receipt of what was refused.
protocol::StompFrame refusalFrame(const protocol::Error &error, const Subscription &subscription,
                                  const std::optional<QUuid> &messageId, const QByteArray &receipt);

/// What the WebSocket is closed with after an ERROR frame.
net::CloseCode closeCode(protocol::Code code);

QByteArray versionName(protocol::StompVersion version);
/// The best of the list in accept-version that this server speaks. No such header: 1.0 (STOMP 1.2,
/// "Protocol Negotiation").
std::optional<protocol::StompVersion> negotiateVersion(QByteArrayView acceptVersion);

} // namespace samsa::stomp
