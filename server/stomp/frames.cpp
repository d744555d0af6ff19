// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/frames.h"

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "server/base/change.h"

namespace samsa::stomp {

using protocol::Code;
using protocol::StompFrame;
using protocol::StompVersion;

namespace {

/// A MESSAGE with what all of them have.
StompFrame messageTo(const Subscription &subscription, const QByteArray &messageId,
                     const QByteArray &contentType, const QByteArray &body)
{
    StompFrame frame {"MESSAGE", {}, body};
    if (!subscription.id.isEmpty())
        frame.addHeader("subscription", subscription.id);
    frame.addHeader("message-id", messageId);
    frame.addHeader("destination", protocol::writeDestination(subscription.destination()));
    frame.addHeader("content-type", contentType);
    if (subscription.tellsAck())
        frame.addHeader("ack", messageId);
    return frame;
}

} // namespace

StompFrame connectedFrame(StompVersion version, const QByteArray &heartBeat,
                          const QByteArray &nickname)
{
    StompFrame frame {"CONNECTED", {}, {}};
    frame.addHeader("version", versionName(version));
    if (!heartBeat.isEmpty())
        frame.addHeader("heart-beat", heartBeat);
    frame.addHeader("server", "samsa/" SAMSA_VERSION);
    frame.addHeader("session", protocol::writeId(QUuid::createUuid()));
    frame.addHeader("user-name", nickname);
    return frame;
}

StompFrame receiptFrame(const QByteArray &receipt)
{
    StompFrame frame {"RECEIPT", {}, {}};
    frame.addHeader("receipt-id", receipt);
    return frame;
}

StompFrame receiptFrame(const QByteArray &receipt, const protocol::Accepted &accepted)
{
    StompFrame frame = receiptFrame(receipt);
    frame.addHeader("message-id", protocol::writeId(accepted.id));
    frame.addHeader("position", QByteArray::number(accepted.position));
    frame.addHeader(
        "time", protocol::writeTime(protocol::fromMilliseconds(accepted.time.toMSecsSinceEpoch())));
    return frame;
}

StompFrame receiptFrame(const QByteArray &receipt, const QByteArray &epoch)
{
    StompFrame frame = receiptFrame(receipt);
    if (!epoch.isEmpty())
        frame.addHeader("epoch", epoch);
    return frame;
}

StompFrame errorFrame(const protocol::Error &error, const QByteArray &receipt)
{
    StompFrame frame {"ERROR", {}, error.sentence.toUtf8()};
    frame.addHeader("code", QByteArray(protocol::codeName(error.code).latin1()));
    frame.addHeader("message", error.sentence.toUtf8());
    if (!receipt.isEmpty())
        frame.addHeader("receipt-id", receipt);
    if (error.end) {
        frame.addHeader("last", QByteArray::number(error.end->last));
        frame.addHeader("epoch", error.end->epoch);
    }
    if (error.code == protocol::Code::VersionUnsupported)
        frame.addHeader("version", "1.0,1.1,1.2");
    frame.addHeader("content-type", "text/plain");
    return frame;
}

StompFrame messageFrame(const Entry &entry, const Subscription &subscription,
                        const QByteArray &epoch)
{
    StompFrame frame =
        messageTo(subscription, protocol::writeId(entry.id), "application/json", entry.json);
    frame.addHeader("position", QByteArray::number(entry.position));
    if (!epoch.isEmpty())
        frame.addHeader("epoch", epoch);
    if (entry.change)
        frame.addHeader("type", protocol::eventTypeName(entry.change->type).toString().toLatin1());
    return frame;
}

StompFrame eventFrame(const QByteArray &messageId, const QByteArray &body,
                      const Subscription &subscription)
{
    return messageTo(subscription, messageId, "application/json", body);
}

net::CloseCode closeCode(protocol::Code code)
{
    switch (code) {
    case Code::ShuttingDown:
        return net::CloseCode::GoingAway;
    case Code::FrameInvalid:
    case Code::VersionUnsupported:
        return net::CloseCode::ProtocolError;
    case Code::BodyTooLarge:
        return net::CloseCode::TooMuchData;
    default:
        return net::CloseCode::PolicyViolated;
    }
}

StompFrame refusalFrame(const protocol::Error &error, const Subscription &subscription,
                        const std::optional<QUuid> &messageId, const QByteArray &receipt)
{
    StompFrame frame =
        messageTo(subscription, protocol::writeId(messageId.value_or(QUuid::createUuid())),
                  "application/problem+json", protocol::writeProblem(error));
    if (!receipt.isEmpty())
        frame.addHeader("receipt-id", receipt);
    return frame;
}

QByteArray versionName(StompVersion version)
{
    switch (version) {
    case StompVersion::V10:
        return "1.0";
    case StompVersion::V11:
        return "1.1";
    case StompVersion::V12:
        break;
    }
    return "1.2";
}

std::optional<StompVersion> negotiateVersion(QByteArrayView acceptVersion)
{
    if (acceptVersion.isNull())
        return StompVersion::V10;
    std::optional<StompVersion> best;
    for (const QByteArray &offer : acceptVersion.toByteArray().split(',')) {
        for (const auto version : {StompVersion::V10, StompVersion::V11, StompVersion::V12})
            if (offer.trimmed() == versionName(version) && (!best || *best < version))
                best = version;
    }
    return best;
}

} // namespace samsa::stomp
