// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLockFile>
#include <QString>

#include <memory>

namespace samsa::app {

/// Where one person's things on one server are kept: the session's token, the outbox, the read
/// marks. While this object lives, no other Samsa on this computer works with them (two programs
/// with one outbox would send everything twice).
class PersonFiles
{
public:
    /// \a server names the server for ever: its address, or thisComputer() for what is hosted here
    /// on changing ports.
    PersonFiles(const QString &dataFolder, const QString &server, const QString &nickname);

    static QString thisComputer();

    /// Takes the files for this program; false when another one has them. Does not wait.
    bool take();

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
