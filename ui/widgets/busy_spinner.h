// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace samsa::ui {

/// Turns while something is under way, for as long as it can be seen. GUI thread. Cost: a repaint
/// of its few pixels, 25 times a second.
class BusySpinner : public QWidget
{
    Q_OBJECT
public:
    explicit BusySpinner(int side, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_degrees = 0;
};

} // namespace samsa::ui
