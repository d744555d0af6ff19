// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QCoreApplication>
#include <QLockFile>
#include <QString>

#include <memory>

namespace samsa::app {

/// Where one person's things on one server are kept: the session's token and the archive. While
/// this object lives, no other Samsa on this computer works with them (two programs with one outbox
/// would send everything twice).
class PersonFiles
{
    Q_DECLARE_TR_FUNCTIONS(samsa::app::PersonFiles)
public:
    /// \a server names the server for ever: its address, or thisComputer() for what is hosted here
    /// on changing ports.
    PersonFiles(const QString &dataFolder, const QString &server, const QString &nickname);

    static QString thisComputer();

    /// Takes the files for this program. Does not wait. Errors, with a sentence for a person:
    /// NicknameTaken when another program has them, StartFailed when their folder cannot be made or
    /// written.
    protocol::Result<void> take();

    QString session() const;
    /// The database of what is kept (app/archive).
    QString archive() const;
    /// Of programs before there was a database; taken over by it.
    QString outbox() const;
    QString readMarks() const;

private:
    QString m_folder;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace samsa::app
