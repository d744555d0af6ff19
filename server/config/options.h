// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"
#include "server/config/limits.h"
#include "server/config/trusted_proxies.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace samsa {

enum class Role { All, Gateway, Persister };
enum class LogFormat { Text, Json };

struct ListenAddress
{
    QHostAddress address;
    quint16 port = 0; ///< 0: the system picks one.
};

/// What a Server is told. A plain value with the defaults of the option table (option_table.h),
/// which gives each field its name on the command line, in the environment and in an INI file.
struct Options
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 8642; ///< 0: the system picks one, Server::port() tells.
    QString dataDir; ///< Empty: the platform's folder for this program's data.
    QString database; ///< Empty: SQLite in dataDir.
    QString databasePasswordFile; ///< Empty: the environment has the password, or there is none.
    QString kafka; ///< Brokers, host:port[,…]; empty: the local log.
    QString topic = QStringLiteral("Chatting");
    int partitions = 12; ///< Of a topic that has to be made.
    int replication =
        0; ///< Of a topic that has to be made; 0: three, or as many as there are brokers.
    QList<std::pair<QString, QString>> kafkaOptions; ///< librdkafka properties.
    Role role = Role::All;
    std::optional<ListenAddress> statusListen; ///< Where a persister tells how it is; nowhere.
    QString persisterName; ///< Empty: the persister is nobody in particular to its group.
    int workers = 0; ///< 0: as many as cores, at most four.
    std::chrono::days sessionDays {30}; ///< A nickname unused for so long is free again.
    std::chrono::days retentionDays {0}; ///< Messages older than this are removed; 0: none are.
    QString tlsCertificate; ///< PEM files, both or neither.
    QString tlsKey;
    QString accessKeyFile; ///< Who claims a nickname must know what is in this file; empty: anybody
                           ///< may.
    bool allowRemote = false;
    TrustedProxies trustedProxies; ///< Whose X-Forwarded-For is believed.
    LogFormat logFormat = LogFormat::Text;
    Limits limits;
};

/// dataDir, or what stands in its place.
QString effectiveDataDir(const Options &options);
/// The database's URL, or the SQLite file in the data folder.
QString effectiveDatabase(const Options &options);
/// The number of workers, counted when it is 0.
int effectiveWorkers(const Options &options);

/// What one option alone cannot tell: whether they fit together, and whether it is safe to listen
/// there. Errors: OptionInvalid with a sentence for the person who starts the server.
protocol::Result<void> checkOptions(const Options &options);

} // namespace samsa
