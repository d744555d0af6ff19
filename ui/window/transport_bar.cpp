// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/transport_bar.h"

#include "ui/theme/font_size.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/countdown_bar.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/quiet_label.h"
#include "ui/widgets/seen_timer.h"
#include "ui/widgets/segmented_toggle.h"
#include "ui/widgets/status_dot.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds tickEvery {100};
constexpr int stripHeight = 42; // the same for both, so that nothing moves on a switch

double inSeconds(std::chrono::milliseconds time)
{
    return static_cast<double>(time.count()) / 1000.0;
}

Colour tintOf(LiveState state)
{
    switch (state) {
    case LiveState::Connected:
        return Colour::Good;
    case LiveState::Connecting:
    case LiveState::Waiting:
        return Colour::Warning;
    case LiveState::Offline:
        break;
    }
    return Colour::Error;
}

QString nameOf(LiveState state)
{
    switch (state) {
    case LiveState::Connected:
        return TransportBar::tr("Connected");
    case LiveState::Connecting:
        return TransportBar::tr("Connecting…");
    case LiveState::Waiting:
        return TransportBar::tr("Waiting to connect again");
    case LiveState::Offline:
        break;
    }
    return TransportBar::tr("Offline");
}

} // namespace

TransportBar::TransportBar(QWidget *parent)
    : QFrame(parent)
    , m_status(new ElidedLabel(this))
{
    setStyleClass(this, "strip");
    setMinimumHeight(stripHeight);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 5, 16, 6);
    layout->setSpacing(10);
    makeToggle();
    makePollingParts();
    makeLiveParts();
    m_status->setObjectName(u"transportStatus"_s);
    m_status->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setStyleClass(m_status, "secondary");
    layout->addWidget(m_polling);
    layout->addWidget(m_dot);
    layout->addWidget(m_status, 1);
    layout->addWidget(m_heartBeat);
    for (QWidget *small : {static_cast<QWidget *>(m_status), static_cast<QWidget *>(m_heartBeat),
                           static_cast<QWidget *>(m_countdownText)})
        scaleFont(small, 0.93);

    connect(new SeenTimer(tickEvery, this), &SeenTimer::tick, this, &TransportBar::tick);
    setPollingStatus(std::chrono::seconds(1), std::chrono::milliseconds(-1), -1, false);
    setLiveStatus(LiveState::Connecting, {}, -1);
    setTransport(TransportKind::Live);
}

void TransportBar::makeToggle()
{
    m_toggle = new SegmentedToggle(tr("How messages arrive"), this);
    m_toggle->addChoice(static_cast<int>(TransportKind::Polling), tr("Polling"),
                        u"transportPolling"_s,
                        tr("Ask the server for new messages every so often"));
    m_toggle->addChoice(static_cast<int>(TransportKind::Live), tr("Live"), u"transportLive"_s,
                        tr("Be told of new messages at once, over WebSocket"));
    connect(m_toggle, &SegmentedToggle::chosen, this, [this](int value) {
        const auto kind = static_cast<TransportKind>(value);
        if (kind != m_transport)
            Q_EMIT transportChosen(kind);
    });
}

void TransportBar::makePollingParts()
{
    m_polling = new QWidget(this);
    auto *label = new QLabel(tr("Ask every"), m_polling);
    setStyleClass(label, "secondary");
    m_interval = new QDoubleSpinBox(m_polling);
    m_interval->setObjectName(u"pollingIntervalBox"_s);
    m_interval->setAccessibleName(tr("Polling interval in seconds"));
    m_interval->setToolTip(tr("How long to wait between two questions"));
    m_interval->setRange(0.2, 60.0);
    m_interval->setDecimals(1);
    m_interval->setSingleStep(0.2);
    m_interval->setValue(1.0);
    m_interval->setSuffix(tr(" s"));
    m_interval->setKeyboardTracking(false);
    m_interval->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_interval->setAlignment(Qt::AlignCenter);
    m_interval->setMinimumWidth(64);
    label->setBuddy(m_interval);
    m_countdown = new CountdownBar(m_polling);
    m_countdown->setAccessibleName(tr("Time until the next question"));
    m_countdownText = new QuietLabel(m_polling);
    m_countdownText->setObjectName(u"pollingCountdown"_s);
    setStyleClass(m_countdownText, "secondary");

    auto *layout = new QHBoxLayout(m_polling);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_interval);
    layout->addSpacing(4);
    layout->addWidget(m_countdown, 0, Qt::AlignVCenter);
    layout->addWidget(m_countdownText);
    connect(m_interval, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        Q_EMIT pollingIntervalChosen(std::chrono::milliseconds(qRound64(seconds * 1000.0)));
    });
}

