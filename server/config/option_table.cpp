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

Error invalidValue(const QString &sentence)
{
    return Error {Code::OptionInvalid, sentence};
}

Result<void> setNumber(int &field, const QString &value, const QString &what, int minimum,
                       int maximum)
{
    bool number = false;
    const int parsed = value.toInt(&number);
    if (!number || parsed < minimum || parsed > maximum) {
        return invalidValue(
            u"%1 is a number from %2 to %3, not \"%4\""_s.arg(what).arg(minimum).arg(maximum).arg(
                value));
    }
    field = parsed;
    return {};
}

Result<void> setSwitch(bool &field, const QString &value)
{
    static const QStringList yes {u"true"_s, u"yes"_s, u"on"_s, u"1"_s};
    static const QStringList no {u"false"_s, u"no"_s, u"off"_s, u"0"_s};
    if (!yes.contains(value.toLower()) && !no.contains(value.toLower()))
        return invalidValue(u"a switch is true or false, not \"%1\""_s.arg(value));
    field = yes.contains(value.toLower());
    return {};
}

QStringList text(const QString &value)
{
    return value.isEmpty() ? QStringList() : QStringList(value);
}

Result<ListenAddress> parseListen(const QString &value)
{
    const qsizetype colon = value.lastIndexOf(u':');
    QString host = value.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (host == "localhost"_L1)
        host = u"127.0.0.1"_s;
    bool number = false;
    const quint16 port = value.mid(colon + 1).toUShort(&number);
    QHostAddress address;
    if (colon <= 0 || !number || !address.setAddress(host)) {
        return invalidValue(
            u"an address to listen on is ADDRESS:PORT, such as 127.0.0.1:8642 or [::1]:8642, "
            "not \"%1\""_s.arg(value));
    }
    return ListenAddress {address, port};
}

QString textOf(const ListenAddress &where)
{
    const bool six = where.address.protocol() == QAbstractSocket::IPv6Protocol;
    return (six ? u"[%1]:%2"_s : u"%1:%2"_s).arg(where.address.toString()).arg(where.port);
}

Result<void> setListen(Options &options, const QString &value)
{
    const auto where = parseListen(value);
    if (!where)
        return where.error();
    options.address = where->address;
    options.port = where->port;
    return {};
}

Result<void> setStatusListen(Options &options, const QString &value)
{
    const auto where = parseListen(value);
    if (!where)
        return where.error();
    options.statusListen = *where;
    return {};
}

QStringList printListen(const Options &options)
{
    return {textOf({options.address, options.port})};
}

Result<void> setRole(Options &options, const QString &value)
{
    if (value == "all"_L1)
        options.role = Role::All;
    else if (value == "gateway"_L1)
        options.role = Role::Gateway;
    else if (value == "persister"_L1)
        options.role = Role::Persister;
    else
        return invalidValue(u"a role is all, gateway or persister, not \"%1\""_s.arg(value));
    return {};
}

QStringList printRole(const Options &options)
{
    switch (options.role) {
    case Role::All:
        return {u"all"_s};
    case Role::Gateway:
        return {u"gateway"_s};
    case Role::Persister:
        return {u"persister"_s};
    }
    return {};
}

Result<void> setLogFormat(Options &options, const QString &value)
{
    if (value != "text"_L1 && value != "json"_L1)
        return invalidValue(u"a log format is text or json, not \"%1\""_s.arg(value));
    options.logFormat = value == "json"_L1 ? LogFormat::Json : LogFormat::Text;
    return {};
}

Result<void> setKafkaOption(Options &options, const QString &value)
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

QStringList printLimits(const Options &options)
{
    QStringList lines;
    for (const LimitSpec &spec : limitTable())
        lines.append(u"%1=%2"_s.arg(spec.name).arg(options.limits.*spec.value));
    return lines;
}

constexpr QLatin1StringView none;

