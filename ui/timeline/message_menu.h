// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>
#include <QUrl>

namespace samsa::ui {

/// What one can do with a message. Deletes itself when it is closed. Thread: the GUI's.
class MessageMenu : public QMenu
{
    Q_OBJECT
public:
    explicit MessageMenu(QWidget *parent);

    void addFailureActions();
    /// \a messages: how many will be copied.
    void addCopyAction(int messages);
    /// For one link what can be done with it; for several a menu each, named by its address.
    void addLinkActions(const QList<QUrl> &links);
    /// The addresses alone, to be opened.
    void addAddresses(const QList<QUrl> &links);

Q_SIGNALS:
    void retryChosen();
    void discardChosen();
    void copyChosen();

private:
    void addLinkActions(QMenu *menu, const QUrl &link);
};

} // namespace samsa::ui
