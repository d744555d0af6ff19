// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPushButton>

namespace samsa::ui {

/// Leads to the newest message, and says whether there are new ones. Thread: the GUI's.
class JumpButton : public QPushButton
{
    Q_OBJECT
public:
    explicit JumpButton(QWidget *parent = nullptr);

    /// At the lower edge of \a area, above all that is there.
    void showIn(const QRect &area, bool newMessages);

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();
};

} // namespace samsa::ui
