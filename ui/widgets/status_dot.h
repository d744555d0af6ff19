// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace samsa::ui {

/// A small filled disc that tells a state by colour; beside it always stands the word. Thread: the
/// GUI's.
class StatusDot : public QWidget
{
    Q_OBJECT
public:
    explicit StatusDot(QWidget *parent = nullptr);

    void setTint(Colour tint);
    Colour tint() const { return m_tint; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Colour m_tint = Colour::SecondaryText;
};

} // namespace samsa::ui
