// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/conversation/transcript.h"
#include "app/hosting/hosting.h"
#include "app/program/program_options.h"
#include "app/screen/screen_lock.h"
#include "app/storage/file_writer.h"
#include "app/storage/settings.h"

#include <QObject>

#include <memory>

namespace samsa::ui {
class MainWindow;
}

namespace samsa::app {

class Account;
class ChatController;
class LoginController;

/// The desktop program, from the first question to the end: who is asked what, which window stands,
/// and what has to be finished before the process may end. Several may live in one process (the
/// tests do that). Thread: the windows' one.
class Program : public QObject
{
    Q_OBJECT
public:
    explicit Program(ProgramOptions options, QObject *parent = nullptr);
    ~Program() override;

    /// Errors: OptionInvalid when the transcript cannot be written.
    protocol::Result<void> start();
    /// Puts the windows away, stops the server if this program hosts; finished() follows.
    void quit();

    LoginController &login() { return *m_login; }
    /// Null until somebody has joined.
    ui::MainWindow *window() { return m_window.get(); }
    ChatController *chat() { return m_chat.get(); }
    Account *account() { return m_account.get(); }
    Hosting &hosting() { return m_hosting; }
    const ScreenLock &screen() const { return *m_screen; }

Q_SIGNALS:
    void finished();

private:
    void joined(ui::TransportKind transport);
    void openWindow();
    void closeWindow();
    void askAgain(const QString &why);
    void connectHosting();
    void rememberWindow();

    ProgramOptions m_options;
    Settings m_settings;
    FileWriter m_writer;
    Hosting m_hosting;
    Transcript m_transcript;
    std::unique_ptr<ScreenLock> m_screen;
    std::unique_ptr<LoginController> m_login;
    std::unique_ptr<Account> m_account;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ChatController> m_chat;
    bool m_quitting = false;
};

} // namespace samsa::app
