// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/stream.h"

#include <functional>
#include <string>
#include <string_view>

namespace samsa::bench {

/// An answer to an HTTP request, valid while it is being handed over.
struct HttpAnswer
{
    int status = 0;
    std::string_view head;
    std::string_view body;
    std::size_t size() const { return head.size() + body.size(); }
};

/// A keep-alive HTTP connection with one request at a time. Answers must have a Content-Length.
class HttpConnection : public Stream
{
public:
    using Then = std::function<void(HttpConnection &, const HttpAnswer &)>;

    HttpConnection(EventLoop &loop, const sockaddr_in &server, Then then);

    /// Sends the bytes of a whole request. Each request before it must have been answered.
    void request(std::string_view bytes);

    bool isReady() const { return m_isReady; }
    const std::string &failure() const { return m_failure; }
    Nanoseconds askedAt() const { return m_askedAt; }

protected:
    void connected() override { m_isReady = true; }
    std::size_t consume(const char *data, std::size_t size) override;
    void disconnected(const std::string &why) override { m_failure = why; }

private:
    Then m_then;
    bool m_isReady = false;
    Nanoseconds m_askedAt = 0;
    std::string m_failure;
};

/// The first HTTP answer in these bytes, and how many of them it takes; false if it is not all
/// there.
bool readAnswer(std::string_view bytes, HttpAnswer &answer);

std::string httpRequest(const std::string &method, const std::string &path, const std::string &host,
                        const std::string &token, const std::string &body = {},
                        const std::string &moreHeaders = {});

/// The value of a text in a JSON object, enough for ids and tokens.
std::string jsonText(std::string_view object, const std::string &name);

/// The value of a header, whose name is given in lower case.
std::string header(std::string_view head, std::string_view name);

} // namespace samsa::bench
