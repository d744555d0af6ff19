// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace samsa::ui {

/// What stands where there is nothing yet: an icon, what is so, and what to do. Thread: the GUI's.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const QString &iconName, const QString &title, const QString &advice,
               QWidget *parent = nullptr);
};

} // namespace samsa::ui
