// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUuid>

namespace samsa::app {

/// A message a person wrote that the log does not hold yet.
struct OutboxEntry
{
    QUuid id;
    QUuid room;
    QString text;
    QDateTime written; ///< On this computer's clock.
    bool failed = false; ///< The server will not take it; a person decides.
    QString failure; ///< Why, as a sentence for a person.

    friend bool operator==(const OutboxEntry &, const OutboxEntry &) = default;
};

/// The outbox as the file that keeps it between two starts. write and parse are each other's
/// inverse.
QByteArray writeOutbox(const QList<OutboxEntry> &entries);
protocol::Result<QList<OutboxEntry>> parseOutbox(const QJsonObject &file);

} // namespace samsa::app
