// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/stomp_writer.h"

#include "protocol/destinations.h"
#include "protocol/message_id.h"

namespace samsa::chaos {

using protocol::StompFrame;

StompWriter::StompWriter(Ledger &ledger, Settings settings, StompLine *line, QObject *parent)
    : Writer(ledger, std::move(settings), parent)
    , m_line(*line)
{
    line->setParent(this);
    connect(line, &StompLine::ready, this, [this] {
        StompFrame subscribe {.command = "SUBSCRIBE", .headers = {}, .body = {}};
        subscribe.addHeader("id", "errors");
        subscribe.addHeader("destination", protocol::errorsDestination.toByteArray());
        m_line.send(subscribe);
    });
    connect(line, &StompLine::received, this, &StompWriter::take);
    connect(line, &StompLine::lost, this, [this] { lostAll(); });
}

void StompWriter::start()
{
    m_line.start();
    Writer::start();
}

bool StompWriter::transmit(const Message &message)
{
    if (!m_line.isReady())
        return false;
    StompFrame send {.command = "SEND", .headers = {}, .body = {}};
    send.addHeader("destination", protocol::sendDestination(message.room));
    send.addHeader("content-type", "application/json");
    send.addHeader("receipt", protocol::writeId(message.id));
    send.body = protocol::writeSendRequest({.id = message.id, .text = message.text.toUtf8()});
    m_line.send(send);
    return true;
}

void StompWriter::take(const StompFrame &frame)
{
    const auto id = protocol::parseId(frame.header("receipt-id"));
    if (!id)
        return;
    if (frame.command == "RECEIPT")
        accepted(*id, frame.header("position").toLongLong());
    else if (const protocol::Error error = protocol::parseProblem(frame.body, 0);
             frame.command == "MESSAGE")
        refused(*id, QByteArray(protocol::codeName(error.code).data()));
}

} // namespace samsa::chaos
