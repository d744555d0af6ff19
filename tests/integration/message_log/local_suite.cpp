// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "message_log_suite.h"
#include "server/log/local/local_log.h"

namespace {

class LocalTestbed : public samsa::test::LogTestbed
{
protected:
    std::unique_ptr<samsa::log::MessageLog> makeLog(samsa::test::Node &node,
                                                    int appendLimit) override
    {
        return std::make_unique<samsa::log::LocalLog>(databaseUrl(), node.tail, appendLimit);
    }
};

} // namespace

int main(int argc, char **argv)
{
    LocalTestbed testbed;
    return samsa::test::runMessageLogSuite(testbed, argc, argv);
}
