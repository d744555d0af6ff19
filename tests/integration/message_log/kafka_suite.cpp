// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "kafka_house.h"
#include "message_log_suite.h"

int main(int argc, char **argv)
{
    samsa::test::KafkaHouse house;
    return samsa::test::runMessageLogSuite(house, argc, argv);
}
