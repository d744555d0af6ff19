// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "log_testbed.h"
#include "server/log/local/local_log.h"

namespace samsa::test {

/// Nodes whose log is the database's own message table.
class LocalTestbed : public LogTestbed
{
protected:
    std::unique_ptr<log::MessageLog> makeLog(Node &node, int appendLimit) override
    {
        return std::make_unique<log::LocalLog>(databaseUrl(), node.tail, appendLimit);
    }
};

} // namespace samsa::test
