// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/base/may_pass.h"

namespace samsa::app {

bool mayPass(protocol::Code code)
{
    using protocol::Code;
    switch (code) {
    case Code::NotConnected:
    case Code::LogUnavailable:
    case Code::DatabaseUnavailable:
    case Code::HistoryBehind:
    case Code::ShuttingDown:
    case Code::TooManyRequests:
    case Code::Unauthorized: // the session is claimed anew
    case Code::HeartBeatLost:
    case Code::SlowReader:
    case Code::Internal:
        return true;
    default:
        return false;
    }
}

} // namespace samsa::app
