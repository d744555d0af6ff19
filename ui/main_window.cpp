// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/main_window.h"

#include "ui/avatar.h"
#include "ui/chat_panel.h"
#include "ui/composer.h"
#include "ui/elided_label.h"
#include "ui/icons.h"
#include "ui/room_list_panel.h"
#include "ui/segmented_toggle.h"
#include "ui/transport_bar.h"
#include "ui/widget_role.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace samsa::ui {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    setWindowTitle(tr("Samsa"));
    auto *side = new QWidget(m_splitter);
    setRole(side, "sidebar");
    side->setAttribute(Qt::WA_StyledBackground);
    m_rooms = new RoomListPanel(side);
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(0);
    sideLayout->addWidget(makeIdentityPart());
    sideLayout->addWidget(m_rooms, 1);
    m_chat = new ChatPanel(m_splitter);
    m_splitter->addWidget(side);
    m_splitter->addWidget(m_chat);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setSizes({290, 730});
    setCentralWidget(m_splitter);
    setMinimumSize(660, 440);
    resize(1020, 700);
    addShortcuts();
    refreshTheme();
}

QWidget *MainWindow::makeIdentityPart()
{
    auto *part = new QFrame(this);
    setRole(part, "header");
    m_avatar = new QLabel(part);
    m_avatar->setFixedSize(34, 34);
    m_nickname = new ElidedLabel(part);
    m_nickname->setObjectName(QStringLiteral("ownNickname"));
    setRole(m_nickname, "title");
    m_server = new ElidedLabel(part);
    m_server->setObjectName(QStringLiteral("serverLabel"));
    setRole(m_server, "secondary");
    scaleFont(m_server, 0.9);
    m_menu = new QToolButton(part);
    m_menu->setObjectName(QStringLiteral("menuButton"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setIconSize(QSize(18, 18));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setFocusPolicy(Qt::StrongFocus);
    m_menu->setMenu(makeMenu());
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_nickname);
    texts->addWidget(m_server);
    auto *layout = new QHBoxLayout(part);
    layout->setContentsMargins(12, 10, 8, 10);
    layout->setSpacing(10);
    layout->addWidget(m_avatar);
    layout->addLayout(texts, 1);
    layout->addWidget(m_menu);
    return part;
}

QMenu *MainWindow::makeMenu()
{
    auto *menu = new QMenu(this);
    auto *schemes = new QActionGroup(menu);
    const auto addScheme = [this, menu, schemes](const QString &text, Scheme scheme) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(chosenScheme() == scheme);
        schemes->addAction(action);
        connect(action, &QAction::triggered, this, [this, scheme] {
            applyTheme(scheme);
            Q_EMIT schemeChosen(scheme);
        });
    };
    menu->addSection(tr("Appearance"));
    addScheme(tr("Like the &system"), Scheme::System);
    addScheme(tr("&Light"), Scheme::Light);
    addScheme(tr("&Dark"), Scheme::Dark);
    menu->addSeparator();
    QAction *leave = menu->addAction(tr("L&eave and change nickname"));
    leave->setObjectName(QStringLiteral("leaveAction"));
    connect(leave, &QAction::triggered, this, &MainWindow::leaveRequested);
    QAction *quit = menu->addAction(tr("&Quit"));
    quit->setObjectName(QStringLiteral("quitAction"));
    quit->setShortcut(QKeySequence::Quit);
    addAction(quit); // so that its shortcut works without the menu
    connect(quit, &QAction::triggered, this, &MainWindow::quitRequested);
    return menu;
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto function) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, function);
    };
    on(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_rooms->focusFilter(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_N), [this] { m_rooms->focusNewRoom(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_T), [this] {
        TransportBar *bar = m_chat->transportBar();
        Q_EMIT bar->transportChosen(bar->transport() == TransportKind::Live ? TransportKind::Polling
                                                                            : TransportKind::Live);
    });
    on(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { m_rooms->selectNeighbour(-1); });
    on(QKeySequence(Qt::ALT | Qt::Key_Down), [this] { m_rooms->selectNeighbour(1); });
    on(QKeySequence(Qt::Key_Escape), [this] { m_chat->composer()->focusField(); });
}

void MainWindow::setIdentity(const QString &nickname, const QString &serverLabel)
{
    m_ownNickname = nickname;
    m_nickname->setFullText(nickname);
    m_server->setFullText(serverLabel);
    setWindowTitle(tr("Samsa – %1").arg(nickname));
    refreshTheme();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT aboutToClose();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refreshTheme();
    QMainWindow::changeEvent(event);
}

void MainWindow::refreshTheme()
{
    if (m_menu == nullptr)
        return;
    m_menu->setIcon(themedIcon(QStringLiteral("menu"), Colour::Text));
    m_avatar->setPixmap(avatarPixmap(m_ownNickname, 34, devicePixelRatio()));
}

} // namespace samsa::ui
