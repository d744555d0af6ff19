// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArray>
#include <QString>

namespace samsa::chat {

/// The key that whoever claims a nickname has to know, if the operator wants one. Kept and compared
/// as a hash, in constant time, so that neither its length nor its beginning shows. Immutable, any
/// thread.
class AccessKey
{
public:
    AccessKey() = default; ///< None is wanted; admits everybody.
    explicit AccessKey(QByteArrayView key);

    /// From a file, white space around it left out. An empty path is no key; StartFailed for a file
    /// that cannot be read or is empty.
    static protocol::Result<AccessKey> fromFile(const QString &path);

    bool isWanted() const { return !m_hash.isEmpty(); }
    bool admits(QByteArrayView key) const;

private:
    QByteArray m_hash; // SHA-256; empty: none is wanted.
};

} // namespace samsa::chat
