// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rooms/room_filter_field.h"

#include "ui/theme/icons.h"

#include <QInputMethodEvent>
#include <QKeyEvent>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

RoomFilterField::RoomFilterField(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(u"roomFilter"_s);
    setAccessibleName(tr("Find a room"));
    setPlaceholderText(tr("Find a room"));
    setToolTip(tr("Find a room (Ctrl+K)"));
    setClearButtonEnabled(true);
    addAction(themedIcon(u"search"_s, Colour::SecondaryText), QLineEdit::LeadingPosition);
    connect(this, &QLineEdit::textChanged, this, &RoomFilterField::tell);
}

void RoomFilterField::start()
{
    if (QWidget *before = window()->focusWidget(); before != this)
        m_before = before;
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

bool RoomFilterField::giveUp()
{
    clear();
    QWidget *const before = m_before;
    m_before.clear();
    if (before == nullptr || before == window() || !before->isVisible() || !before->isEnabled())
        return false;
    before->setFocus(Qt::OtherFocusReason);
    return true;
}

void RoomFilterField::tell()
{
    QString text = this->text();
    text.insert(cursorPosition(), m_composed);
    Q_EMIT wanted(text);
}

bool RoomFilterField::event(QEvent *event)
{
    // Or else Escape would be the window's.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QLineEdit::event(event);
}

void RoomFilterField::inputMethodEvent(QInputMethodEvent *event)
{
    m_composed = event->preeditString();
    QLineEdit::inputMethodEvent(event);
    tell();
}

void RoomFilterField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
        Q_EMIT leftDownwards();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_composed.isEmpty())
            Q_EMIT chosen();
        break;
    case Qt::Key_Escape:
        Q_EMIT givenUp();
        break;
    default:
        QLineEdit::keyPressEvent(event);
        return;
    }
    event->accept();
}

} // namespace samsa::ui
