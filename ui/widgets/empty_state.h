// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace samsa::ui {

/// What stands where there is nothing yet: an icon, what is so, and what to do. Where that takes a
/// while, something turns in place of the icon. Thread: the GUI's.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const QString &iconName, const QString &title, const QString &advice,
               QWidget *parent = nullptr);
    /// That something is under way.
    explicit EmptyState(const QString &title, QWidget *parent = nullptr);

    /// Plain text.
    void setAdvice(const QString &advice);
    /// A button below the advice.
    QPushButton *addButton(const QString &text, const QString &objectName);

private:
    EmptyState(QWidget *sign, const QString &title, const QString &advice, QWidget *parent);

    QLabel *m_advice = nullptr;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace samsa::ui
