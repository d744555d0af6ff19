// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/transport_kind.h"

#include <QWidget>

#include <chrono>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace samsa::ui {

/// How the open room is connected, in plain sight: polling shows its interval, the time to the next
/// poll and the size of the last answer; live shows the state and the age of the last heart-beat.
/// Time runs on by itself between two calls of the setters.
class TransportBar : public QWidget
{
    Q_OBJECT
public:
    explicit TransportBar(QWidget *parent = nullptr);

    /// Shows it as chosen, without a signal.
    void setTransport(TransportKind kind);
    TransportKind transport() const;

    /// \a lastAnswerBytes below 0: there was no answer yet.
    void setPollingStatus(std::chrono::milliseconds interval, std::chrono::milliseconds untilNext,
                          qint64 lastAnswerBytes, bool lastAnswerWasNotModified);
    /// \a sentence says more about the state, or is empty. \a secondsSinceHeartBeat below 0: none
    /// yet.
    void setLiveStatus(LiveState state, const QString &sentence, int secondsSinceHeartBeat);

public Q_SLOTS:
    /// The other transport, as if the person had clicked on it.
    void toggleTransport();

Q_SIGNALS:
    void transportChosen(samsa::ui::TransportKind kind);
    void pollingIntervalChosen(std::chrono::milliseconds interval);

private:
    QPushButton *m_polling;
    QPushButton *m_live;
    QDoubleSpinBox *m_interval;
    QLabel *m_status;
};

} // namespace samsa::ui
