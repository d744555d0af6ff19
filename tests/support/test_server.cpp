// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test_server.h"

#include "protocol/message_id.h"
#include "protocol/shapes.h"

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

TestServer::TestServer()
{
    options.port = 0;
    options.dataDir = m_folder.path();
    options.workers = 2;
    options.limits.messagesPerSecond = 0;
    options.limits.claimsPerMinute = 0;
    options.limits.roomsPerMinute = 0;
}

bool TestServer::start()
{
    m_server = std::make_unique<Server>(options);
    const auto started = m_server->start();
    if (!started)
        qWarning("not started: %s", qPrintable(started.error().sentence));
    return started.ok();
}

void TestServer::stop()
{
    m_server->stop();
}

bool TestServer::restart()
{
    options.port = port();
    m_server.reset();
    return start();
}

QByteArray TestServer::claim(const QByteArray &nickname) const
{
    const HttpAnswer answer =
        client().post("/api/v1/session", "{\"nickname\":\"" + nickname + "\"}");
    return answer.json().value("token"_L1).toString().toLatin1();
}

QUuid TestServer::makeRoom(const QByteArray &token, const QByteArray &name) const
{
    const HttpAnswer answer = client(token).post("/api/v1/rooms", "{\"name\":\"" + name + "\"}");
    return QUuid(answer.json().value("id"_L1).toString());
}

QStringList TestServer::history(const QByteArray &token, const QUuid &room) const
{
    QStringList texts;
    HttpTestClient http = client(token);
    qint64 after = 0;
    for (;;) {
        const HttpAnswer answer =
            http.get(messagesPath(room) + "?limit=500&after=" + QByteArray::number(after));
        const auto page = protocol::parsePage(answer.body);
        if (!page)
            return {};
        for (const protocol::Message &message : page->messages) {
            texts.append(message.text);
            after = message.position;
        }
        if (!page->more)
            return texts;
    }
}

QByteArray messagesPath(const QUuid &room)
{
    return "/api/v1/rooms/" + protocol::writeId(room) + "/messages";
}

} // namespace samsa::test
