// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/person_files.h"

#include "app/base/logging.h"
#include "app/storage/kept_file.h"
#include "protocol/rules.h"
#include "protocol/shapes.h"

#include <QCryptographicHash>
#include <QDir>

#include <chrono>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

/// Programs before took it for an i.
constexpr QChar dotlessI = u'\u0131';
constexpr QLatin1StringView sessionName("/session.json");
constexpr QLatin1StringView lockName("/in-use.lock");

/// What is in \a folder is of exactly this nickname, and no program works with it.
bool isFreeAndOf(const QString &folder, const QString &nickname)
{
    const auto session = protocol::parseSessionAnswer(readKeptFile(folder + sessionName).bytes);
    if (!session || session->nickname != nickname)
        return false;
    QLockFile lock(folder + lockName);
    lock.setStaleLockTime(std::chrono::milliseconds(0));
    return lock.tryLock(std::chrono::milliseconds(0));
}

} // namespace

PersonFiles::PersonFiles(const QString &dataFolder, const QString &server, const QString &nickname)
{
    const auto folderOf = [&](const QString &folded) {
        const QString who = server + QLatin1Char('\n') + folded;
        const QByteArray hash = QCryptographicHash::hash(who.toUtf8(), QCryptographicHash::Sha256);
        return dataFolder + u"/people/"_s + QString::fromLatin1(hash.toHex().left(32));
    };
    const QString folded = protocol::foldName(nickname);
    m_folder = folderOf(folded);
    if (!folded.contains(dotlessI) || QDir(m_folder).exists())
        return;
    const QString former =
        folderOf(QString(folded).replace(dotlessI, u'i').normalized(QString::NormalizationForm_C));
    // Else it is somebody else's, whose nickname is spelt with an i.
    if (isFreeAndOf(former, nickname) && !QDir().rename(former, m_folder))
        qCWarning(lcApp) << "What was kept for this nickname cannot be taken over from" << former;
}

QString PersonFiles::thisComputer()
{
    return u"this computer"_s;
}

Result<void> PersonFiles::take()
{
    const bool made = QDir().mkpath(m_folder);
    m_lock = std::make_unique<QLockFile>(m_folder + lockName);
    m_lock->setStaleLockTime(std::chrono::milliseconds(0)); // only a dead program's lock is stale
    if (made && m_lock->tryLock(std::chrono::milliseconds(0)))
        return {};
    if (made && m_lock->error() == QLockFile::LockFailedError) {
        return Error {
            Code::NicknameTaken,
            tr("Another Samsa on this computer is in use under this nickname. Choose another one."),
            {}};
    }
    return Error {Code::StartFailed,
                  tr("The folder %1 cannot be written, and Samsa keeps there what you write.")
                      .arg(QDir::toNativeSeparators(m_folder)),
                  {}};
}

QString PersonFiles::session() const
{
    return m_folder + sessionName;
}

QString PersonFiles::archive() const
{
    return m_folder + u"/samsa.sqlite"_s;
}

QString PersonFiles::outbox() const
{
    return m_folder + u"/outbox.json"_s;
}

QString PersonFiles::readMarks() const
{
    return m_folder + u"/read.json"_s;
}

} // namespace samsa::app
