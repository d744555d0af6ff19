// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/commands/command_database.h"
#include "server/commands/commands.h"
#include "server/commands/importer.h"
#include "server/commands/progress.h"

#include <QDir>
#include <QFile>

#include <cstdio>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Result<void> runImport(const CommandCall &call)
{
    const QString name = call.values.value(u"input"_s);
    QFile in(name);
    if (!(name.isEmpty() ? in.open(stdin, QIODevice::ReadOnly) : in.open(QIODevice::ReadOnly))) {
        return Error {
            Code::StartFailed, u"%1 cannot be read: %2."_s.arg(name, in.errorString()), {}};
    }
    if (call.options.database.isEmpty() && !QDir().mkpath(effectiveDataDir(call.options))) {
        return Error {Code::StartFailed,
                      u"The data folder %1 cannot be made."_s.arg(effectiveDataDir(call.options)),
                      {}};
    }
    auto database = openCommandDatabase(call.options, DatabaseUse::Fill);
    if (!database)
        return database.error();
    const auto counts = commands::Importer(**database, in, Progress()).run();
    if (!counts)
        return counts.error();
    Progress::done(*counts);
    return {};
}

} // namespace

Command importCommand()
{
    return {
        .name = "import"_L1,
        .synopsis = "[--input FILE]"_L1,
        .description =
            "read an export into a new database of any kind, all of it or nothing; no server may run on it yet"_L1,
        .options = {{"input"_L1, "FILE"_L1, "where from; without it standard input"_L1}},
        .run = runImport};
}

} // namespace samsa
