// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/option_table.h"

#include "server/config/database_url.h"
#include "server/config/kafka_settings.h"

#include <algorithm>
#include <array>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Result<void> setListen(Options &options, const QString &value)
{
    const auto where = parseListenAddress(value);
    if (!where)
        return where.error();
    options.address = where->address;
    options.port = where->port;
    return {};
}

QStringList printListen(const Options &options)
{
    return {textOf(ListenAddress {options.address, options.port})};
}

Result<void> setStatusListen(Options &options, const QString &value)
{
    const auto where = parseListenAddress(value);
    if (!where)
        return where.error();
    options.statusListen = *where;
    return {};
}

QStringList printStatusListen(const Options &options)
{
    return options.statusListen ? QStringList(textOf(*options.statusListen)) : QStringList();
}

Result<void> checkDatabase(const QString &value)
{
    const auto url = parseDatabaseUrl(value);
    return url ? Result<void>() : Result<void>(url.error());
}

QString databaseInForce(const Options &options)
{
    return options.database.isEmpty() ? effectiveDatabase(options) : options.database;
}

Result<void> checkTopic(const QString &value)
{
    return value.isEmpty() ? Result<void>(Error {Code::OptionInvalid, u"a topic needs a name"_s})
                           : Result<void>();
}

Result<void> addKafkaOption(Options &options, const QString &value)
{
    auto parsed = parseKafkaOption(value);
    if (!parsed)
        return parsed.error();
    auto known = std::find_if(options.kafkaOptions.begin(), options.kafkaOptions.end(),
                              [&](const auto &pair) { return pair.first == parsed->first; });
    if (known != options.kafkaOptions.end())
        *known = *parsed;
    else
        options.kafkaOptions.append(*parsed);
    return {};
}

QStringList printKafkaOptions(const Options &options)
{
    QStringList lines;
    for (const auto &[name, value] : options.kafkaOptions)
        lines.append(name + u'=' + value);
    return lines;
}

Result<void> addTrustedProxy(Options &options, const QString &value)
{
    return options.trustedProxies.add(value);
}

QStringList printTrustedProxies(const Options &options)
{
    return options.trustedProxies.texts();
}

Result<void> addLimit(Options &options, const QString &value)
{
    return setLimit(options.limits, value);
}

QStringList printLimits(const Options &options)
{
    QStringList lines;
    for (const LimitSpec &spec : limitTable())
        lines.append(u"%1=%2"_s.arg(spec.name).arg(options.limits.*spec.value));
    return lines;
}

constexpr std::array roles {"all"_L1, "gateway"_L1, "persister"_L1}; // enum Role
constexpr std::array logFormats {"text"_L1, "json"_L1}; // enum LogFormat

constexpr QLatin1StringView none;

