// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/modes.h"
#include "tests/bench/raw_broadcaster.h"
#include "tests/bench/samsa_setup.h"

#include <cstdio>
#include <cstring>

namespace samsa::bench {

/// The server half of the raw limit; the other modes measure it with --server raw.
int serveRawEpoll(const Flags &flags)
{
    const int bytes = flags.count("payload", 512);
    const bool everyDelivery = flags.yes("every-delivery");
    refuseUnknown(flags);
    RawBroadcaster broadcaster(std::size_t(bytes), !everyDelivery);
    const std::uint16_t port = broadcaster.listen();
    if (port == 0)
        giveUp(std::string("cannot listen: ") + std::strerror(errno));
    std::printf("listening on 127.0.0.1:%d\n", int(port));
    std::fflush(stdout);
    broadcaster.serve();
}

} // namespace samsa::bench
