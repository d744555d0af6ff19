// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractSocket>
#include <QNetworkReply>
#include <QString>

namespace samsa::app {

/// Why there is no connection, as a sentence in the language of the person: Qt's own sentences are
/// English unless its translations happen to be installed. \a otherwise: what Qt says of an error
/// that is none of the usual ones.
QString networkText(QAbstractSocket::SocketError error, const QString &otherwise);
QString networkText(QNetworkReply::NetworkError error, const QString &otherwise);

} // namespace samsa::app
