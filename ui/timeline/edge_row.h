// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/timeline/edge.h"

#include <QWidget>

class QPushButton;

namespace samsa::ui {

class BusySpinner;
class ElidedLabel;

/// What stands beyond the first or the last message: that more are being loaded, or why they could
/// not be, with a button to try again. The timeline gives it its place, as high as stripHeight()
/// says. Thread: the GUI's.
class EdgeRow : public QWidget
{
    Q_OBJECT
public:
    explicit EdgeRow(QWidget *parent = nullptr);

    void setEdge(const Edge &edge);
    const Edge &edge() const { return m_edge; }

    /// In pixels. 0 at the end of the room; else the same for all states, so that nothing moves
    /// from one to the other.
    int stripHeight() const;

Q_SIGNALS:
    void retryRequested();

private:
    Edge m_edge;
    BusySpinner *m_spinner = nullptr;
    ElidedLabel *m_text = nullptr;
    QPushButton *m_retry = nullptr;
};

} // namespace samsa::ui