const std::array optionRows {
    OptionSpec {
        "listen"_L1, "ADDRESS:PORT"_L1, none,
        "where to listen; port 0 picks one, and the line \"listening on ...\" on standard output names it"_L1,
        false, setListen, printListen},
    OptionSpec {"data-dir"_L1, "DIR"_L1, none,
                "where the SQLite database and other files are kept"_L1, false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.dataDir = value;
                    return {};
                },
                [](const Options &options) { return text(effectiveDataDir(options)); }},
    OptionSpec {
        "database"_L1, "URL"_L1, none,
        "the database: sqlite:///PATH, postgresql://USER@HOST/NAME or mysql://USER@HOST/NAME"_L1,
        false,
        [](Options &options, const QString &value) -> Result<void> {
            if (const auto url = parseDatabaseUrl(value); !url)
                return url.error();
            options.database = value;
            return {};
        },
        [](const Options &options) {
            return text(options.database.isEmpty() ? effectiveDatabase(options) : options.database);
        }},
    OptionSpec {"database-password-file"_L1, "FILE"_L1, none,
                "whose first line is the password of the database's user; without it, what is in "
                "the environment as SAMSA_DATABASE_PASSWORD"_L1,
                false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.databasePasswordFile = value;
                    return {};
                },
                [](const Options &options) { return text(options.databasePasswordFile); }},
    OptionSpec {
        "kafka"_L1, "BROKERS"_L1, none,
        "host:port[,...] of Apache Kafka; without it the database itself is the message log"_L1,
        false,
        [](Options &options, const QString &value) -> Result<void> {
            options.kafka = value;
            return {};
        },
        [](const Options &options) { return text(options.kafka); }},
    OptionSpec {"topic"_L1, "NAME"_L1, none, "the Kafka topic, made at start if it is missing"_L1,
                false,
                [](Options &options, const QString &value) -> Result<void> {
                    if (value.isEmpty())
                        return invalidValue(u"a topic needs a name"_s);
                    options.topic = value;
                    return {};
                },
                [](const Options &options) { return text(options.topic); }},
    OptionSpec {
        "partitions"_L1, "N"_L1, "partitions"_L1, "of a topic that has to be made"_L1, false,
        [](Options &options, const QString &value) {
            return setNumber(options.partitions, value, u"the number of partitions"_s, 1, 10'000);
        },
        [](const Options &options) { return text(QString::number(options.partitions)); }},
    OptionSpec {"replication"_L1, "N"_L1, "replicas"_L1,
                "of a topic that has to be made; 0 is three, or as many as there are brokers"_L1,
                false,
                [](Options &options, const QString &value) {
                    return setNumber(options.replication, value, u"the replication"_s, 0, 100);
                },
                [](const Options &options) { return text(QString::number(options.replication)); }},
    OptionSpec {"kafka-option"_L1, "NAME=VALUE"_L1, none,
                "a property of librdkafka, such as sasl.username"_L1, true, setKafkaOption,
                printKafkaOptions},
    OptionSpec {"role"_L1, "ROLE"_L1, none,
                "all: everything; gateway: clients, but no moving of the log into the database; "
                "persister: only "
                "that moving, and no port for clients"_L1,
                false, setRole, printRole},
    OptionSpec {
        "status-listen"_L1, "ADDRESS:PORT"_L1, none,
        "where --role persister answers /healthz, /readyz and /metrics; port 0 picks one"_L1, false,
        setStatusListen,
        [](const Options &options) {
            return options.statusListen ? text(textOf(*options.statusListen)) : QStringList();
        }},
    OptionSpec {"persister-name"_L1, "NAME"_L1, none,
                "of this one among the persisters of the topic: one that comes back under its name "
                "in time gets its partitions back"_L1,
                false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.persisterName = value;
                    return {};
                },
                [](const Options &options) { return text(options.persisterName); }},
    OptionSpec {"workers"_L1, "N"_L1, "threads"_L1,
                "that serve clients; 0 is as many as cores, at most 4"_L1, false,
                [](Options &options, const QString &value) {
                    return setNumber(options.workers, value, u"the number of workers"_s, 0, 256);
                },
                [](const Options &options) { return text(QString::number(options.workers)); }},
    OptionSpec {
        "session-days"_L1, "N"_L1, "days"_L1, "after which an unused nickname is free again"_L1,
        false,
        [](Options &options, const QString &value) -> Result<void> {
            int days = 0;
            auto result = setNumber(days, value, u"the number of days"_s, 1, 36'500);
            if (result)
                options.sessionDays = std::chrono::days(days);
            return result;
        },
        [](const Options &options) { return text(QString::number(options.sessionDays.count())); }},
    OptionSpec {"retention-days"_L1, "N"_L1, "days"_L1,
                "after which a message is removed; 0 keeps all of them"_L1, false,
                [](Options &options, const QString &value) -> Result<void> {
                    int days = 0;
                    auto result = setNumber(days, value, u"the number of days"_s, 0, 36'500);
                    if (result)
                        options.retentionDays = std::chrono::days(days);
                    return result;
                },
                [](const Options &options) {
                    return text(QString::number(options.retentionDays.count()));
                }},
    OptionSpec {"tls-certificate"_L1, "FILE"_L1, none,
                "PEM chain; with it, clients connect by https and wss"_L1, false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.tlsCertificate = value;
                    return {};
                },
                [](const Options &options) { return text(options.tlsCertificate); }},
    OptionSpec {"tls-key"_L1, "FILE"_L1, none, "PEM private key of the certificate"_L1, false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.tlsKey = value;
                    return {};
                },
                [](const Options &options) { return text(options.tlsKey); }},
    OptionSpec {"access-key-file"_L1, "FILE"_L1, none,
                "who claims a nickname has to give the key in this file"_L1, false,
                [](Options &options, const QString &value) -> Result<void> {
                    options.accessKeyFile = value;
                    return {};
                },
                [](const Options &options) { return text(options.accessKeyFile); }},
    OptionSpec {
        "allow-remote"_L1, none, none,
        "listen beyond this computer without TLS: nicknames, tokens and messages cross the network "
        "in the "
        "clear"_L1,
        false,
        [](Options &options, const QString &value) {
            return setSwitch(options.allowRemote, value);
        },
        [](const Options &options) { return text(options.allowRemote ? u"true"_s : u"false"_s); }},
    OptionSpec {
        "trusted-proxy"_L1, "ADDRESS"_L1, none,
        "of a proxy, or its subnet, whose X-Forwarded-For tells where a client is; may be repeated"_L1,
        true,
        [](Options &options, const QString &value) { return options.trustedProxies.add(value); },
        [](const Options &options) { return options.trustedProxies.texts(); }},
    OptionSpec {"log-format"_L1, "FORMAT"_L1, none,
                "text, or json: one object a line, on standard error"_L1, false, setLogFormat,
                [](const Options &options) {
                    return text(options.logFormat == LogFormat::Json ? u"json"_s : u"text"_s);
                }},
    OptionSpec {
        "limit"_L1, "NAME=VALUE"_L1, none, "one of the limits below"_L1, true,
        [](Options &options, const QString &value) { return setLimit(options.limits, value); },
        printLimits},
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
