// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "local_testbed.h"
#include "message_log_suite.h"

int main(int argc, char **argv)
{
    samsa::test::LocalTestbed testbed;
    return samsa::test::runMessageLogSuite(testbed, argc, argv);
}
