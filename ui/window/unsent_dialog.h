// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QPushButton;

namespace samsa::ui {

/// Asked before somebody leaves with messages that are not sent: send them first, throw them away,
/// or stay, which closing the dialog is too. The safe answer has the focus. Thread: the GUI's.
class UnsentDialog : public QDialog
{
    Q_OBJECT
public:
    /// \a count: how many messages, 1 or more.
    explicit UnsentDialog(int count, QWidget *parent = nullptr);

Q_SIGNALS:
    /// One of these, after the dialog has closed; neither when the person stays.
    void sendFirstChosen();
    void discardChosen();

private:
    QPushButton *add(const QString &text, const char *name, void (UnsentDialog::*chosen)());
};

} // namespace samsa::ui
