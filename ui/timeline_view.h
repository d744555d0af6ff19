// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListView>

namespace samsa::ui {

/// A room's messages, oldest first, by the roles of message_roles.h. At the bottom it stays at the
/// bottom; elsewhere what the person looks at stays where it is, whatever is inserted before it.
class TimelineView : public QListView
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    /// Draws the "new messages" line above the first message at or behind it; 0 for no line.
    void setFirstUnreadPosition(qint64 position);
    bool isAtBottom() const;

Q_SIGNALS:
    /// Near the top: older messages would be welcome.
    void olderNeeded();
    void retryRequested(const QString &messageId);
    void discardRequested(const QString &messageId);
    /// The last message came into sight.
    void newestShown();
};

} // namespace samsa::ui
