// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/login/login_controller.h"

#include "app/base/error_text.h"
#include "app/hosting/hosting.h"
#include "app/server_connection/server_address.h"
#include "app/storage/file_writer.h"
#include "app/storage/settings.h"
#include "protocol/rules.h"

namespace samsa::app {

using protocol::Code;
using protocol::Error;

LoginController::LoginController(QString dataFolder, Settings &settings, Hosting &hosting,
                                 FileWriter &writer, QObject *parent)
    : QObject(parent)
    , m_dataFolder(std::move(dataFolder))
    , m_settings(settings)
    , m_hosting(hosting)
    , m_writer(writer)
    , m_dialog(std::make_unique<ui::NicknameDialog>())
{
    connect(m_dialog.get(), &ui::NicknameDialog::joinRequested, this, &LoginController::start);
    connect(m_dialog.get(), &QDialog::rejected, this, &LoginController::cancelled);
    connect(m_dialog.get(), &ui::NicknameDialog::cancelRequested, this, [this] {
        m_server = {}; // gives up the call under way
        stopWaiting();
    });
    connect(&m_hosting, &Hosting::ready, this, [this](const QUrl &server) {
        if (m_busy && m_choice.hostHere)
            claim(server);
    });
    connect(&m_hosting, &Hosting::failed, this, [this](const Error &why) {
        if (m_busy && m_choice.hostHere)
            showAddressError(errorText(why));
    });
}

LoginController::~LoginController() = default;

ui::JoinChoice LoginController::rememberedChoice() const
{
    ui::JoinChoice choice;
    choice.nickname = m_settings.get(settings::nickname);
    choice.transport = m_settings.get(settings::transport);
    choice.hostHere = m_settings.get(settings::hostHere);
    choice.address = m_settings.get(settings::address);
    return choice;
}

void LoginController::ask()
{
    ask(rememberedChoice());
}

void LoginController::ask(const ui::JoinChoice &choice)
{
    m_dialog->setChoice(choice);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void LoginController::join(const ui::JoinChoice &choice)
{
    m_dialog->setChoice(choice);
    start(choice);
}

void LoginController::start(const ui::JoinChoice &choice)
{
    if (m_busy)
        return;
    m_choice = choice;
    const auto nickname = protocol::checkNickname(choice.nickname);
    if (!nickname) {
        showNicknameError(errorText(nickname.error()));
        return;
    }
    m_choice.nickname = *nickname;
    if (choice.hostHere) {
        m_busy = true;
        m_dialog->setBusy(true, tr("Starting the server on this computer…"));
        m_hosting.begin();
        return;
    }
    const auto address = parseServerAddress(choice.address);
    if (!address) {
        showAddressError(errorText(address.error()));
        return;
    }
    m_busy = true;
    claim(*address);
}

void LoginController::claim(const QUrl &server)
{
    m_dialog->setBusy(true, tr("Claiming the nickname…"));
    m_server = {}; // of a try before, whose files may be the same
    JoinedServer joining;
    joining.onThisComputer = m_choice.hostHere;
    joining.label = m_choice.hostHere ? tr("This computer") : serverLabel(server);
    joining.accessKey = m_choice.accessKey;
    joining.files = std::make_unique<PersonFiles>(
        m_dataFolder, m_choice.hostHere ? PersonFiles::thisComputer() : server.toString(),
        m_choice.nickname);
    if (const auto taken = joining.files->take(); !taken) {
        if (taken.error().code == Code::NicknameTaken)
            showNicknameError(taken.error().sentence);
        else
            showAddressError(taken.error().sentence);
        return;
    }
    joining.archive = std::make_unique<Archive>(*joining.files);
    joining.archive->start(); // beside the call to the server
    joining.http = std::make_unique<HttpClient>(server);
    joining.identity =
        std::make_unique<Identity>(*joining.http, joining.files->session(), m_writer);
    m_server = std::move(joining);
    m_server.identity->claim(
        m_choice.nickname, m_choice.accessKey, [this](const protocol::Result<void> &result) {
            if (!result)
                refused(result.error());
            else if (m_server.archive->isStarted())
                claimed();
            else
                connect(m_server.archive.get(), &Archive::started, this, &LoginController::claimed);
        });
}

void LoginController::claimed()
{
    stopWaiting();
    m_settings.set(settings::nickname, m_choice.nickname);
    m_settings.set(settings::transport, m_choice.transport);
    m_settings.set(settings::hostHere, m_choice.hostHere);
    if (!m_choice.hostHere)
        m_settings.set(settings::address, m_choice.address);
    m_dialog->hide();
    Q_EMIT joined(m_choice.transport);
}

void LoginController::refused(const Error &error)
{
    switch (error.code) {
    case Code::NicknameTaken:
    case Code::NicknameInvalid:
    case Code::TooManyRequests:
        showNicknameError(errorText(error));
        break;
    case Code::AccessKey:
        stopWaiting();
        m_dialog->show();
        m_dialog->showAccessKeyNeeded(errorText(error));
        break;
    default:
        showAddressError(errorText(error));
        break;
    }
}

void LoginController::showNicknameError(const QString &sentence)
{
    stopWaiting();
    m_dialog->show();
    m_dialog->showNicknameError(sentence);
}

void LoginController::showAddressError(const QString &sentence)
{
    stopWaiting();
    m_dialog->show();
    m_dialog->showAddressError(sentence);
}

void LoginController::stopWaiting()
{
    m_busy = false;
    m_dialog->setBusy(false);
}

} // namespace samsa::app
