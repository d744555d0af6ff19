// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/kafka_settings.h"

namespace samsa {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

KafkaSettings kafkaSettings(const Options &options)
{
    KafkaSettings settings;
    settings.brokers = options.kafka;
    settings.topic = options.topic;
    settings.options = options.kafkaOptions;
    settings.partitions = options.partitions;
    settings.replication = options.replication;
    settings.memberName = options.persisterName;
    return settings;
}

Result<std::pair<QString, QString>> parseKafkaOption(const QString &argument)
{
    const qsizetype equals = argument.indexOf(u'=');
    if (equals <= 0) {
        return Error {Code::OptionInvalid,
                      u"--kafka-option \"%1\" is not of the form name=value."_s.arg(argument),
                      {}};
    }
    return std::pair(argument.first(equals).trimmed(), argument.sliced(equals + 1));
}

} // namespace samsa