void TransportBar::makeLiveParts()
{
    m_dot = new StatusDot(this);
    m_heartBeat = new QuietLabel(this);
    m_heartBeat->setObjectName(u"heartBeat"_s);
    setStyleClass(m_heartBeat, "secondary");
}

void TransportBar::setTransport(TransportKind kind)
{
    m_transport = kind;
    m_toggle->setValue(static_cast<int>(kind));
    const bool live = kind == TransportKind::Live;
    m_polling->setVisible(!live);
    m_dot->setVisible(live);
    m_heartBeat->setVisible(live);
    m_status->setAlignment((live ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    showStatus();
    tick();
}

void TransportBar::setPollingStatus(std::chrono::milliseconds interval,
                                    std::chrono::milliseconds untilNext, qint64 lastAnswerBytes,
                                    bool lastAnswerWasNotModified)
{
    // Not while a person types another one.
    if (!m_interval->findChild<QLineEdit *>()->isModified() || !m_interval->hasFocus()) {
        const QSignalBlocker quiet(m_interval);
        m_interval->setValue(inSeconds(interval));
    }
    m_countdown->setMaximum(static_cast<int>(interval.count()));
    m_untilNext = untilNext;
    m_sincePolling.start();
    if (lastAnswerBytes < 0)
        m_pollingSentence = tr("No answer yet");
    else {
        const QString size =
            QLocale().formattedDataSize(lastAnswerBytes, 1, QLocale::DataSizeTraditionalFormat);
        const QString bytes = lastAnswerBytes < 1000 ? tr("%1 B").arg(lastAnswerBytes) : size;
        m_pollingSentence = lastAnswerWasNotModified ? tr("Last answer: %1, nothing new").arg(bytes)
                                                     : tr("Last answer: %1").arg(bytes);
    }
    showStatus();
    showCountdown();
}

void TransportBar::setLiveStatus(LiveState state, const QString &sentence,
                                 int secondsSinceHeartBeat)
{
    m_dot->setTint(tintOf(state));
    m_liveSentence = sentence.isEmpty() ? nameOf(state) : sentence;
    m_heartBeatAge = state == LiveState::Connected ? secondsSinceHeartBeat : -1;
    m_sinceLive.start();
    showStatus();
    showHeartBeat();
}

void TransportBar::showStatus()
{
    const QString &sentence =
        m_transport == TransportKind::Live ? m_liveSentence : m_pollingSentence;
    if (m_status->fullText() != sentence)
        m_status->setFullText(sentence);
}

void TransportBar::showCountdown()
{
    QString text;
    int left = 0;
    if (m_untilNext.count() < 0) {
        text = tr("Asking…");
    } else {
        left = static_cast<int>(qMax<qint64>(0, m_untilNext.count() - m_sincePolling.elapsed()));
        text = tr("Next in %1 s").arg(QLocale().toString(left / 1000.0, 'f', 1));
    }
    m_countdown->setValue(m_countdown->maximum() - qMin(left, m_countdown->maximum()));
    m_countdownText->setText(text);
    // The strip must not jiggle as digits change.
    m_countdownText->setMinimumWidth(
        qMax(m_countdownText->minimumWidth(), m_countdownText->sizeHint().width()));
}

void TransportBar::showHeartBeat()
{
    if (m_heartBeatAge < 0) {
        m_heartBeat->clear();
        return;
    }
    const int age = m_heartBeatAge + static_cast<int>(m_sinceLive.elapsed() / 1000);
    const QString text = age == 0 ? tr("Heart-beat just now") : tr("Heart-beat %1 s ago").arg(age);
    if (m_heartBeat->text() != text)
        m_heartBeat->setText(text);
}

void TransportBar::tick()
{
    if (m_transport == TransportKind::Polling)
        showCountdown();
    else
        showHeartBeat();
}

} // namespace samsa::ui
