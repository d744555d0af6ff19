// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "change_suite.h"
#include "kafka_testbed.h"

int main(int argc, char **argv)
{
    samsa::test::KafkaTestbed testbed;
    return samsa::test::runChangeSuite(testbed, argc, argv);
}
