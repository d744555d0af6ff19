// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Adds to the outbox of somebody until it is killed, everything that there is by turns, and prints
// what it shows as waiting, as the wire has it: samsa_outbox_writer DATA_FOLDER NICKNAME

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
    const QUuid target = QUuid::createUuid();
    int number = 0;
    const auto next = [&]() -> Submission {
        const QString text = u"text %1"_s.arg(++number);
        switch (number % 5) {
        case 0:
            return TextMessage {text, target};
        case 1:
            return TextMessage {text};
        case 2:
            return MessageEdit {target, text};
        case 3:
            return MessageDeletion {target};
        default:
            return MessageReaction {target, u"👍"_s, number % 2 == 0};
        }
    };
    const auto write = [&] { outbox.add(room, next()); };
    QObject::connect(&outbox, &Outbox::added, &outbox, [&](const OutboxEntry &entry) {
        std::puts(bodyOf({entry.id, entry.room, entry.what}).constData());
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
