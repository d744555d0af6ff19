// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/chat_panel.h"

#include "ui/composer/composer.h"
#include "ui/theme/font_size.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style_class.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/segmented_toggle.h"
#include "ui/window/arrival_announcer.h"
#include "ui/window/transport_bar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

ChatPanel::ChatPanel(QWidget *parent)
    : QWidget(parent)
{
    setStyleClass(this, "surface");
    setAttribute(Qt::WA_StyledBackground);
    m_transportBar = new TransportBar(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeRoomPage());
    m_noRoom = new EmptyState(u"chat"_s, tr("No room is open"),
                              tr("Choose a room at the left, or make a new one."), m_pages);
    m_pages->addWidget(m_noRoom);
    m_notice = new NoticeBar(this); // also tells of what goes wrong while no room is open
    m_arrivals = new ArrivalAnnouncer(this);
    m_footer = new QFrame(this);
    setStyleClass(m_footer, "footer");
    m_composer = new Composer(m_footer);
    auto *footerLayout = new QVBoxLayout(m_footer);
    footerLayout->setContentsMargins(12, 10, 12, 12);
    footerLayout->addWidget(m_composer);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_footer);
    setMinimumWidth(380);
    clearRoom();
}

QWidget *ChatPanel::makeRoomPage()
{
    m_timelinePages = new QStackedWidget(this);
    m_timeline = new TimelineView(m_timelinePages);
    m_noMessages = new EmptyState(u"chat"_s, tr("No messages yet"),
                                  tr("Say hello: what you write here, everyone in the room reads."),
                                  m_timelinePages);
    m_timelinePages->addWidget(m_timeline);
    m_timelinePages->addWidget(m_noMessages);
    // The view's own model stays; what it shows changes.
    using Model = QAbstractItemModel;
    for (auto change : {&Model::rowsInserted, &Model::rowsRemoved})
        connect(m_timeline->model(), change, this, &ChatPanel::updateEmptyTimeline);
    connect(m_timeline->model(), &Model::modelReset, this, &ChatPanel::updateEmptyTimeline);

    auto *room = new QWidget(this);
    auto *roomLayout = new QVBoxLayout(room);
    roomLayout->setContentsMargins(0, 0, 0, 0);
    roomLayout->setSpacing(0);
    roomLayout->addWidget(makeHeader());
    roomLayout->addWidget(m_transportBar);
    roomLayout->addWidget(m_timelinePages, 1);
    return room;
}

QWidget *ChatPanel::makeHeader()
{
    auto *header = new QFrame(this);
    setStyleClass(header, "header");
    header->setMinimumHeight(headerHeight);
    m_name = new ElidedLabel(header);
    m_name->setObjectName(u"roomTitle"_s);
    setStyleClass(m_name, "title");
    scaleFont(m_name, 1.3);
    m_people = new ElidedLabel(header);
    m_people->setObjectName(u"peopleNow"_s);
    setStyleClass(m_people, "secondary");
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_name);
    texts->addWidget(m_people);
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(12);
    layout->addLayout(texts, 1);
    layout->addWidget(m_transportBar->toggle(), 0, Qt::AlignVCenter);
    return header;
}

void ChatPanel::setRoom(const QString &id, const QString &name)
{
    m_room = id;
    m_arrivals->forget();
    m_name->setFullText(name);
    //: In the composer, when the room's name is known.
    m_composer->setPlaceholder(tr("Write to %1").arg(name.simplified()));
    setPeople(-1);
    setTyping({});
    m_pages->setCurrentIndex(0);
    m_footer->show();
    // Who is writing somewhere, a filter or a new room's name, goes on writing there.
    const QWidget *writing = window()->focusWidget();
    if (qobject_cast<const QLineEdit *>(writing) == nullptr)
        m_composer->focusField();
}

void ChatPanel::clearRoom()
{
    m_room.clear();
    m_pages->setCurrentWidget(m_noRoom);
    m_footer->hide();
}

void ChatPanel::setPeople(int count)
{
    m_peopleCount = count;
    updatePeople();
}

void ChatPanel::setTyping(const QStringList &nicknames)
{
    m_typing = nicknames;
    updatePeople();
}

void ChatPanel::updatePeople()
{
    QString text;
    if (m_typing.size() == 1)
        text = tr("%1 is typing…").arg(m_typing.constFirst());
    else if (m_typing.size() == 2)
        text = tr("%1 and %2 are typing…").arg(m_typing.constFirst(), m_typing.constLast());
    else if (!m_typing.isEmpty())
        text = tr("%n people are typing…", nullptr, int(m_typing.size()));
    else if (m_peopleCount >= 0)
        text = tr("%n people here now", nullptr, m_peopleCount);
    m_people->setFullText(text);
    m_people->setVisible(!text.isEmpty());
}

void ChatPanel::setModel(QAbstractItemModel *messages)
{
    m_timeline->setModel(messages);
    updateEmptyTimeline();
}

void ChatPanel::updateEmptyTimeline()
{
    const QAbstractItemModel *shown = m_timeline->model();
    const bool empty = shown->rowCount() == 0;
    m_timelinePages->setCurrentWidget(empty ? static_cast<QWidget *>(m_noMessages) : m_timeline);
}

void ChatPanel::showNotice(const QString &sentence)
{
    m_notice->say(sentence);
}

void ChatPanel::hideNotice()
{
    m_notice->say({});
}

} // namespace samsa::ui
