// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/target.h"

#include <arpa/inet.h>
#include <cstdio>
#include <ctime>
#include <random>

namespace samsa::bench {

Target::Target(const Flags &flags)
{
    const std::string name = flags.text("host", "127.0.0.1");
    const int port = flags.count("port", 8642);
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    inet_pton(AF_INET, name.c_str(), &address.sin_addr);
    host = name + ':' + std::to_string(port);
    isSamsa = flags.text("server", "samsa") == "samsa";
    path = flags.text("path", "/ws");
    protocols = flags.text("protocols", "v12.stomp");
    virtualHost = flags.text("vhost", "/");
    login = flags.text("login");
    passcode = flags.text("passcode");
    subscribeDestination =
        flags.text("subscribe", isSamsa ? "/topic/rooms/{room}" : "/topic/{room}");
    sendDestination = flags.text("send", isSamsa ? "/app/rooms/{room}" : "/topic/{room}");
    errorsDestination = flags.text("errors", isSamsa ? "/user/queue/errors" : "");
    sendsJson = flags.text("body", isSamsa ? "json" : "text") == "json";
    heartBeatMs = flags.count("heart-beat", 0);
    serverPid = pid_t(flags.count("server-pid", 0));
}

std::string Target::sendFrame(const std::string &destination, std::string_view text,
                              std::string_view receipt) const
{
    std::string frame = "SEND\ndestination:" + destination + "\ncontent-type:";
    frame += sendsJson ? "application/json" : "text/plain";
    if (!receipt.empty())
        (frame += "\nreceipt:") += receipt;
    frame += "\n\n";
    if (sendsJson)
        ((frame += "{\"id\":\"") += newMessageId()) += "\",\"text\":\"";
    frame += text; // Nothing of ours needs escaping.
    if (sendsJson)
        frame += "\"}";
    frame += '\0';
    return frame;
}

std::string newMessageId()
{
    static const std::uint64_t process = std::random_device {}();
    static std::uint64_t counter = 0;
    ++counter;
    timespec time {};
    clock_gettime(CLOCK_REALTIME, &time);
    const auto ms = std::uint64_t(time.tv_sec) * 1000 + std::uint64_t(time.tv_nsec) / 1'000'000;
    char text[40];
    std::snprintf(text, sizeof text, "%08x-%04x-7%03x-8%03x-%08x%04x", unsigned(ms >> 16),
                  unsigned(ms & 0xffff), unsigned(counter & 0xfff),
                  unsigned((counter >> 12) & 0xfff), unsigned(process & 0xffffffff),
                  unsigned((counter >> 24) & 0xffff));
    return text;
}

} // namespace samsa::bench
