// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/account/joined_server.h"
#include "ui/login/nickname_dialog.h"

#include <QObject>

namespace samsa::app {

class FileWriter;
class Hosting;
class Settings;

/// From the first window to a claimed nickname: checks what was entered, starts or finds the
/// server, claims, and says beside the right field what is wrong. The dialog stays as it is until
/// joined(). With join() it works without a dialog being shown; only a refusal shows it. Thread:
/// the windows' one. Nothing blocks.
class LoginController : public QObject
{
    Q_OBJECT
public:
    LoginController(QString dataFolder, Settings &settings, Hosting &hosting, FileWriter &writer,
                    QObject *parent = nullptr);
    ~LoginController() override;

    /// Shows the dialog with what was chosen the last time.
    void ask();
    void ask(const ui::JoinChoice &choice);
    /// Joins with this; asks only when it is refused.
    void join(const ui::JoinChoice &choice);
    /// The choice of the last time.
    ui::JoinChoice rememberedChoice() const;

    ui::NicknameDialog &dialog() { return *m_dialog; }
    /// After joined(): the server, to keep.
    JoinedServer takeJoinedServer() { return std::move(m_server); }

Q_SIGNALS:
    void joined(samsa::ui::TransportKind transport);
    /// The person closed the dialog instead.
    void cancelled();

private:
    void start(const ui::JoinChoice &choice);
    void claim(const QUrl &server);
    void claimed();
    void refused(const protocol::Error &error);
    void showNicknameError(const QString &sentence);
    void showAddressError(const QString &sentence);
    void stopWaiting();

    QString m_dataFolder;
    Settings &m_settings;
    Hosting &m_hosting;
    FileWriter &m_writer;
    std::unique_ptr<ui::NicknameDialog> m_dialog;
    ui::JoinChoice m_choice;
    JoinedServer m_server;
    bool m_busy = false;
};

} // namespace samsa::app
