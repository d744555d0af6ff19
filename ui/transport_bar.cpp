// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/transport_bar.h"

#include <QButtonGroup>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace samsa::ui {

TransportBar::TransportBar(QWidget *parent)
    : QWidget(parent)
    , m_polling(new QPushButton(tr("Polling"), this))
    , m_live(new QPushButton(tr("Live"), this))
    , m_interval(new QDoubleSpinBox(this))
    , m_status(new QLabel(this))
{
    m_polling->setObjectName(QStringLiteral("transportPolling"));
    m_live->setObjectName(QStringLiteral("transportLive"));
    m_interval->setObjectName(QStringLiteral("pollingIntervalBox"));
    m_status->setObjectName(QStringLiteral("transportStatus"));
    m_polling->setCheckable(true);
    m_live->setCheckable(true);
    auto *group = new QButtonGroup(this);
    group->addButton(m_polling);
    group->addButton(m_live);
    m_interval->setRange(0.2, 60.0);
    m_interval->setValue(1.0);
    auto *row = new QHBoxLayout(this);
    row->addWidget(m_polling);
    row->addWidget(m_live);
    row->addWidget(m_interval);
    row->addWidget(m_status);
    m_live->setChecked(true);
    connect(m_polling, &QPushButton::clicked, this,
            [this] { Q_EMIT transportChosen(TransportKind::Polling); });
    connect(m_live, &QPushButton::clicked, this,
            [this] { Q_EMIT transportChosen(TransportKind::Live); });
    connect(m_interval, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        Q_EMIT pollingIntervalChosen(std::chrono::milliseconds(qRound(seconds * 1000)));
    });
}

void TransportBar::setTransport(TransportKind kind)
{
    (kind == TransportKind::Polling ? m_polling : m_live)->setChecked(true);
}

TransportKind TransportBar::transport() const
{
    return m_polling->isChecked() ? TransportKind::Polling : TransportKind::Live;
}

void TransportBar::setPollingStatus(std::chrono::milliseconds interval,
                                    std::chrono::milliseconds untilNext, qint64 lastAnswerBytes,
                                    bool lastAnswerWasNotModified)
{
    Q_UNUSED(untilNext)
    Q_UNUSED(lastAnswerWasNotModified)
    const QSignalBlocker blocker(m_interval);
    m_interval->setValue(double(interval.count()) / 1000);
    m_status->setText(locale().formattedDataSize(qMax(qint64(0), lastAnswerBytes)));
}

void TransportBar::setLiveStatus(LiveState state, const QString &sentence,
                                 int secondsSinceHeartBeat)
{
    Q_UNUSED(state)
    Q_UNUSED(secondsSinceHeartBeat)
    m_status->setText(sentence);
}

void TransportBar::toggleTransport()
{
    (transport() == TransportKind::Polling ? m_live : m_polling)->click();
}

} // namespace samsa::ui
