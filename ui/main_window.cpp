// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/main_window.h"

#include "ui/chat_panel.h"
#include "ui/room_list_panel.h"

#include <QCloseEvent>
#include <QSplitter>

namespace samsa::ui {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_rooms(new RoomListPanel(this))
    , m_chat(new ChatPanel(this))
    , m_splitter(new QSplitter(this))
{
    m_splitter->addWidget(m_rooms);
    m_splitter->addWidget(m_chat);
    setCentralWidget(m_splitter);
}

void MainWindow::setIdentity(const QString &nickname, const QString &serverLabel)
{
    setWindowTitle(nickname + QStringLiteral(" – ") + serverLabel);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT aboutToClose();
    QMainWindow::closeEvent(event);
}

} // namespace samsa::ui
