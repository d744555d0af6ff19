// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/command_database.h"
#include "server/commands/commands.h"
#include "server/commands/exporter.h"
#include "server/commands/progress.h"

#include <QFile>
#include <QSaveFile>

#include <cstdio>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Error cannotWrite(const QFileDevice &file)
{
    return {Code::StartFailed,
            u"%1 cannot be written: %2."_s.arg(file.fileName(), file.errorString()),
            {}};
}

Result<void> exportTo(const Options &options, QIODevice &out)
{
    auto database = openCommandDatabase(options, DatabaseUse::Read);
    if (!database)
        return database.error();
    const auto counts = commands::Exporter(**database, out, Progress()).run();
    if (!counts)
        return counts.error();
    Progress::done(*counts);
    return {};
}

Result<void> runExport(const CommandCall &call)
{
    const QString name = call.values.value(u"output"_s);
    if (name.isEmpty()) {
        QFile out;
        if (!out.open(stdout, QIODevice::WriteOnly))
            return cannotWrite(out);
        const auto done = exportTo(call.options, out);
        return done && !out.flush() ? cannotWrite(out) : done;
    }
    // Under its name only when it is whole.
    QSaveFile out(name);
    if (!out.open(QIODevice::WriteOnly))
        return cannotWrite(out);
    // What was said, and who may say who they are.
    out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (auto done = exportTo(call.options, out); !done)
        return done;
    return out.commit() ? Result<void>() : cannotWrite(out);
}

} // namespace

Command exportCommand()
{
    return {
        .name = "export"_L1,
        .synopsis = "[--output FILE]"_L1,
        .description =
            "write all that the database holds, at one moment, as lines of JSON; servers may run meanwhile"_L1,
        .options = {{"output"_L1, "FILE"_L1, "where to; without it standard output"_L1}},
        .run = runExport};
}

} // namespace samsa
