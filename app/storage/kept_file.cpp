// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storage/kept_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

KeptFile readKeptFile(const QString &path)
{
    KeptFile kept;
    QFile file(path);
    if (!file.exists())
        return kept;
    if (file.open(QIODevice::ReadOnly))
        kept.bytes = file.readAll();
    if (file.error() != QFileDevice::NoError) {
        kept.state = KeptFile::State::Unreadable;
        kept.why = u"%1 cannot be read: %2"_s.arg(path, file.errorString());
        return kept;
    }
    if (kept.bytes.isEmpty())
        return kept;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(kept.bytes, &error);
    if (document.isObject()) {
        kept.state = KeptFile::State::Read;
        kept.json = document.object();
    } else {
        kept.state = KeptFile::State::NotJson;
        kept.why = u"%1 does not hold a JSON object: %2"_s.arg(path, error.errorString());
    }
    return kept;
}

protocol::Result<void> writeKeptFile(const QString &path, const QByteArray &bytes)
{
    const auto failed = [&path](const QFileDevice &file) {
        return protocol::Error {protocol::Code::Internal,
                                u"%1 cannot be written: %2"_s.arg(path, file.errorString())};
    };
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(bytes);
    if (!file.commit())
        return failed(file);
    return {};
}

} // namespace samsa::app
