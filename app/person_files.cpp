// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/person_files.h"

#include "protocol/rules.h"

#include <QCryptographicHash>
#include <QDir>

#include <chrono>

namespace samsa::app {

PersonFiles::PersonFiles(const QString &dataFolder, const QString &server, const QString &nickname)
{
    const QString who = server + QLatin1Char('\n') + protocol::foldName(nickname);
    const QByteArray hash = QCryptographicHash::hash(who.toUtf8(), QCryptographicHash::Sha256);
    m_folder = dataFolder + QStringLiteral("/people/") + QString::fromLatin1(hash.toHex().left(32));
}

QString PersonFiles::thisComputer()
{
    return QStringLiteral("this computer");
}

bool PersonFiles::take()
{
    if (!QDir().mkpath(m_folder)) {
        return false;
    }
    m_lock = std::make_unique<QLockFile>(m_folder + QStringLiteral("/in-use.lock"));
    m_lock->setStaleLockTime(std::chrono::milliseconds(0)); // only a dead program's lock is stale
    return m_lock->tryLock(std::chrono::milliseconds(0));
}

QString PersonFiles::session() const
{
    return m_folder + QStringLiteral("/session.json");
}

QString PersonFiles::outbox() const
{
    return m_folder + QStringLiteral("/outbox.json");
}

QString PersonFiles::readMarks() const
{
    return m_folder + QStringLiteral("/read.json");
}

} // namespace samsa::app
