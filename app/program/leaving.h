// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUuid>

#include <chrono>

namespace samsa::ui {
class MainWindow;
class UnsentDialog;
} // namespace samsa::ui

namespace samsa::app {

class Outbox;

/// Sees to it that nobody leaves with texts that are not sent and does not know: with some, the
/// person says whether they are to go out first, to be thrown away, or whether to stay. Quitting
/// asks nothing, since the next start sends them. What is thrown away is off the disk before one
/// leaves; a disk that does not let it go is told after some seconds, and then the person may
/// insist. Thread: the windows' one.
class Leaving : public QObject
{
    Q_OBJECT
public:
    Leaving(Outbox &outbox, ui::MainWindow &window, QObject *parent = nullptr);
    ~Leaving() override;

    /// The person wants to leave.
    void ask();
    void setPatience(std::chrono::milliseconds patience) { m_patience.setInterval(patience); }

Q_SIGNALS:
    /// Nothing is left behind.
    void ready();

private:
    void sendFirst();
    void discard();
    void look();
    void stay(); // whatever was under way

    Outbox &m_outbox;
    ui::MainWindow &m_window;
    QPointer<ui::UnsentDialog> m_dialog; // of the window
    bool m_isSending = false; // and then leaves
    QSet<QUuid> m_goesFirst; // of what is sent before
    bool m_isDiscarding = false; // and then leaves
    QTimer m_patience; // with the disk, while it is discarding
};

} // namespace samsa::app
