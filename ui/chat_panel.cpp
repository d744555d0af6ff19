// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chat_panel.h"

#include "ui/composer.h"
#include "ui/timeline_view.h"
#include "ui/transport_bar.h"

#include <QLabel>
#include <QVBoxLayout>

namespace samsa::ui {

ChatPanel::ChatPanel(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(this))
    , m_people(new QLabel(this))
    , m_transportBar(new TransportBar(this))
    , m_timeline(new TimelineView(this))
    , m_notice(new QLabel(this))
    , m_composer(new Composer(this))
{
    m_name->setObjectName(QStringLiteral("roomName"));
    m_notice->setObjectName(QStringLiteral("notice"));
    m_notice->hide();
    auto *column = new QVBoxLayout(this);
    for (QWidget *widget : std::initializer_list<QWidget *> {m_name, m_people, m_transportBar,
                                                             m_timeline, m_notice, m_composer}) {
        column->addWidget(widget);
    }
}

void ChatPanel::setRoom(const QString &id, const QString &name)
{
    m_room = id;
    m_name->setText(name);
}

void ChatPanel::clearRoom()
{
    setRoom({}, {});
}

void ChatPanel::setPeople(int count)
{
    m_people->setNum(count);
}

void ChatPanel::setModel(QAbstractItemModel *model)
{
    m_timeline->setModel(model);
}

void ChatPanel::showNotice(const QString &sentence)
{
    m_notice->setText(sentence);
    m_notice->show();
}

void ChatPanel::hideNotice()
{
    m_notice->hide();
}

} // namespace samsa::ui
