// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/leaving.h"

#include "app/outbox/outbox.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/unsent_dialog.h"

#include <utility>

namespace samsa::app {

namespace {

constexpr std::chrono::seconds diskPatience {5};

} // namespace

Leaving::Leaving(Outbox &outbox, ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_outbox(outbox)
    , m_window(window)
{
    connect(&outbox, &Outbox::accepted, this, &Leaving::look);
    connect(&outbox, &Outbox::confirmed, this, &Leaving::look);
    connect(&outbox, &Outbox::discarded, this, &Leaving::look);
    connect(&outbox, &Outbox::added, this, [this](const OutboxEntry &entry) {
        if (!m_goesFirst.contains(entry.id)) // it was being kept already
            stay(); // who writes on stays
    });
    // It is where it was written, and a notice says so.
    connect(&outbox, &Outbox::notKept, this, &Leaving::stay);
    m_patience.setSingleShot(true);
    m_patience.setInterval(diskPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_window.chat()->showNotice(
            tr("What you discarded cannot be removed from this computer's disk. You leave as soon "
               "as it can. You may leave once more and go at once, but what is still on the disk "
               "is sent when you come back."));
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
    stay();
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
    const QList<OutboxEntry> unsent = m_outbox.unsent();
    for (const OutboxEntry &entry : unsent)
        m_goesFirst.insert(entry.id);
    m_isSending = true;
    m_window.chat()->showNotice(tr("You leave as soon as everything is sent."));
    look();
}

void Leaving::discard()
{
    m_isDiscarding = true;
    m_patience.start();
    m_outbox.discardAll([self = QPointer(this)](const protocol::Result<void> &) {
        if (!self || !self->m_isDiscarding)
            return;
        self->stay();
        Q_EMIT self->ready();
    });
}

void Leaving::look()
{
    if (!m_isSending || !m_outbox.unsent().isEmpty())
        return;
    stay();
    // Not from within what the outbox tells.
    QMetaObject::invokeMethod(this, &Leaving::ready, Qt::QueuedConnection);
}

void Leaving::stay()
{
    m_isSending = false;
    m_goesFirst.clear();
    m_isDiscarding = false;
    m_patience.stop();
}

} // namespace samsa::app
