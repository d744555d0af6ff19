// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "tests/unit/app/fake_http.h"

namespace samsa::test {

/// As much of a server as a polling account needs, which can be told to be away, to forget sessions
/// and to refuse. Everything is there as a value.
class FakeChatServer
{
public:
    enum class Mood { There, Away, Silent };

    FakeChatServer();

    QUrl url() const { return m_http.url(); }
    /// A room with so many messages of \a nickname.
    QUuid addRoom(const QString &name, int messages = 0,
                  const QString &nickname = QStringLiteral("Ben"));
    void say(const QUuid &room, const QString &nickname, const QString &text,
             const QUuid &id = QUuid::createUuid());
    /// Every token is unknown from now on.
    void forgetSessions() { m_token = "none"; }
    bool hasSession() const { return m_token != "none"; }

    QStringList textsIn(const QUuid &room) const;
    /// How many requests began with this, as "DELETE /api/v1/session".
    qsizetype count(const QByteArray &begin) const;

    Mood mood = Mood::There;
    /// What the next claims are refused with; nothing: they are not.
    std::optional<protocol::Code> refusesClaims;
    /// The same for what is sent into rooms.
    std::optional<protocol::Code> refusesSends;

private:
    HttpResponse answer(const HttpRequest &request);
    HttpResponse claim(const HttpRequest &request);
    HttpResponse page(const QUuid &room, const HttpRequest &request) const;
    HttpResponse accept(const QUuid &room, const HttpRequest &request);

    QList<protocol::Room> m_rooms;
    QHash<QUuid, QList<protocol::Message>> m_messages;
    QByteArray m_token = "none";
    QString m_nickname; // whose the token is
    int m_claims = 0;
    FakeHttp m_http; // last: it asks the others
};

} // namespace samsa::test
