// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/shapes.h"
#include "ui/widgets/transport_kind.h"

#include <QFile>
#include <QString>

namespace samsa::app {

/// A record of what a window showed: each message of the room that was open, when it came, as one
/// line of JSON (the message as the server sent it, and by which transport it came). Written as it
/// happens, so another program may follow it. Thread: the one that uses it.
class Transcript
{
public:
    /// Appends to \a path. Errors: OptionInvalid when the file cannot be opened.
    protocol::Result<void> open(const QString &path);
    void write(const QList<protocol::Message> &messages, ui::TransportKind transport);

private:
    QFile m_file;
};

} // namespace samsa::app
