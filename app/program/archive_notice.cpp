// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/archive_notice.h"

#include "app/archive/archive.h"
#include "ui/window/chat_panel.h"

#include <utility>

namespace samsa::app {

ArchiveNotice::ArchiveNotice(Archive &archive, ui::ChatPanel &chat, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
{
    for (const Trouble &trouble : archive.kept().troubles)
        m_untold.append(trouble.sentence);
    connect(&archive, &Archive::trouble, this, &ArchiveNotice::showTrouble);
    connect(&archive, &Archive::troubleOver, this, [this] {
        if (std::exchange(m_isFailing, false))
            m_chat.hideNotice();
    });
}

void ArchiveNotice::show()
{
    m_isFailing = false;
    if (!m_untold.isEmpty())
        m_chat.showNotice(std::exchange(m_untold, {}).join(u'\n'));
}

void ArchiveNotice::showTrouble(const Trouble &trouble)
{
    if (m_chat.room().isEmpty()) {
        m_untold.append(trouble.sentence);
        return;
    }
    m_isFailing = trouble.code == Trouble::Code::WriteFailed;
    m_chat.showNotice(trouble.sentence);
}

void ArchiveNotice::showNotKept(const protocol::Error &why)
{
    m_isFailing = false;
    // What SQLite says of it is in the log.
    m_chat.showNotice(
        why.code == protocol::Code::StartFailed
            ? tr("This was not sent, because it cannot be kept on this computer: %1")
                  .arg(why.sentence)
            : tr("This was not sent, because this computer cannot write it down. Look whether "
                 "there is room on the disk."));
}

} // namespace samsa::app
