// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QAbstractButton;

namespace samsa::ui {

/// A choice of few, side by side in one frame; the chosen one is filled. Arrow keys move within it,
/// as in a group of radio buttons. Only a person's choice is told. Thread: the GUI's.
class SegmentedToggle : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedToggle(const QString &accessibleName, QWidget *parent = nullptr);

    void addChoice(int value, const QString &text, const QString &objectName,
                   const QString &toolTip);
    void setValue(int value);
    int value() const;

Q_SIGNALS:
    void chosen(int value);

private:
    QButtonGroup *m_buttons = nullptr;
    QHBoxLayout *m_layout = nullptr;
};

} // namespace samsa::ui
