// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/options.h"

#include "server/config/database_url.h"

#include <QDir>
#include <QStandardPaths>
#include <QThread>

#include <algorithm>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

QString effectiveDataDir(const Options &options)
{
    if (!options.dataDir.isEmpty())
        return options.dataDir;
    // The desktop program and samsa-server share one folder: who hosts on this computer finds the
    // same rooms again with either.
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/samsa"_s;
}

QString effectiveDatabase(const Options &options)
{
    if (!options.database.isEmpty())
        return withPasswordFile(options.database, options.databasePasswordFile);
    return u"sqlite://"_s + QDir(effectiveDataDir(options)).absoluteFilePath(u"samsa.sqlite"_s);
}

int effectiveWorkers(const Options &options)
{
    return options.workers > 0 ? options.workers : std::clamp(QThread::idealThreadCount(), 1, 4);
}

protocol::Result<void> checkOptions(const Options &options)
{
    const auto invalid = [](const QString &sentence) {
        return Error {Code::OptionInvalid, sentence};
    };
    if (const auto url = parseDatabaseUrl(effectiveDatabase(options)); !url)
        return url.error();
    if (!options.databasePasswordFile.isEmpty() && options.database.startsWith(u"sqlite:"))
        return invalid(u"--database-password-file has no meaning with SQLite"_s);
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return invalid(u"TLS needs both --tls-certificate and --tls-key"_s);
    if (options.role != Role::All && options.kafka.isEmpty()) {
        return invalid(u"--role gateway and --role persister split the work around Kafka; without "
                       u"--kafka there "
                       "is only one process, --role all"_s);
    }
    if (options.statusListen && options.role != Role::Persister) {
        return invalid(u"--status-listen is for --role persister; a server with clients tells at "
                       u"--listen how it is"_s);
    }
    if (options.kafka.isEmpty() && !options.kafkaOptions.isEmpty())
        return invalid(u"--kafka-option has no meaning without --kafka"_s);
    if (options.role != Role::Persister && !options.address.isLoopback() && !options.allowRemote
        && options.tlsCertificate.isEmpty()) {
        return invalid(
            u"%1 can be reached from other computers, and without TLS everything said there "
            u"crosses "
            "the network in the clear: give --tls-certificate and --tls-key, or --allow-remote if "
            "the "
            "network is trusted or a proxy in front does TLS"_s.arg(options.address.toString()));
    }
    return {};
}

} // namespace samsa
