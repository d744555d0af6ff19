// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/program.h"

#include "app/account/account.h"
#include "app/base/error_text.h"
#include "app/login/login_controller.h"
#include "app/program/chat_controller.h"
#include "ui/window/main_window.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

Program::Program(ProgramOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_settings(m_options.dataFolder)
    , m_hosting(m_options.dataFolder + u"/server"_s)
    , m_screen(watchScreenLock())
{
    if (m_options.pollingInterval)
        m_settings.set(settings::pollingInterval, *m_options.pollingInterval);
    m_login =
        std::make_unique<LoginController>(m_options.dataFolder, m_settings, m_hosting, m_writer);
    connect(m_login.get(), &LoginController::joined, this, &Program::joined);
    connect(m_login.get(), &LoginController::cancelled, this, &Program::quit);
    connectHosting();
}

Program::~Program() = default;

protocol::Result<void> Program::start()
{
    if (m_options.transcript) {
        if (auto opened = m_transcript.open(*m_options.transcript); !opened)
            return opened;
    }
    ui::JoinChoice choice = m_login->rememberedChoice();
    if (m_options.nickname)
        choice.nickname = *m_options.nickname;
    if (m_options.transport)
        choice.transport = *m_options.transport;
    if (m_options.host)
        choice.hostHere = true;
    if (m_options.server) {
        choice.hostHere = false;
        choice.address = *m_options.server;
    }
    if (m_options.joinsWithoutAsking())
        m_login->join(choice);
    else
        m_login->ask(choice);
    return {};
}

void Program::connectHosting()
{
    connect(&m_hosting, &Hosting::ready, this, [this](const QUrl &server) {
        if (m_account)
            m_account->moveTo(server);
    });
    connect(&m_hosting, &Hosting::failed, this, [this](const protocol::Error &why) {
        if (m_chat)
            m_chat->showTrouble(why);
    });
    connect(&m_hosting, &Hosting::stopped, this, [this] {
        if (m_quitting)
            Q_EMIT finished();
    });
}

void Program::joined(ui::TransportKind transport)
{
    JoinedServer server = m_login->takeJoinedServer();
    const bool onThisComputer = server.onThisComputer;
    m_account =
        std::make_unique<Account>(std::move(server), m_settings.get(settings::pollingInterval));
    connect(m_account.get(), &Account::left, this, [this] { askAgain({}); });
    connect(m_account.get(), &Account::sessionEnded, this,
            [this](const protocol::Error &why) { askAgain(errorText(why)); });
    connect(&m_account->conversation(), &Conversation::arrived, this,
            [this](const QList<protocol::Message> &messages) {
                if (const Transport *const current = m_account->transports().current())
                    m_transcript.write(messages, current->kind());
            });
    if (onThisComputer) {
        connect(m_account.get(), &Account::onlineChanged, this, [this](bool online) {
            if (online)
                m_hosting.foundAgain();
            else
                m_hosting.lookForNewHost();
        });
    }
    openWindow();
    m_account->start(transport);
    if (m_options.room)
        m_chat->openRoomNamed(*m_options.room);
}

void Program::openWindow()
{
    m_window = std::make_unique<ui::MainWindow>();
    m_chat = std::make_unique<ChatController>(*m_account, m_settings, *m_screen, *m_window);
    connect(m_window.get(), &ui::MainWindow::quitRequested, this, &Program::quit);
    connect(m_window.get(), &ui::MainWindow::aboutToClose, this, &Program::quit);
    connect(m_window.get(), &ui::MainWindow::schemeChosen, this,
            [this](ui::Scheme scheme) { m_settings.set(settings::theme, scheme); });
    if (m_options.geometry)
        m_window->setGeometry(*m_options.geometry);
    else if (const QByteArray geometry = m_settings.get(settings::windowGeometry);
             !geometry.isEmpty())
        m_window->restoreGeometry(geometry);
    m_window->show();
}

void Program::closeWindow()
{
    if (m_window) {
        rememberWindow();
        m_window->hide();
    }
    m_chat.reset();
    m_window.reset();
}

void Program::askAgain(const QString &why)
{
    // Asked for from inside a signal of what goes.
    QMetaObject::invokeMethod(
        this,
        [this, why] {
            closeWindow();
            m_account.reset();
            m_login->ask();
            if (!why.isEmpty())
                m_login->dialog().showNicknameError(why);
        },
        Qt::QueuedConnection);
}

void Program::quit()
{
    if (m_quitting)
        return;
    m_quitting = true;
    m_login->dialog().hide();
    QMetaObject::invokeMethod(
        this,
        [this] {
            closeWindow();
            m_account.reset();
            m_hosting.stop();
        },
        Qt::QueuedConnection);
}

void Program::rememberWindow()
{
    if (!m_options.geometry)
        m_settings.set(settings::windowGeometry, m_window->saveGeometry());
}

} // namespace samsa::app
