// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/account/account.h"
#include "tests/unit/app/archive_helpers.h"
#include "ui/rooms/room_roles.h"
#include "ui/timeline/message_roles.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace samsa::test {

/// A person with a computer, whom a server knows, and no window.
class Someone
{
public:
    explicit Someone(QString nickname)
        : m_nickname(std::move(nickname))
    {
    }

    /// As after the login; claims the nickname first if the server is one that answers.
    bool join(const QUrl &url, bool claims = true)
    {
        app::JoinedServer server;
        server.label = url.host();
        server.files =
            std::make_unique<app::PersonFiles>(m_folder.path(), url.toString(), m_nickname);
        if (!server.files->take())
            return false;
        m_archiveFile = server.files->archive();
        server.archive = openArchive(*server.files);
        server.http = std::make_unique<app::HttpClient>(url);
        server.identity =
            std::make_unique<app::Identity>(*server.http, server.files->session(), m_writer);
        bool claimed = !claims;
        if (claims) {
            server.identity->claim(m_nickname, {},
                                   [&claimed](const auto &result) { claimed = result.ok(); });
            if (!QTest::qWaitFor([&claimed] { return claimed; }))
                return false;
        }
        account = std::make_unique<app::Account>(std::move(server), std::chrono::milliseconds(20));
        return true;
    }
    void end()
    {
        account.reset();
        m_writer.flush();
    }

    QString archiveFile() const { return m_archiveFile; }
    int unreadIn(const QString &room) const
    {
        const app::RoomModel &rooms = account->rooms();
        const QModelIndexList found = rooms.match(rooms.index(0), ui::RoomNameRole, room);
        return found.isEmpty() ? -1 : found.first().data(ui::UnreadRole).toInt();
    }
    QStringList texts() const
    {
        const app::MessageModel &model = *account->conversation().model();
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(model.index(row).data(ui::TextRole).toString());
        return texts;
    }
    /// What a window would say when it has shown this.
    void sees(const QUuid &room, qint64 position) const
    {
        account->reading().shown(room, position, *account->conversation().model());
    }

private:
    QString m_nickname;
    QString m_archiveFile;
    QTemporaryDir m_folder;
    app::FileWriter m_writer;

public:
    std::unique_ptr<app::Account> account; // last: it goes before what it works with
};

} // namespace samsa::test
