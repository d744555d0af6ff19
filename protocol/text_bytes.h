// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QJsonDocument>
#include <QString>

/// What a person wrote, between bytes and QString, as it was: a U+FEFF at its beginning is a
/// character of the text, which Qt takes for a byte order mark and drops. Any thread.
namespace samsa::protocol {

/// In place of QString::fromUtf8() for whatever a person may have written.
QString textFromUtf8(QByteArrayView utf8);

/// In place of QJsonDocument::fromJson(), which does the same to each string in it.
QJsonDocument jsonFromUtf8(QByteArrayView json, QJsonParseError *error = nullptr);

/// A text for SQLite, which drops such a mark from what it is given as UTF-16, and would swap the
/// bytes of all that follows a U+FFFE: with one more mark, to be dropped.
QString withMarkToDrop(const QString &text);

} // namespace samsa::protocol
