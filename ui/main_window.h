// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme.h"

#include <QMainWindow>

class QSplitter;

namespace samsa::ui {

class ChatPanel;
class RoomListPanel;

/// The main window: who one is, the rooms at the left, the chat at the right, a splitter between
/// them. Owns its panels; whoever owns the window fills them with models and answers their signals.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);

    RoomListPanel *rooms() const { return m_rooms; }
    ChatPanel *chat() const { return m_chat; }

    void setIdentity(const QString &nickname, const QString &serverLabel);

Q_SIGNALS:
    /// Free the nickname and go back to the first window.
    void leaveRequested();
    void quitRequested();
    void aboutToClose();
    /// Chosen in the menu and applied already; for whoever remembers it.
    void schemeChosen(samsa::ui::Scheme scheme);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    RoomListPanel *m_rooms;
    ChatPanel *m_chat;
    QSplitter *m_splitter;
};

} // namespace samsa::ui