constexpr std::array optionRows {
    OptionSpec {"listen"_L1, "ADDRESS:PORT"_L1, none,
                "where to listen; port 0 picks one, and the line \"listening on ...\" on standard "
                "output names it"_L1,
                OwnField {setListen, printListen}},
    OptionSpec {"data-dir"_L1, "DIR"_L1, none,
                "where the SQLite database and other files are kept"_L1,
                TextField {&Options::dataDir, nullptr, effectiveDataDir}},
    OptionSpec {"database"_L1, "URL"_L1, none,
                "the database: sqlite:///PATH, postgresql://USER@HOST/NAME or "
                "mysql://USER@HOST/NAME"_L1,
                TextField {&Options::database, checkDatabase, databaseInForce}},
    OptionSpec {"database-password-file"_L1, "FILE"_L1, none,
                "whose first line is the password of the database's user; without it, what is in "
                "the environment as SAMSA_DATABASE_PASSWORD"_L1,
                TextField {&Options::databasePasswordFile}},
    OptionSpec {"kafka"_L1, "BROKERS"_L1, none,
                "host:port[,...] of Apache Kafka; without it the database itself is the message "
                "log"_L1,
                TextField {&Options::kafka}},
    OptionSpec {"topic"_L1, "NAME"_L1, none, "the Kafka topic, made at start if it is missing"_L1,
                TextField {&Options::topic, checkTopic}},
    OptionSpec {"partitions"_L1, "N"_L1, "partitions"_L1, "of a topic that has to be made"_L1,
                NumberField {&Options::partitions, "the number of partitions"_L1, 1, 10'000}},
    OptionSpec {"replication"_L1, "N"_L1, "replicas"_L1,
                "of a topic that has to be made; 0 is three, or as many as there are brokers"_L1,
                NumberField {&Options::replication, "the replication"_L1, 0, 100}},
    OptionSpec {"kafka-option"_L1, "NAME=VALUE"_L1, none,
                "a property of librdkafka, such as sasl.username"_L1,
                ListField {addKafkaOption, printKafkaOptions}},
    OptionSpec {"role"_L1, "ROLE"_L1, none,
                "all: everything; gateway: clients, but no moving of the log into the database; "
                "persister: only that moving, and no port for clients"_L1,
                choiceField<&Options::role>("a role"_L1, roles)},
    OptionSpec {"status-listen"_L1, "ADDRESS:PORT"_L1, none,
                "where --role persister answers /healthz, /readyz and /metrics; port 0 picks "
                "one"_L1,
                OwnField {setStatusListen, printStatusListen}},
    OptionSpec {"persister-name"_L1, "NAME"_L1, none,
                "of this one among the persisters of the topic: one that comes back under its name "
                "in time gets its partitions back"_L1,
                TextField {&Options::persisterName}},
    OptionSpec {"workers"_L1, "N"_L1, "threads"_L1,
                "that serve clients; 0 is as many as cores, at most 4"_L1,
                NumberField {&Options::workers, "the number of workers"_L1, 0, 256}},
    OptionSpec {"session-days"_L1, "N"_L1, "days"_L1,
                "after which an unused nickname is free again"_L1,
                DaysField {&Options::sessionDays, 1, 36'500}},
    OptionSpec {"retention-days"_L1, "N"_L1, "days"_L1,
                "after which a message is removed; 0 keeps all of them"_L1,
                DaysField {&Options::retentionDays, 0, 36'500}},
    OptionSpec {"tls-certificate"_L1, "FILE"_L1, none,
                "PEM chain; with it, clients connect by https and wss"_L1,
                TextField {&Options::tlsCertificate}},
    OptionSpec {"tls-key"_L1, "FILE"_L1, none, "PEM private key of the certificate"_L1,
                TextField {&Options::tlsKey}},
    OptionSpec {"access-key-file"_L1, "FILE"_L1, none,
                "who claims a nickname has to give the key in this file"_L1,
                TextField {&Options::accessKeyFile}},
    OptionSpec {"allow-remote"_L1, none, none,
                "listen beyond this computer without TLS: nicknames, tokens and messages cross the "
                "network in the clear"_L1,
                SwitchField {&Options::allowRemote}},
    OptionSpec {"trusted-proxy"_L1, "ADDRESS"_L1, none,
                "of a proxy, or its subnet, whose X-Forwarded-For tells where a client is; may be "
                "repeated"_L1,
                ListField {addTrustedProxy, printTrustedProxies}},
    OptionSpec {"log-format"_L1, "FORMAT"_L1, none,
                "text, or json: one object a line, on standard error"_L1,
                choiceField<&Options::logFormat>("a log format"_L1, logFormats)},
    OptionSpec {"limit"_L1, "NAME=VALUE"_L1, none, "one of the limits below"_L1,
                ListField {addLimit, printLimits}},
};

} // namespace

std::span<const OptionSpec> optionTable()
{
    return optionRows;
}

QString environmentName(const OptionSpec &spec)
{
    return u"SAMSA_"_s + QString(spec.name).toUpper().replace(u'-', u'_');
}

} // namespace samsa
