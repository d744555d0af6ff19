// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)

namespace samsa {

/// SIGTERM, SIGINT and SIGHUP as Qt signals in the thread of this object. The handler itself only
/// writes a byte into a pipe. A second SIGTERM or SIGINT ends the program at once with status 1:
/// whoever asks twice means it. One per program. On Windows, where these signals do not come, it
/// never emits anything.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void endRequested();
    void hungUp();

private:
    void read();

    QSocketNotifier *m_notifier = nullptr;
    int m_pipe[2] = {-1, -1};
};

} // namespace samsa
