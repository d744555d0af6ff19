// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/arrival_announcer.h"

#include <QGuiApplication>
#include <QHideEvent>
#include <QWindow>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds tellEvery {1000};
constexpr int readOutAtMost = 3;

} // namespace

ArrivalAnnouncer::ArrivalAnnouncer(QWidget *parent)
    : SpokenFrame(parent)
{
    setObjectName(u"arrivals"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setGeometry(0, 0, 0, 0);
    hide(); // else a nameless notification would be said with the window
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ArrivalAnnouncer::tell);
    connect(qGuiApp, &QGuiApplication::focusWindowChanged, this, &ArrivalAnnouncer::tellSoon);
}

void ArrivalAnnouncer::announce(const QString &nickname, const QString &text)
{
    ++m_count;
    //: What a screen reader says of a message that has come: nickname, text.
    m_newest.append(tr("%1: %2").arg(nickname, text.simplified()));
    if (m_newest.size() > readOutAtMost)
        m_newest.removeFirst();
    tellSoon();
}

void ArrivalAnnouncer::forget()
{
    m_newest.clear();
    m_count = 0;
    m_pause.stop();
}

void ArrivalAnnouncer::tellSoon()
{
    if (m_count == 0 || m_pause.isActive() || !isActiveWindow())
        return;
    // Even the first waits for the end of the turn: one answer brings many.
    const std::chrono::milliseconds since(m_sinceTold.isValid() ? m_sinceTold.elapsed()
                                                                : tellEvery.count());
    m_pause.start(std::max(tellEvery - since, std::chrono::milliseconds(0)));
}

void ArrivalAnnouncer::tell()
{
    if (m_count == 0 || !isActiveWindow())
        return;
    const QString said = m_count <= readOutAtMost
        ? m_newest.join(u'\n')
        //: What a screen reader says of several messages that have come; %1 is the last, as
        //: "nickname: text".
        : tr("%n new message(s), the last from %1", nullptr, m_count).arg(m_newest.constLast());
    forget();
    m_sinceTold.start();
    speak(said);
    show();
}

void ArrivalAnnouncer::hideEvent(QHideEvent *event)
{
    SpokenFrame::hideEvent(event);
    if (!event->spontaneous())
        hide(); // else it would be said once more when its parent is shown again
}

} // namespace samsa::ui
