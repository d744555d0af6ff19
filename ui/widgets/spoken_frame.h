// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

namespace samsa::ui {

/// A frame with a sentence that a screen reader says when the frame appears, and again when the
/// sentence changes while it stands; the focus stays where it is. For assistive technology it is a
/// notification whose name is the sentence. Thread: the GUI's.
class SpokenFrame : public QFrame
{
    Q_OBJECT
public:
    explicit SpokenFrame(QWidget *parent = nullptr);

protected:
    /// Says nothing while the frame is hidden: showing it does. Empty: there is nothing to be said.
    void speak(const QString &sentence);
};

} // namespace samsa::ui
