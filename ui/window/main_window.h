// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QMainWindow>

class QMenu;
class QSplitter;
class QToolButton;

namespace samsa::ui {

class ChatPanel;
class ElidedLabel;
class PixmapLabel;
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
    /// The person chose how the program looks; it is applied already, the owner may remember it.
    void schemeChosen(samsa::ui::Scheme scheme);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void setSizes();
    QWidget *makeIdentityPart();
    QMenu *makeMenu();
    QMenu *makeAppearanceMenu(QMenu *parent);
    void addShortcuts();
    void focusComposer();
    void toggleTransport();

    QSplitter *m_splitter = nullptr;
    RoomListPanel *m_rooms = nullptr;
    ChatPanel *m_chat = nullptr;
    PixmapLabel *m_avatar = nullptr;
    ElidedLabel *m_nickname = nullptr;
    ElidedLabel *m_server = nullptr;
    QToolButton *m_menu = nullptr;
    QString m_ownNickname;
};

} // namespace samsa::ui
