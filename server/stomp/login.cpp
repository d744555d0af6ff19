// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/stomp/login.h"

#include "protocol/text_bytes.h"

namespace samsa::stomp {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// The token of "Bearer <token>" (RFC 6750 §2.1); the scheme's case does not matter.
QByteArray bearerToken(QByteArrayView authorization)
{
    constexpr QByteArrayView scheme = "bearer ";
    if (authorization.size() <= scheme.size()
        || qstrnicmp(authorization.data(), scheme.data(), size_t(scheme.size())) != 0)
        return {};
    return authorization.sliced(scheme.size()).trimmed().toByteArray();
}

} // namespace

void logIn(const protocol::StompFrame &connect, const QByteArray &address, chat::Sessions &sessions,
           TaskQueue &queue, std::function<void(Result<chat::SessionPtr>)> then)
{
    if (connect.hasHeader("Authorization")) {
        sessions.find(bearerToken(connect.header("Authorization")), queue, std::move(then));
        return;
    }
    chat::Claim claim;
    claim.nickname = protocol::textFromUtf8(connect.header("login"));
    claim.accessKey = connect.header("passcode").toByteArray();
    claim.address = address;
    claim.ephemeral = true;
    const auto claimNickname = [claim, &sessions, &queue, then] {
        sessions.claim(claim, queue, [then](const Result<chat::Claimed> &claimed) {
            if (claimed)
                then(claimed->session);
            else
                then(claimed.error());
        });
    };
    if (!claim.accessKey.isEmpty()) {
        // A passcode is a token, or else the access key for a claim.
        sessions.find(claim.accessKey, queue,
                      [claim, claimNickname, then](const Result<chat::SessionPtr> &found) {
                          if (found || found.error().code != Code::Unauthorized
                              || claim.nickname.isEmpty())
                              then(found);
                          else
                              claimNickname();
                      });
    } else if (!claim.nickname.isEmpty()) {
        claimNickname();
    } else {
        then(Error {Code::Unauthorized,
                    u"CONNECT says neither by Authorization nor by login who this is."_s});
    }
}

} // namespace samsa::stomp
