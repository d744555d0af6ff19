// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/leaving.h"

#include "app/outbox/outbox.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/unsent_dialog.h"

#include <utility>

namespace samsa::app {

Leaving::Leaving(Outbox &outbox, ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_outbox(outbox)
    , m_window(window)
{
    connect(&outbox, &Outbox::accepted, this, &Leaving::look);
    connect(&outbox, &Outbox::confirmed, this, &Leaving::look);
    connect(&outbox, &Outbox::discarded, this, &Leaving::look);
    connect(&outbox, &Outbox::added, this, [this] {
        m_isSending = false; // who writes on stays
    });
    connect(&outbox, &Outbox::changed, this, [this](const OutboxEntry &entry) {
        if (entry.hasFailed() && std::exchange(m_isSending, false))
            m_window.chat()->showNotice(
                tr("You are still here, because a message could not be sent."));
    });
}

Leaving::~Leaving()
{
    delete m_dialog;
}

void Leaving::ask()
{
    m_isSending = false;
    const auto count = static_cast<int>(m_outbox.unsent().size());
    if (count == 0) {
        Q_EMIT ready();
        return;
    }
    if (m_dialog)
        return;
    m_dialog = new ui::UnsentDialog(count, &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ui::UnsentDialog::sendFirstChosen, this, &Leaving::sendFirst);
    connect(m_dialog, &ui::UnsentDialog::discardChosen, this, &Leaving::discard);
    m_dialog->open();
}

void Leaving::sendFirst()
{
    m_outbox.retryAll();
    m_isSending = true;
    m_window.chat()->showNotice(tr("You leave as soon as everything is sent."));
    look();
}

void Leaving::discard()
{
    m_outbox.discardAll([this](const protocol::Result<void> &) { Q_EMIT ready(); });
}

void Leaving::look()
{
    if (!m_isSending || !m_outbox.unsent().isEmpty())
        return;
    m_isSending = false;
    // Not from within what the outbox tells.
    QMetaObject::invokeMethod(this, &Leaving::ready, Qt::QueuedConnection);
}

} // namespace samsa::app
