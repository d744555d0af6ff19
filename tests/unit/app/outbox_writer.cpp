// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Adds to the outbox of somebody until it is killed, and prints what it shows as waiting:
// samsa_outbox_writer DATA_FOLDER NICKNAME

#include "app/outbox/outbox.h"
#include "app/storage/person_files.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

using namespace samsa;
using namespace samsa::app;

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    PersonFiles files(arguments[1], PersonFiles::thisComputer(), arguments[2]);
    if (!files.take())
        return 1;
    Archive archive(files);
    Outbox outbox(archive);
    const QUuid room = QUuid::createUuid();
    int number = 0;
    const auto write = [&] { outbox.add(room, u"text %1"_s.arg(++number)); };
    QObject::connect(&outbox, &Outbox::added, &outbox, [&](const OutboxEntry &entry) {
        std::puts(entry.text.toUtf8().constData());
        std::fflush(stdout);
        write();
    });
    QObject::connect(&archive, &Archive::started, &outbox, [&] {
        for (int several = 0; several < 3; ++several) // more than one under way
            write();
    });
    archive.start();
    return QCoreApplication::exec();
}
