// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/transcript.h"

#include "app/storage/value_names.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

protocol::Result<void> Transcript::open(const QString &path)
{
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Text)) {
        return protocol::Error {
            protocol::Code::OptionInvalid,
            u"The transcript %1 cannot be written: %2"_s.arg(path, m_file.errorString())};
    }
    return {};
}

void Transcript::write(const QList<protocol::Message> &messages, ui::TransportKind transport)
{
    if (!m_file.isOpen())
        return;
    for (const protocol::Message &message : messages) {
        QJsonObject line = QJsonDocument::fromJson(protocol::writeMessage(message)).object();
        line.insert(u"transport"_s, valueName(transport));
        m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    }
    m_file.flush();
}

} // namespace samsa::app
