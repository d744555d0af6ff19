// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/speaker.h"

#include "app/server_connection/api_paths.h"

#include <QTest>

#include <memory>
#include <optional>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

Speaker::Speaker(quint16 port, const QString &nickname)
    : m_http(QUrl(u"http://127.0.0.1:%1"_s.arg(port)))
    , m_identity(m_http, m_folder.filePath(u"session.json"_s), m_writer)
{
    std::optional<bool> claimed;
    m_identity.claim(nickname, {},
                     [&claimed](const protocol::Result<void> &result) { claimed = result.ok(); });
    m_isThere = QTest::qWaitFor([&claimed] { return claimed.has_value(); }, 10'000) && *claimed;
}

bool Speaker::leave()
{
    const auto left = std::make_shared<bool>(false);
    m_identity.leave([left] { *left = true; });
    return QTest::qWaitFor([&left] { return *left; }, 10'000);
}

protocol::Result<app::HttpAnswer> Speaker::wait(const Call &call)
{
    // Shared: an answer that comes after the wait was given up has somewhere to go.
    const auto answer = std::make_shared<std::optional<protocol::Result<app::HttpAnswer>>>();
    call([answer](protocol::Result<app::HttpAnswer> got) { *answer = std::move(got); });
    if (!QTest::qWaitFor([&answer] { return answer->has_value(); }, 10'000))
        return protocol::Error {protocol::Code::NotConnected, {}, {}};
    return std::move(**answer);
}

QUuid Speaker::makeRoom(const QString &name)
{
    const auto answer = wait([&](app::HttpClient::Done done) {
        m_http.post(app::paths::rooms(), protocol::writeRoomRequest({name}), &m_context,
                    std::move(done));
    });
    const auto room = answer ? protocol::parseRoom(answer->body)
                             : protocol::Result<protocol::Room>(answer.error());
    return room ? room->id : QUuid();
}

bool Speaker::say(const QUuid &room, const QString &text)
{
    protocol::SendRequest request;
    request.text = text.toUtf8();
    return send(room, request);
}

bool Speaker::send(const QUuid &room, const protocol::SendRequest &request)
{
    return wait([&](app::HttpClient::Done done) {
               m_http.post(app::paths::messages(room), protocol::writeSendRequest(request),
                           &m_context, std::move(done));
           })
        .ok();
}

bool Speaker::look(const QUuid &room)
{
    return wait([&](app::HttpClient::Done done) {
               m_http.get(app::paths::messages(room), {}, &m_context, std::move(done));
           })
        .ok();
}

} // namespace samsa::test
