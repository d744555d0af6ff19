// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QLockFile>
#include <QString>
#include <QUrl>

#include <optional>

namespace samsa::app {

/// Which Samsa on this computer hosts the data in a folder, and where it listens: a lock that dies
/// with its program, and a small file that the holder of the lock writes. The file stays when the
/// host goes, so that the next one can listen where the others will look first. Nothing here waits.
class HostFile
{
public:
    explicit HostFile(const QString &folder);

    /// Takes the right to host; false when another program has it.
    bool take();
    bool isTaken() const { return m_lock.isLocked(); }
    /// Whether it was not another program that kept take() from it, but the disk.
    bool isUnwritable() const { return m_isUnwritable; }
    void release();

    /// Announces where this host listens. Errors: Internal when it is not taken, or the disk
    /// refuses.
    protocol::Result<void> announce(const QUrl &server);
    /// Where the program that holds the lock now listens; nothing when there is none, or it has not
    /// announced itself yet.
    std::optional<QUrl> host() const;
    /// The port that was announced last, by whomever; 0 when none was.
    quint16 lastPort() const;

private:
    struct Announcement
    {
        QUrl server;
        qint64 pid = 0;
    };
    Announcement read() const;

    QString m_folder;
    QLockFile m_lock;
    bool m_isUnwritable = false;
};

} // namespace samsa::app
