// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/transport_kind.h"

#include <QElapsedTimer>
#include <QFrame>

#include <chrono>

class QDoubleSpinBox;

namespace samsa::ui {

class CountdownBar;
class ElidedLabel;
class QuietLabel;
class SegmentedToggle;
class StatusDot;

/// The choice between polling and live, and what each costs: for polling the interval, the time to
/// the next question and the size of the last answer; for live the connection's state and the age
/// of its last heart-beat. The toggle sits in the chat's header (see toggle()), this strip below
/// it. Shows what it is told and asks for what was chosen: the owner answers transportChosen() with
/// setTransport(). Between two calls of set…Status() the clock runs on by itself.
/// What the clock changes, no screen reader is told of. Thread: the GUI's. Cost: ten small repaints
/// a second while it can be seen.
class TransportBar : public QFrame
{
    Q_OBJECT
public:
    explicit TransportBar(QWidget *parent = nullptr);

    void setTransport(TransportKind kind);
    TransportKind transport() const { return m_transport; }

    /// \a untilNext below 0 while an answer is awaited; \a lastAnswerBytes below 0 while there was
    /// none yet.
    void setPollingStatus(std::chrono::milliseconds interval, std::chrono::milliseconds untilNext,
                          qint64 lastAnswerBytes, bool lastAnswerWasNotModified);
    /// \a secondsSinceHeartBeat below 0 when it is not known.
    void setLiveStatus(LiveState state, const QString &sentence, int secondsSinceHeartBeat);

    /// Polling | Live. A child of this bar until the chat's header takes it.
    SegmentedToggle *toggle() const { return m_toggle; }

Q_SIGNALS:
    void transportChosen(samsa::ui::TransportKind kind);
    void pollingIntervalChosen(std::chrono::milliseconds interval);

private:
    void makeToggle();
    void makePollingParts();
    void makeLiveParts();
    void showCountdown();
    void showHeartBeat();
    void showStatus();
    void tick();

    SegmentedToggle *m_toggle = nullptr;
    QWidget *m_polling = nullptr;
    QDoubleSpinBox *m_interval = nullptr;
    CountdownBar *m_countdown = nullptr;
    QuietLabel *m_countdownText = nullptr;
    StatusDot *m_dot = nullptr;
    ElidedLabel *m_status = nullptr; // the size of the last answer, or the connection's state
    QuietLabel *m_heartBeat = nullptr;

    TransportKind m_transport = TransportKind::Live;
    QString m_pollingSentence;
    QString m_liveSentence;
    std::chrono::milliseconds m_untilNext {-1}; // when m_sincePolling started
    QElapsedTimer m_sincePolling;
    int m_heartBeatAge = -1; // when m_sinceLive started
    QElapsedTimer m_sinceLive;
};

} // namespace samsa::ui
