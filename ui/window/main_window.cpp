// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/main_window.h"

#include "ui/composer/composer.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/theme/bidi_text.h"
#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/pixmap_label.h"
#include "ui/window/chat_panel.h"
#include "ui/window/transport_bar.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int avatarSide = 34;
// In average characters and lines.
constexpr QSize leastSize(95, 26);
constexpr QSize firstSize(146, 41);
constexpr int roomsWidth = 41;
constexpr double screenShare = 0.9; // at most, at first

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    setWindowTitle(tr("Samsa"));
    auto *side = new QWidget(m_splitter);
    setStyleClass(side, "sidebar");
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
    setCentralWidget(m_splitter);
    setSizes();
    setWindowIcon(applicationIcon());
    addShortcuts();
    // Whoever chose a room wants to write. Queued, so that the owner has opened it by then.
    connect(m_rooms, &RoomListPanel::roomSelected, this, &MainWindow::focusComposer,
            Qt::QueuedConnection);
    connect(m_rooms, &RoomListPanel::searchEnded, this, &MainWindow::focusComposer,
            Qt::QueuedConnection);
    setFocus(); // not to the filter, which would be the first in the order
}

void MainWindow::setSizes()
{
    const QSize unit(fontMetrics().averageCharWidth(), fontMetrics().height());
    const auto inPixels = [unit](const QSize &size) {
        return QSize(size.width() * unit.width(), size.height() * unit.height());
    };
    setMinimumSize(inPixels(leastSize));
    resize(inPixels(firstSize).boundedTo(screen()->availableSize() * screenShare));
    const int left = roomsWidth * unit.width();
    m_splitter->setSizes({left, width() - left});
}

QWidget *MainWindow::makeIdentityPart()
{
    auto *part = new QFrame(this);
    setStyleClass(part, "header");
    part->setMinimumHeight(headerHeight);
    m_avatar = new PixmapLabel(
        [this](double ratio) { return avatarPixmap(m_ownNickname, avatarSide, ratio); }, part);
    m_avatar->setFixedSize(avatarSide, avatarSide);
    m_nickname = new ElidedLabel(part);
    m_nickname->setObjectName(u"ownNickname"_s);
    setStyleClass(m_nickname, "title");
    m_server = new ElidedLabel(part);
    m_server->setObjectName(u"serverLabel"_s);
    setStyleClass(m_server, "secondary");
    scaleFont(m_server, 0.9);
    m_menu = new QToolButton(part);
    m_menu->setObjectName(u"menuButton"_s);
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setIcon(themedIcon(u"menu"_s, Colour::Text));
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
    const auto add = [this, menu](const QString &icon, const QString &text, const char *name,
                                  const QKeySequence &keys, auto function) {
        QAction *action = menu->addAction(themedIcon(icon, Colour::SecondaryText), text);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutVisibleInContextMenu(true);
        connect(action, &QAction::triggered, this, function);
        addAction(action); // so that its shortcut works while the menu is closed
    };
    add(u"search"_s, tr("&Find a room"), "findRoomAction", Qt::CTRL | Qt::Key_K,
        [this] { m_rooms->focusFilter(); });
    add(u"plus"_s, tr("&New room"), "newRoomAction", Qt::CTRL | Qt::Key_N,
        [this] { m_rooms->focusNewRoom(); });
    add(u"polling"_s, tr("Switch &polling and live"), "toggleTransportAction", Qt::CTRL | Qt::Key_T,
        [this] { toggleTransport(); });
    menu->addSeparator();
    menu->addMenu(makeAppearanceMenu(menu));
    menu->addSeparator();
    add(u"leave"_s, tr("L&eave and change nickname"), "leaveAction", {},
        [this] { Q_EMIT leaveRequested(); });
    // Where the desktop has no key for it, such as on X11 without one, the one that most have.
    const QKeySequence desktopKey(QKeySequence::Quit);
    add(u"quit"_s, tr("&Quit"), "quitAction",
        desktopKey.isEmpty() ? QKeySequence(Qt::CTRL | Qt::Key_Q) : desktopKey,
        [this] { Q_EMIT quitRequested(); });
    return menu;
}

QMenu *MainWindow::makeAppearanceMenu(QMenu *parent)
{
    auto *menu = new QMenu(tr("&Appearance"), parent);
    menu->setIcon(themedIcon(u"appearance"_s, Colour::SecondaryText));
    auto *schemes = new QActionGroup(menu);
    const auto add = [this, menu, schemes](const QString &text, const char *name, Scheme scheme) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setCheckable(true);
        schemes->addAction(action);
        connect(action, &QAction::triggered, this, [this, scheme] {
            applyTheme(scheme);
            Q_EMIT schemeChosen(scheme);
        });
        connect(menu, &QMenu::aboutToShow, action,
                [action, scheme] { action->setChecked(chosenScheme() == scheme); });
    };
    add(tr("Like the &system"), "systemSchemeAction", Scheme::System);
    add(tr("&Light"), "lightSchemeAction", Scheme::Light);
    add(tr("&Dark"), "darkSchemeAction", Scheme::Dark);
    return menu;
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto function) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, function);
    };
    on(Qt::ALT | Qt::Key_Up, [this] { m_rooms->selectNeighbour(-1); });
    on(Qt::ALT | Qt::Key_Down, [this] { m_rooms->selectNeighbour(1); });
    on(Qt::Key_Escape, [this] { focusComposer(); });
}

void MainWindow::focusComposer()
{
    if (!m_chat->room().isEmpty())
        m_chat->composer()->focusField();
}

void MainWindow::toggleTransport()
{
    TransportBar *const bar = m_chat->transportBar();
    Q_EMIT bar->transportChosen(bar->transport() == TransportKind::Live ? TransportKind::Polling
                                                                        : TransportKind::Live);
}

void MainWindow::setIdentity(const QString &nickname, const QString &serverLabel)
{
    m_ownNickname = nickname;
    m_nickname->setFullText(nickname);
    m_server->setFullText(serverLabel);
    setWindowTitle(tr("Samsa – %1").arg(isolated(nickname)));
    m_avatar->redraw();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT aboutToClose();
    QMainWindow::closeEvent(event);
}

} // namespace samsa::ui
