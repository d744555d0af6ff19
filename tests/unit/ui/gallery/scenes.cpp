// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gallery/scenes.h"

#include "gallery/sample_talk.h"
#include "ui/chat_panel.h"
#include "ui/composer.h"
#include "ui/main_window.h"
#include "ui/nickname_dialog.h"
#include "ui/room_list_panel.h"
#include "ui/timeline_view.h"
#include "ui/transport_bar.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTest>

using namespace samsa::ui;
using namespace std::chrono_literals;

namespace {

class Camera
{
public:
    Camera(const QDir &folder, QString suffix)
        : m_folder(folder)
        , m_suffix(std::move(suffix))
    {
    }

    void shoot(QWidget *window, const QString &scene)
    {
        window->show();
        if (!QTest::qWaitForWindowExposed(window))
            m_ok = false;
        for (int i = 0; i < 5; ++i)
            QApplication::processEvents();
        const QString file = m_folder.filePath(QStringLiteral("%1-%2").arg(scene, m_suffix));
        m_ok = window->grab().save(file) && m_ok;
    }

    bool ok() const { return m_ok; }

private:
    QDir m_folder;
    QString m_suffix;
    bool m_ok = true;
};

void shootDialog(Camera &camera, bool korean)
{
    NicknameDialog dialog;
    JoinChoice choice;
    choice.nickname = korean ? QStringLiteral("지민") : QStringLiteral("Ann");
    dialog.setChoice(choice);
    camera.shoot(&dialog, QStringLiteral("join"));
    dialog.showNicknameError(korean ? QStringLiteral("이미 사용 중인 닉네임입니다.")
                                    : QStringLiteral("Somebody is already called Ann."));
    camera.shoot(&dialog, QStringLiteral("join-duplicate"));
    dialog.setBusy(true,
                   korean ? QStringLiteral("서버를 시작하는 중…")
                          : QStringLiteral("Starting the server…"));
    camera.shoot(&dialog, QStringLiteral("join-busy"));
    choice.hostHere = false;
    choice.transport = TransportKind::Polling;
    choice.address = QStringLiteral("https://chat.example.org");
    dialog.setBusy(false);
    dialog.setChoice(choice);
    dialog.showAccessKeyNeeded(korean ? QStringLiteral("이 서버에는 접속 키가 필요합니다.")
                                      : QStringLiteral("This server asks for an access key."));
    camera.shoot(&dialog, QStringLiteral("join-key"));
}

void shootTalk(Camera &camera, bool korean)
{
    FakeRooms rooms;
    FakeMessages messages;
    fillRooms(rooms, korean);
    messages.reset(sampleTalk(korean));
    MainWindow window;
    window.setIdentity(korean ? QStringLiteral("지민") : QStringLiteral("Ann"),
                       QStringLiteral("127.0.0.1:8642"));
    window.rooms()->setModel(&rooms);
    window.rooms()->setCurrentRoom(QStringLiteral("r1"));
    ChatPanel *chat = window.chat();
    chat->setRoom(QStringLiteral("r1"),
                  korean ? QStringLiteral("제품 디자인") : QStringLiteral("Product design"));
    chat->setPeople(4);
    chat->setModel(&messages);
    chat->timeline()->setFirstUnreadPosition(9);
    TransportBar *bar = chat->transportBar();
    bar->setTransport(TransportKind::Live);
    bar->setLiveStatus(LiveState::Connected, {}, 3);
    camera.shoot(&window, QStringLiteral("live"));

    bar->setTransport(TransportKind::Polling);
    bar->setPollingStatus(1000ms, 600ms, 187, true);
    chat->composer()->setText(korean ? QStringLiteral("좋아요!\n내일 봬요.")
                                     : QStringLiteral("Sounds good!\nSee you tomorrow."));
    camera.shoot(&window, QStringLiteral("polling"));

    chat->showNotice(
        korean ? QStringLiteral("서버에 연결할 수 없습니다. 메시지는 보관했다가 보냅니다.")
               : QStringLiteral(
                   "The server cannot be reached. What you write is kept and sent later."));
    bar->setTransport(TransportKind::Live);
    bar->setLiveStatus(LiveState::Waiting, {}, -1);
    messages.append({failedMessage(korean)});
    chat->composer()->setText(QStringLiteral("word ").repeated(790));
    camera.shoot(&window, QStringLiteral("failed"));

    chat->hideNotice();
    chat->composer()->setText({});
    QApplication::processEvents();
    QScrollBar *scroll = chat->timeline()->verticalScrollBar();
    scroll->setValue(scroll->maximum() / 3);
    messages.append({extremeMessages()});
    camera.shoot(&window, QStringLiteral("jump"));
    chat->timeline()->scrollToNewest();
    camera.shoot(&window, QStringLiteral("extreme"));
    window.resize(window.minimumSize());
    camera.shoot(&window, QStringLiteral("small"));
}

void shootEmpty(Camera &camera, bool korean)
{
    FakeRooms rooms;
    MainWindow window;
    window.setIdentity(korean ? QStringLiteral("지민") : QStringLiteral("Ann"),
                       QStringLiteral("127.0.0.1:8642"));
    window.rooms()->setModel(&rooms);
    camera.shoot(&window, QStringLiteral("empty"));
    FakeMessages messages;
    window.chat()->setRoom(QStringLiteral("r"), QStringLiteral("Samsa"));
    window.chat()->setModel(&messages);
    window.rooms()->showRoomCreationError(
        korean ? QStringLiteral("같은 이름의 방이 이미 있습니다.")
               : QStringLiteral("There is already a room of that name."));
    camera.shoot(&window, QStringLiteral("empty-room"));
}

} // namespace

bool drawScenes(const QDir &folder, const QString &suffix, bool korean)
{
    Camera camera(folder, suffix);
    shootDialog(camera, korean);
    shootTalk(camera, korean);
    shootEmpty(camera, korean);
    return camera.ok();
}
