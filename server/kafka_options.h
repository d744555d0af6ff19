// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/log/kafka_settings.h"
#include "server/options.h"

namespace samsa {

/// What the server's options say about Kafka.
log::KafkaSettings kafkaSettings(const Options &options);

} // namespace samsa
