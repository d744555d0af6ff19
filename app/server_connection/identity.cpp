// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server_connection/identity.h"

#include "app/base/logging.h"
#include "app/server_connection/api_paths.h"
#include "app/storage/kept_file.h"

#include <utility>

namespace samsa::app {

Identity::Identity(HttpClient &http, QString file, FileWriter &writer, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_file(std::move(file))
    , m_writer(writer)
{
    const KeptFile kept = readKeptFile(m_file);
    if (kept.state == KeptFile::State::Missing)
        return;
    if (auto answer = protocol::parseSessionAnswer(kept.bytes))
        m_answer = std::move(answer).value();
    else
        qCWarning(lcApp, "The token of the last time is lost: %ls",
                  qUtf16Printable(kept.isSpoilt() ? kept.why : answer.error().sentence));
}

void Identity::claim(const QString &nickname, const QString &accessKey, Done done)
{
    m_isClaiming = true;
    m_http.setToken(m_answer.token);
    const protocol::SessionRequest request {nickname, accessKey};
    m_http.post(paths::session(), protocol::writeSessionRequest(request), this,
                [this, nickname, accessKey,
                 done = std::move(done)](const protocol::Result<HttpAnswer> &answer) {
                    if (!answer) {
                        if (answer.error().code == protocol::Code::Unauthorized
                            && !m_answer.token.isEmpty()) {
                            // A token of a server that has forgotten it: as if there were none.
                            m_answer.token.clear();
                            claim(nickname, accessKey, done);
                            return;
                        }
                        claimed(answer.error(), done);
                        return;
                    }
                    auto session = protocol::parseSessionAnswer(answer->body);
                    if (!session) {
                        claimed(session.error(), done);
                        return;
                    }
                    m_answer = std::move(session).value();
                    m_http.setToken(m_answer.token);
                    m_writer.write(m_file, protocol::writeSessionAnswer(m_answer));
                    claimed({}, done);
                });
}

void Identity::claimed(const protocol::Result<void> &result, const Done &done)
{
    m_isClaiming = false;
    if (m_leaveDone)
        leave(std::exchange(m_leaveDone, {}));
    done(result); // last: whoever hears of it may let us go
}

void Identity::leave(std::function<void()> done)
{
    if (m_isClaiming) {
        m_leaveDone = std::move(done);
        return;
    }
    m_http.remove(paths::session(), this,
                  [this, done = std::move(done)](const protocol::Result<HttpAnswer> &answer) {
                      const bool gone =
                          answer || answer.error().code == protocol::Code::Unauthorized;
                      if (gone) {
                          m_answer.token.clear();
                          m_writer.write(m_file, {}); // a server that was away may still know it
                      }
                      done();
                  });
}

} // namespace samsa::app
