// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace samsa::ui {

/// A thin bar that fills until something happens. Not a QProgressBar: a screen reader would say
/// every step of that one. Thread: the GUI's.
class CountdownBar : public QWidget
{
    Q_OBJECT
public:
    explicit CountdownBar(QWidget *parent = nullptr);

    /// 0 is empty, \a maximum is full; a value beyond it counts as full.
    void setMaximum(int maximum);
    void setValue(int value);
    int maximum() const { return m_maximum; }
    int value() const { return m_value; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int filledWidth() const;

    int m_maximum = 1;
    int m_value = 0;
};

} // namespace samsa::ui
