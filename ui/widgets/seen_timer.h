// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>

#include <chrono>

class QTimer;
class QWidget;

namespace samsa::ui {

/// Ticks for what a widget shows, as long as it can be seen: not while it is hidden or its window
/// minimised. The first tick is at once when it can be seen again. Thread: the GUI's.
class SeenTimer : public QObject
{
    Q_OBJECT
public:
    /// Owned by \a widget.
    SeenTimer(std::chrono::milliseconds interval, QWidget *widget);

Q_SIGNALS:
    void tick();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void run(bool seen);

    QWidget *m_widget = nullptr;
    QPointer<QWidget> m_window; // whose state is watched
    QTimer *m_timer = nullptr;
};

} // namespace samsa::ui
