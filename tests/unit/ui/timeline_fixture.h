// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "fake_messages.h"
#include "ui/timeline/message_delegate.h"
#include "ui/timeline/timeline_view.h"

#include <QCoreApplication>
#include <QScrollBar>
#include <QTest>

#include <memory>

/// A timeline of 60 messages, "m1" to "m60", positions 101 to 160, shown at the bottom.
class TimelineFixture
{
public:
    TimelineFixture()
        : view(std::make_unique<samsa::ui::TimelineView>())
    {
        messages.append(manyMessages(QStringLiteral("m"), 60, 101, start()));
        view->resize(640, 480);
        view->setModel(&messages);
        view->show();
        settle();
    }

    static QDateTime start() { return {QDate(2026, 11, 23), QTime(9, 0)}; }

    /// Lets the posted layout happen.
    void settle() const
    {
        for (int i = 0; i < 4; ++i)
            QCoreApplication::processEvents();
    }

    QScrollBar *bar() const { return view->verticalScrollBar(); }
    int atBottom() const { return bar()->value() == bar()->maximum(); }

    int topOf(const QString &id) const { return view->visualRect(indexOf(id)).top(); }

    QModelIndex indexOf(const QString &id) const
    {
        const QAbstractItemModel *model = view->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data(samsa::ui::MessageIdRole).toString() == id)
                return model->index(row, 0);
        return {};
    }

    /// The first message that is in sight as a whole.
    QString firstInSight() const
    {
        const QAbstractItemModel *model = view->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex index = model->index(row, 0);
            if (view->visualRect(index).top() >= 0)
                return index.data(samsa::ui::MessageIdRole).toString();
        }
        return {};
    }

    /// In the viewport: the middle of a part of a message's row.
    QPoint pointOf(const QString &id, QRect (samsa::ui::MessageLayout::*part)() const) const
    {
        const QModelIndex index = indexOf(id);
        const QRect area = (view->messageDelegate()->layoutOf(index).*part)();
        return view->visualRect(index).topLeft() + area.center();
    }

    FakeMessage own(const QString &id, samsa::ui::MessageState state) const
    {
        FakeMessage message;
        message.id = id;
        message.nickname = QStringLiteral("Me");
        message.own = true;
        message.text = QStringLiteral("my own words");
        message.time = start().addSecs(3600 * 2);
        message.state = state;
        return message;
    }

    FakeMessages messages;
    std::unique_ptr<samsa::ui::TimelineView> view;
};
