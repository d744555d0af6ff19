// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "protocol/stomp_frame.h"

/// What the frames that a client sends say.
namespace samsa::stomp {

/// Empty if it asks for none.
QByteArray receiptOf(const protocol::StompFrame &frame);

/// What names a subscription: its id, or in 1.0, where that may be left out, its destination.
QByteArray subscriptionKey(const protocol::StompFrame &frame, protocol::StompVersion version);

/// The message in a SEND, as JSON or, where its content-type is text/plain, as nothing but its
/// text. TextInvalid for a text in another charset than UTF-8.
protocol::Result<protocol::SendRequest> readSend(const protocol::StompFrame &frame);

/// Whether messages have to be acknowledged, by the header `ack`. SubscriptionInvalid.
protocol::Result<bool> wantsToAcknowledge(const protocol::StompFrame &frame);
/// Whether an ACK or NACK names what it is of, as its version has it. FrameInvalid.
protocol::Result<void> checkAcknowledgement(const protocol::StompFrame &frame,
                                            protocol::StompVersion version);

/// Where a SUBSCRIBE resumes; nothing if it begins with what is said from now on.
/// SubscriptionInvalid.
protocol::Result<std::optional<qint64>> resumePosition(const protocol::StompFrame &frame);
/// The epoch that it was told with: null where it has none yet, or an empty one; nothing where it
/// does not ask for epochs. SubscriptionInvalid.
protocol::Result<std::optional<QUuid>> resumeEpoch(const protocol::StompFrame &frame);
/// Whether a room is followed with what is done to its messages. SubscriptionInvalid.
protocol::Result<bool> wantsEvents(const protocol::StompFrame &frame);

} // namespace samsa::stomp
