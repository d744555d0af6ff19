// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/spoken_frame.h"

class QLabel;
class QToolButton;

namespace samsa::ui {

/// One sentence about what is not as it should be, with a button to close it. A screen reader says
/// it; said again while it stands it is not heard again. Thread: the GUI's.
class NoticeBar : public SpokenFrame
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void say(const QString &sentence);
    QString sentence() const;

private:
    QLabel *m_text = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace samsa::ui
