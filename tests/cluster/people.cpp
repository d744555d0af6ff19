// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "people.h"

#include "protocol/message_id.h"
#include "protocol/shapes.h"
#include "tests/support/test_server.h"

#include <QDeadlineTimer>
#include <QTest>

namespace samsa::test {

namespace {
constexpr std::chrono::seconds patience {30};
constexpr int pauseMs = 50; // Of a client that tries again.
} // namespace

Writer::Writer(const Seat &seat)
    : m_seat(seat)
    , m_http(seat.port, seat.token)
{
}

bool Writer::say(const QString &text)
{
    const QByteArray body = protocol::writeSendRequest({protocol::makeMessageId(), text.toUtf8()});
    const QDeadlineTimer deadline(patience);
    HttpAnswer answer;
    while (!deadline.hasExpired()) {
        answer = m_http.post(messagesPath(m_seat.room), body);
        if (answer.status == 201) {
            m_said += text;
            return true;
        }
        QTest::qWait(pauseMs);
    }
    qWarning("\"%s\" was not accepted, at last with %d: %s", qPrintable(text), answer.status,
             answer.body.constData());
    return false;
}

Poller::Poller(const Seat &seat)
    : m_seat(seat)
    , m_http(seat.port, seat.token)
{
}

void Poller::poll()
{
    const HttpAnswer answer =
        m_http.get(messagesPath(m_seat.room) + "?after=" + QByteArray::number(m_after));
    if (answer.status != 200)
        return;
    const auto page = protocol::parsePage(answer.body);
    if (!page)
        qFatal("A page that is none: %s", answer.body.constData());
    for (const protocol::Message &message : page->messages) {
        m_texts += message.text;
        m_after = message.position;
    }
}

LiveReader::LiveReader(const Seat &seat)
    : m_seat(seat)
{
}

void LiveReader::keepUp()
{
    if (m_client && m_client->isClosed())
        collect();
    if (m_client)
        return;
    auto client = std::make_unique<StompTestClient>(m_seat.port);
    if (!client->connectWith(m_seat.token))
        return;
    ++m_connections;
    if (client->follow(m_seat.room, "s", m_after))
        m_client = std::move(client);
}

void LiveReader::collect()
{
    for (const protocol::Message &message : m_client->messages("s")) {
        m_texts += message.text;
        m_after = message.position;
    }
    m_client.reset();
}

QStringList LiveReader::texts() const
{
    QStringList texts = m_texts;
    if (m_client)
        for (const protocol::Message &message : m_client->messages("s"))
            texts += message.text;
    return texts;
}

} // namespace samsa::test
