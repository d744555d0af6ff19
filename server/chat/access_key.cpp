// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/chat/access_key.h"

#include "server/chat/constant_time.h"

#include <QCryptographicHash>
#include <QFile>

namespace samsa::chat {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;

AccessKey::AccessKey(QByteArrayView key)
    : m_hash(QCryptographicHash::hash(key.toByteArray(), QCryptographicHash::Sha256))
{
}

protocol::Result<AccessKey> AccessKey::fromFile(const QString &path)
{
    if (path.isEmpty())
        return AccessKey();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error {Code::StartFailed,
                      u"the access key cannot be read from %1: %2"_s.arg(path, file.errorString())};
    }
    const QByteArray key = file.readAll().trimmed();
    if (key.isEmpty())
        return Error {Code::StartFailed, u"the access key file %1 is empty"_s.arg(path)};
    return AccessKey(key);
}

bool AccessKey::admits(QByteArrayView key) const
{
    if (!isWanted())
        return true;
    return equalInConstantTime(
        m_hash, QCryptographicHash::hash(key.toByteArray(), QCryptographicHash::Sha256));
}

} // namespace samsa::chat
