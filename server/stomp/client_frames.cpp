// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/client_frames.h"

#include "protocol/message_id.h"

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;

using protocol::Result;
using protocol::StompFrame;
using protocol::StompVersion;

QByteArray receiptOf(const StompFrame &frame)
{
    return frame.header("receipt").toByteArray();
}

QByteArray subscriptionKey(const StompFrame &frame, StompVersion version)
{
    if (frame.hasHeader("id") || version != StompVersion::V10)
        return frame.header("id").toByteArray();
    return frame.header("destination").toByteArray();
}

Result<protocol::SendRequest> readSend(const StompFrame &frame)
{
    const QByteArray contentType = frame.header("content-type").toByteArray().toLower();
    // RFC 9110 §8.3.1: the type ends at the first parameter, and its case means nothing.
    const QByteArrayList parts = contentType.split(';');
    if (parts.constFirst().trimmed() != "text/plain")
        return protocol::parseSendRequest(frame.body);
    for (QByteArray parameter : parts.sliced(1)) {
        parameter = parameter.trimmed().replace('"', "");
        if (parameter.startsWith("charset=") && parameter != "charset=utf-8"
            && parameter != "charset=utf8" && parameter != "charset=us-ascii") {
            return protocol::Error {protocol::Code::TextInvalid, u"A text is sent as UTF-8."_s};
        }
    }
    return protocol::SendRequest {.text = frame.body};
}

Result<bool> wantsToAcknowledge(const StompFrame &frame)
{
    const QByteArrayView mode = frame.header("ack");
    if (mode.isNull() || mode == "auto")
        return false;
    if (mode == "client" || mode == "client-individual")
        return true;
    return protocol::Error {protocol::Code::SubscriptionInvalid,
                            u"ack is auto, client or client-individual."_s};
}

Result<void> checkAcknowledgement(const StompFrame &frame, StompVersion version)
{
    if (version == StompVersion::V12) {
        if (frame.header("id").isEmpty())
            return protocol::Error {protocol::Code::FrameInvalid,
                                    u"An acknowledgement has an id."_s};
    } else if (frame.header("message-id").isEmpty()
               || (version == StompVersion::V11 && frame.header("subscription").isEmpty())) {
        return protocol::Error {protocol::Code::FrameInvalid,
                                u"An acknowledgement names message-id and, from 1.1 on, "
                                "subscription."_s};
    }
    return {};
}

Result<std::optional<qint64>> resumePosition(const StompFrame &frame)
{
    if (!frame.hasHeader("after"))
        return std::optional<qint64>();
    bool valid = false;
    const qint64 position = frame.header("after").toByteArray().toLongLong(&valid);
    if (!valid || position < 0) {
        return protocol::Error {protocol::Code::SubscriptionInvalid,
                                u"after is a position: a number, 0 or more."_s};
    }
    return std::optional(position);
}

Result<std::optional<QUuid>> resumeEpoch(const StompFrame &frame)
{
    if (!frame.hasHeader("epoch"))
        return std::optional<QUuid>();
    const QByteArrayView text = frame.header("epoch");
    if (text.isEmpty())
        return std::optional(QUuid());
    const auto id = protocol::parseId(text);
    if (!id) {
        return protocol::Error {protocol::Code::SubscriptionInvalid,
                                u"epoch is what a room, a page or a receipt said."_s};
    }
    return std::optional(*id);
}

Result<bool> wantsEvents(const StompFrame &frame)
{
    const QByteArrayView wish = frame.header("events");
    if (wish.isNull() || wish == "false")
        return false;
    if (wish == "true")
        return true;
    return protocol::Error {protocol::Code::SubscriptionInvalid, u"events is true or false."_s};
}

} // namespace samsa::stomp
