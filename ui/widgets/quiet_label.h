// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>

namespace samsa::ui {

/// A label whose text changes by itself all the time, such as a clock's: whoever asks is told the
/// text, and nobody is told that it changed. Thread: the GUI's.
class QuietLabel : public QLabel
{
    Q_OBJECT
public:
    explicit QuietLabel(QWidget *parent = nullptr);
};

} // namespace samsa::ui
