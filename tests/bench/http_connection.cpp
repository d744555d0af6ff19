// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/http_connection.h"

#include <charconv>

namespace samsa::bench {

namespace {

char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? char(character - 'A' + 'a') : character;
}

bool startsWithName(std::string_view line, std::string_view name)
{
    if (line.size() <= name.size() || line[name.size()] != ':')
        return false;
    for (std::size_t i = 0; i < name.size(); ++i)
        if (lower(line[i]) != name[i])
            return false;
    return true;
}

} // namespace

std::string header(std::string_view head, std::string_view name)
{
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
        at += 2;
        const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
        if (!startsWithName(line, name))
            continue;
        const std::string_view value = line.substr(name.size() + 1);
        const auto begin = value.find_first_not_of(' ');
        return begin == std::string_view::npos ? std::string() : std::string(value.substr(begin));
    }
    return {};
}

bool readAnswer(std::string_view bytes, HttpAnswer &answer)
{
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos || bytes.size() < 12)
        return false;
    answer.head = bytes.substr(0, end + 4);
    std::from_chars(bytes.data() + 9, bytes.data() + 12, answer.status);
    std::size_t length = 0;
    if (answer.status != 304 && answer.status != 204) {
        const std::string text = header(answer.head, "content-length");
        std::from_chars(text.data(), text.data() + text.size(), length);
    }
    if (bytes.size() < answer.head.size() + length)
        return false;
    answer.body = bytes.substr(answer.head.size(), length);
    return true;
}

std::string httpRequest(const std::string &method, const std::string &path, const std::string &host,
                        const std::string &token, const std::string &body,
                        const std::string &moreHeaders)
{
    std::string request = method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
    if (!token.empty())
        request += "Authorization: Bearer " + token + "\r\n";
    if (!body.empty())
        request += "Content-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n";
    return request + moreHeaders + "\r\n" + body;
}

std::string jsonText(std::string_view object, const std::string &name)
{
    const std::string key = '"' + name + '"';
    auto at = object.find(key);
    if (at == std::string_view::npos)
        return {};
    at = object.find('"', at + key.size());
    if (at == std::string_view::npos)
        return {};
    const std::string_view value = object.substr(at + 1);
    return std::string(value.substr(0, value.find('"')));
}

HttpConnection::HttpConnection(EventLoop &loop, const sockaddr_in &server, Then then)
    : Stream(loop, server)
    , m_then(std::move(then))
{
}

void HttpConnection::request(std::string_view bytes)
{
    m_askedAt = now();
    write(bytes);
}

std::size_t HttpConnection::consume(const char *data, std::size_t size)
{
    HttpAnswer answer;
    if (!readAnswer({data, size}, answer))
        return 0;
    m_then(*this, answer);
    return answer.size();
}

} // namespace samsa::bench
