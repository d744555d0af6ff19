// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QUuid>

namespace samsa {

/// A message id as the key of a hash. Clients choose these ids. Qt folds a QUuid into its hash with
/// XOR, so that ids which count upwards collide by the thousand, and ids made for it all do; here
/// all sixteen bytes are mixed with the seed.
struct ClientId
{
    ClientId() = default;
    ClientId(const QUuid &uuid) // NOLINT(google-explicit-constructor): it is that id.
        : id(uuid)
    {
    }

    QUuid id;

    friend bool operator==(const ClientId &, const ClientId &) = default;
    friend std::size_t qHash(const ClientId &key, std::size_t seed = 0) noexcept
    {
        static_assert(sizeof(QUuid) == 16, "There must be no gaps between what is hashed.");
        return qHashBits(&key.id, sizeof(QUuid), seed);
    }
};

} // namespace samsa
