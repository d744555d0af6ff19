// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/trouble.h"
#include "protocol/error.h"

#include <QObject>
#include <QStringList>

namespace samsa::ui {
class ChatPanel;
}

namespace samsa::app {

class Archive;

/// The notice above the composer about what this computer cannot keep or read: what was found at
/// the start stays until a room is open to show it in, what comes later is shown at once and goes
/// when it has passed. Thread: the windows' one.
class ArchiveNotice : public QObject
{
    Q_OBJECT
public:
    ArchiveNotice(Archive &archive, ui::ChatPanel &chat, QObject *parent = nullptr);

    /// Shows what was not shown yet; another room has just been opened.
    void show();
    /// A text could not be kept, and so is not going to be sent.
    void showNotKept(const protocol::Error &why);

private:
    void showTrouble(const Trouble &trouble);

    ui::ChatPanel &m_chat;
    QStringList m_untold;
    bool m_isFailing = false; // the notice is about a write that is tried again
};

} // namespace samsa::app
