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

void addSubscription(StompFrame &frame, const QByteArray &subscription)
{
    if (!subscription.isEmpty())
        frame.addHeader("subscription", subscription);
}

} // namespace

StompFrame connectedFrame(StompVersion version, const QByteArray &heartBeat,
                          const QByteArray &nickname)
{
    StompFrame frame {"CONNECTED", {}, {}};
    frame.addHeader("version", versionName(version));
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

StompFrame messageFrame(const Entry &entry, const QByteArray &subscription, const QByteArray &epoch)
{
    StompFrame frame {"MESSAGE", {}, entry.json};
    addSubscription(frame, subscription);
    frame.addHeader("message-id", protocol::writeId(entry.id));
    frame.addHeader("destination", protocol::roomDestination(entry.room.id));
    frame.addHeader("content-type", "application/json");
    frame.addHeader("position", QByteArray::number(entry.position));
    if (!epoch.isEmpty())
        frame.addHeader("epoch", epoch);
    if (entry.change)
        frame.addHeader("type", protocol::eventTypeName(entry.change->type).toString().toLatin1());
    return frame;
}

StompFrame eventFrame(const protocol::Destination &destination, const QByteArray &messageId,
                      const QByteArray &body, const QByteArray &subscription)
{
    StompFrame frame {"MESSAGE", {}, body};
    addSubscription(frame, subscription);
    frame.addHeader("message-id", messageId);
    frame.addHeader("destination", protocol::writeDestination(destination));
    frame.addHeader("content-type", "application/json");
    return frame;
}

QWebSocketProtocol::CloseCode closeCode(protocol::Code code)
{
    switch (code) {
    case Code::ShuttingDown:
        return QWebSocketProtocol::CloseCodeGoingAway;
    case Code::FrameInvalid:
    case Code::VersionUnsupported:
        return QWebSocketProtocol::CloseCodeProtocolError;
    case Code::BodyTooLarge:
        return QWebSocketProtocol::CloseCodeTooMuchData;
    default:
        return QWebSocketProtocol::CloseCodePolicyViolated;
    }
}

StompFrame refusalFrame(const protocol::Error &error, const QByteArray &subscription,
                        const std::optional<QUuid> &messageId, const QByteArray &receipt)
{
    StompFrame frame {"MESSAGE", {}, protocol::writeProblem(error)};
    addSubscription(frame, subscription);
    frame.addHeader("message-id", protocol::writeId(messageId.value_or(QUuid::createUuid())));
    frame.addHeader("destination", protocol::errorsDestination.toByteArray());
    frame.addHeader("content-type", "application/problem+json");
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
