// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/error.h"

#include <QObject>
#include <QTimer>

namespace samsa::ui {
class ChatPanel;
}

namespace samsa::app {

/// The notice above the composer that what is written waits: because the server is away for longer
/// than a hiccup, or because it refuses for now. It goes by itself when that has passed. Thread:
/// the windows' one.
class OutageNotice : public QObject
{
    Q_OBJECT
public:
    explicit OutageNotice(ui::ChatPanel &chat, QObject *parent = nullptr);

    void setOnline(bool online);
    /// The server refused for a reason that will pass.
    void showWaiting(const protocol::Error &why);
    /// It took something, or the room is another one.
    void hide();

private:
    void show(const QString &sentence);

    ui::ChatPanel &m_chat;
    QTimer m_patience;
    bool m_isShown = false; // this notice, and not another one in the same place
};

} // namespace samsa::app
