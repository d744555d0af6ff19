// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gallery/scenes.h"

#include "gallery/sample_talk.h"
#include "ui/composer/composer.h"
#include "ui/login/nickname_dialog.h"
#include "ui/rooms/room_list_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/transport_bar.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

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
        const QString file = m_folder.filePath(u"%1-%2"_s.arg(scene, m_suffix));
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
    choice.nickname = korean ? u"지민"_s : u"Ann"_s;
    dialog.setChoice(choice);
    camera.shoot(&dialog, u"join"_s);
    dialog.showNicknameError(korean ? u"이미 사용 중인 닉네임입니다."_s
                                    : u"Somebody is already called Ann."_s);
    camera.shoot(&dialog, u"join-duplicate"_s);
    dialog.setBusy(true, korean ? u"서버를 시작하는 중…"_s : u"Starting the server…"_s);
    camera.shoot(&dialog, u"join-busy"_s);
    choice.hostHere = false;
    choice.transport = TransportKind::Polling;
    choice.address = u"https://chat.example.org"_s;
    dialog.setBusy(false);
    dialog.setChoice(choice);
    dialog.showAccessKeyNeeded(korean ? u"이 서버에는 접속 키가 필요합니다."_s
                                      : u"This server asks for an access key."_s);
    camera.shoot(&dialog, u"join-key"_s);
}

void shootTalk(Camera &camera, bool korean)
{
    FakeRooms rooms;
    FakeMessages messages;
    fillRooms(rooms, korean);
    messages.reset(sampleTalk(korean));
    MainWindow window;
    window.setIdentity(korean ? u"지민"_s : u"Ann"_s, u"127.0.0.1:8642"_s);
    window.rooms()->setModel(&rooms);
    window.rooms()->setCurrentRoom(u"r1"_s);
    ChatPanel *chat = window.chat();
    chat->setRoom(u"r1"_s, korean ? u"제품 디자인"_s : u"Product design"_s);
    chat->setPeople(4);
    chat->setModel(&messages);
    chat->timeline()->setFirstUnreadPosition(9);
    TransportBar *bar = chat->transportBar();
    bar->setTransport(TransportKind::Live);
    bar->setLiveStatus(LiveState::Connected, {}, 3);
    camera.shoot(&window, u"live"_s);

    bar->setTransport(TransportKind::Polling);
    bar->setPollingStatus(1000ms, 600ms, 187, true);
    chat->composer()->setText(korean ? u"좋아요!\n내일 봬요."_s
                                     : u"Sounds good!\nSee you tomorrow."_s);
    camera.shoot(&window, u"polling"_s);

    chat->showNotice(
        korean ? u"서버에 연결할 수 없습니다. 메시지는 보관했다가 보냅니다."_s
               : u"The server cannot be reached. What you write is kept and sent later."_s);
    bar->setTransport(TransportKind::Live);
    bar->setLiveStatus(LiveState::Waiting, {}, -1);
    messages.append({failedMessage(korean)});
    chat->composer()->setText(u"word "_s.repeated(790));
    camera.shoot(&window, u"failed"_s);

    chat->hideNotice();
    chat->composer()->setText({});
    QApplication::processEvents();
    QScrollBar *scroll = chat->timeline()->verticalScrollBar();
    scroll->setValue(scroll->maximum() / 3);
    messages.append({extremeMessages()});
    camera.shoot(&window, u"jump"_s);
    chat->timeline()->scrollToNewest();
    camera.shoot(&window, u"extreme"_s);
    window.resize(window.minimumSize());
    camera.shoot(&window, u"small"_s);
}

void shootHistory(Camera &camera, bool korean)
{
    const QString why =
        korean ? u"서버에 연결할 수 없습니다."_s : u"The server cannot be reached."_s;
    FakeRooms rooms;
    FakeMessages messages;
    fillRooms(rooms, korean);
    MainWindow window;
    window.setIdentity(korean ? u"지민"_s : u"Ann"_s, u"127.0.0.1:8642"_s);
    window.rooms()->setModel(&rooms);
    window.rooms()->setCurrentRoom(u"r1"_s);
    ChatPanel *chat = window.chat();
    chat->setRoom(u"r1"_s, korean ? u"제품 디자인"_s : u"Product design"_s);
    chat->setModel(&messages);
    chat->setHistoryState({HistoryState::Failed, why});
    camera.shoot(&window, u"history-failed"_s);
    chat->setHistoryState({HistoryState::Loading, {}});
    camera.shoot(&window, u"history-loading"_s);

    messages.reset(sampleTalk(korean));
    chat->setHistoryState({HistoryState::Loaded, {}});
    chat->timeline()->setOlderEdge({Edge::Failed, why});
    chat->timeline()->setNewerEdge({Edge::Loading, {}});
    messages.change(1, [](FakeMessage &message) { message.edited = true; });
    messages.change(2, [](FakeMessage &message) { message.deleted = true; });
    QApplication::processEvents();
    QScrollBar *scroll = chat->timeline()->verticalScrollBar();
    scroll->setValue(scroll->minimum());
    camera.shoot(&window, u"older-failed"_s);
    scroll->setValue(scroll->maximum());
    camera.shoot(&window, u"newer-loading"_s);
}

void shootEmpty(Camera &camera, bool korean)
{
    FakeRooms rooms;
    MainWindow window;
    window.setIdentity(korean ? u"지민"_s : u"Ann"_s, u"127.0.0.1:8642"_s);
    window.rooms()->setModel(&rooms);
    camera.shoot(&window, u"empty"_s);
    FakeMessages messages;
    window.chat()->setRoom(u"r"_s, u"Samsa"_s);
    window.chat()->setModel(&messages);
    window.rooms()->showRoomCreationError(korean ? u"같은 이름의 방이 이미 있습니다."_s
                                                 : u"There is already a room of that name."_s);
    camera.shoot(&window, u"empty-room"_s);
}

} // namespace

bool drawScenes(const QDir &folder, const QString &suffix, bool korean)
{
    Camera camera(folder, suffix);
    shootDialog(camera, korean);
    shootTalk(camera, korean);
    shootHistory(camera, korean);
    shootEmpty(camera, korean);
    return camera.ok();
}
