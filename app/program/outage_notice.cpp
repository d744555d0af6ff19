// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/outage_notice.h"

#include "app/base/error_text.h"
#include "ui/window/chat_panel.h"

#include <chrono>

namespace samsa::app {

namespace {

constexpr std::chrono::milliseconds hiccup {1500}; // not worth a notice

} // namespace

OutageNotice::OutageNotice(ui::ChatPanel &chat, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(hiccup);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        show(
            tr("The server is not to be reached. What you write waits here and goes out, in order, "
               "when it is back."));
    });
}

void OutageNotice::setOnline(bool online)
{
    if (online) {
        m_patience.stop();
        hide();
    } else if (!m_patience.isActive()) {
        m_patience.start();
    }
}

void OutageNotice::showWaiting(const protocol::Error &why)
{
    show(errorText(why));
}

void OutageNotice::hide()
{
    if (m_isShown)
        m_chat.hideNotice();
    m_isShown = false;
}

void OutageNotice::show(const QString &sentence)
{
    m_isShown = true;
    m_chat.showNotice(sentence);
}

} // namespace samsa::app
