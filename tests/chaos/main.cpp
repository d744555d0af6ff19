// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/cluster_testbed.h"
#include "tests/chaos/local_testbed.h"
#include "tests/chaos/report.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QTextStream>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace samsa::chaos;
using samsa::test::DatabaseServer;

namespace {

/// So long a run has time for every fault.
constexpr double completeFromMinutes = 8;

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

Outcome endure(Testbed &testbed, const QString &name, const Scenario::Settings &settings)
{
    say(u"%1, seed %2, %3 s"_s.arg(name).arg(settings.seed).arg(settings.seconds));
    Scenario scenario(testbed, settings);
    Outcome outcome = scenario.run();
    outcome.testbed = name;
    for (const QString &fault : testbed.leftOut())
        say(u"  left out: %1"_s.arg(fault));
    say(u'\n' + tableOf(outcome));
    if (!outcome.wrong.isEmpty()) {
        const QString folder = QDir::temp().filePath(
            u"samsa-chaos-%1-%2"_s.arg(settings.seed).arg(QCoreApplication::applicationPid()));
        QDir().mkpath(folder);
        testbed.keepLogs(folder);
        say(u"What the servers said is in %1."_s.arg(folder));
    }
    return outcome;
}

} // namespace

/// Kills and stops what Samsa consists of while people talk, and looks whether anything was lost.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Kills and stops what Samsa consists of while people talk, and holds what they were told\n"
        "against what is there afterwards. Exit status: 0 nothing lost, 1 something was."_s);
    parser.addHelpOption();
    parser.addOptions({
        {u"minutes"_s,
         u"how long, all configurations together (default: 1); from 8 on, each fault has to come"_s,
         u"N"_s, u"1"_s},
        {u"seed"_s, u"of the schedule (default: a new one)"_s, u"N"_s},
        {u"configuration"_s, u"local, cluster or both (default)"_s, u"NAME"_s, u"both"_s},
        {u"database"_s, u"of the cluster: postgresql (default) or mariadb"_s, u"NAME"_s,
         u"postgresql"_s},
        {u"open-transactions"_s, u"in the cluster, strangers' transactions are left open too"_s},
        {u"rate"_s, u"messages a second (default: 400)"_s, u"N"_s, u"400"_s},
        {u"page"_s, u"put the tables into this file, which has a place for them"_s, u"FILE"_s},
    });
    parser.process(application);
    const QString configuration = parser.value(u"configuration"_s);
    const bool local = configuration != u"cluster"_s;
    const bool cluster = configuration != u"local"_s;
    const auto database = parser.value(u"database"_s) == u"mariadb"_s
        ? DatabaseServer::Kind::MariaDb
        : DatabaseServer::Kind::PostgreSql;
    Scenario::Settings settings;
    settings.seed = parser.isSet(u"seed"_s) ? parser.value(u"seed"_s).toUInt()
                                            : QRandomGenerator::system()->bounded(1'000'000U);
    settings.seconds = parser.value(u"minutes"_s).toDouble() * 60 / (local && cluster ? 2 : 1);
    settings.complete = parser.value(u"minutes"_s).toDouble() >= completeFromMinutes;
    settings.perSecond = parser.value(u"rate"_s).toDouble();

    QList<Outcome> outcomes;
    if (local) {
        LocalTestbed testbed;
        outcomes.append(endure(testbed, u"One server, local log, SQLite"_s, settings));
    }
    if (cluster) {
        ClusterTestbed testbed(database, parser.isSet(u"open-transactions"_s));
        outcomes.append(endure(
            testbed,
            u"Three brokers, two gateways, two persisters, %1"_s.arg(parser.value(u"database"_s)),
            settings));
    }
    QString tables;
    int receipted = 0;
    bool good = true;
    for (const Outcome &outcome : std::as_const(outcomes)) {
        tables += tableOf(outcome) + u'\n';
        receipted += outcome.receipted;
        good = good && outcome.wrong.isEmpty();
    }
    say(u"seed %1: %2 messages receipted, %3"_s.arg(settings.seed)
            .arg(receipted)
            .arg(good ? u"passed"_s : u"FAILED"_s));
    if (parser.isSet(u"page"_s)
        && !writePage(parser.value(u"page"_s),
                      u"Seed %1, %2 minutes, %3 messages receipted"_s.arg(settings.seed)
                          .arg(parser.value(u"minutes"_s))
                          .arg(receipted),
                      tables)) {
        say(u"%1 cannot be written."_s.arg(parser.value(u"page"_s)));
        return 1;
    }
    return good ? 0 : 1;
}
