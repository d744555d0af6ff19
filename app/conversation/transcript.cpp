// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/conversation/transcript.h"

#include "app/storage/value_names.h"

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
        QByteArray line = protocol::writeMessage(message);
        line.chop(1); // Its brace.
        m_file.write(line + ",\"transport\":\"" + valueName(transport).toUtf8() + "\"}\n");
    }
    m_file.flush();
}

} // namespace samsa::app
