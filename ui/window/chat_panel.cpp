// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/chat_panel.h"

#include "ui/composer/composer.h"
#include "ui/theme/bidi_text.h"
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

#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds loadingShownAfter {200};
constexpr int leastWidth = 55; // average characters

} // namespace

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
    setMinimumWidth(leastWidth * fontMetrics().averageCharWidth());
    clearRoom();
}

void ChatPanel::makeTimelinePages()
{
    m_timelinePages = new QStackedWidget(this);
    m_timeline = new TimelineView(m_timelinePages);
    m_noMessages = new EmptyState(u"chat"_s, tr("No messages yet"),
                                  tr("Say hello: what you write here, everyone in the room reads."),
                                  m_timelinePages);
    m_noMessages->setObjectName(u"noMessages"_s);
    m_loading = new EmptyState(tr("Loading messages…"), m_timelinePages);
    m_loading->setObjectName(u"historyLoading"_s);
    m_loadFailed =
        new EmptyState(u"warning"_s, tr("The messages could not be loaded"), {}, m_timelinePages);
    m_loadFailed->setObjectName(u"historyFailed"_s);
    connect(m_loadFailed->addButton(tr("Retry"), u"historyRetry"_s), &QPushButton::clicked, this,
            &ChatPanel::historyRetryRequested);
    for (QWidget *page : {static_cast<QWidget *>(m_timeline), static_cast<QWidget *>(m_noMessages),
                          static_cast<QWidget *>(m_loading), static_cast<QWidget *>(m_loadFailed)})
        m_timelinePages->addWidget(page);
    m_loadingTakesLong.setSingleShot(true);
    m_loadingTakesLong.setInterval(loadingShownAfter);
    connect(&m_loadingTakesLong, &QTimer::timeout, this, &ChatPanel::updateEmptyTimeline);
    // The view's own model stays; what it shows changes.
    using Model = QAbstractItemModel;
    for (auto change : {&Model::rowsInserted, &Model::rowsRemoved})
        connect(m_timeline->model(), change, this, &ChatPanel::updateEmptyTimeline);
    connect(m_timeline->model(), &Model::modelReset, this, &ChatPanel::updateEmptyTimeline);
}

QWidget *ChatPanel::makeRoomPage()
{
    makeTimelinePages();
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
    m_composer->setPlaceholder(tr("Write to %1").arg(isolated(name.simplified())));
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
        text = tr("%1 is typing…").arg(isolated(m_typing.constFirst()));
    else if (m_typing.size() == 2)
        text = tr("%1 and %2 are typing…")
                   .arg(isolated(m_typing.constFirst()), isolated(m_typing.constLast()));
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
    QWidget *page = m_timeline; // blank, for as long as nobody would call it slow
    if (shown->rowCount() == 0) {
        if (m_history.state == HistoryState::Loaded)
            page = m_noMessages;
        else if (m_history.state == HistoryState::Failed)
            page = m_loadFailed;
        else if (!m_loadingTakesLong.isActive())
            page = m_loading;
    }
    const bool hadKeys = m_loadFailed->isAncestorOf(QApplication::focusWidget());
    m_timelinePages->setCurrentWidget(page);
    if (hadKeys && page != m_loadFailed)
        m_composer->focusField();
}

void ChatPanel::setHistoryState(const HistoryState &state)
{
    if (state.state == HistoryState::Loading && m_history.state == HistoryState::Loaded)
        m_loadingTakesLong.start();
    m_history = state;
    m_loadFailed->setAdvice(state.why);
    updateEmptyTimeline();
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
