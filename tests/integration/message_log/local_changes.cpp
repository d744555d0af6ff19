// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "change_suite.h"
#include "local_testbed.h"

int main(int argc, char **argv)
{
    samsa::test::LocalTestbed testbed;
    return samsa::test::runChangeSuite(testbed, argc, argv);
}
