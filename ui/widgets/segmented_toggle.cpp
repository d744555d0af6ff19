// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/segmented_toggle.h"

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QRadioButton>

namespace samsa::ui {

namespace {

// A radio button to the keys and to assistive technology, a segment to the eye.
class Segment : public QRadioButton
{
public:
    using QRadioButton::QRadioButton;

    QSize sizeHint() const override
    {
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        const QFontMetrics metrics(bold);
        return {metrics.horizontalAdvance(text()) + 32, metrics.height() + 12};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &point) const override { return rect().contains(point); }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area = QRectF(rect()).adjusted(3, 3, -3, -3);
        painter.setPen(Qt::NoPen);
        if (isChecked()) {
            painter.setBrush(colour(Colour::Accent));
            painter.drawRoundedRect(area, 7, 7);
        } else if (underMouse()) {
            painter.setBrush(colour(Colour::Hover));
            painter.drawRoundedRect(area, 7, 7);
        }
        if (hasFocus()) {
            painter.setPen(QPen(colour(Colour::Focus), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 9, 9);
        }
        QFont textFont = font();
        textFont.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
        painter.setFont(textFont);
        painter.setPen(colour(!isEnabled()      ? Colour::FieldBorder
                                  : isChecked() ? Colour::AccentText
                                                : Colour::Text));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
    }
};

// The frame around the segments.
class Track : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(colour(Colour::Window));
        painter.setPen(QPen(colour(Colour::FieldBorder), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5);
    }
};

} // namespace

SegmentedToggle::SegmentedToggle(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
    , m_buttons(new QButtonGroup(this))
{
    setAccessibleName(accessibleName);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *track = new Track(this);
    outer->addWidget(track);
    m_layout = new QHBoxLayout(track);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_buttons, &QButtonGroup::idClicked, this, &SegmentedToggle::chosen);
}

void SegmentedToggle::addChoice(int value, const QString &text, const QString &objectName,
                                const QString &toolTip)
{
    auto *segment = new Segment(text, this);
    segment->setObjectName(objectName);
    segment->setToolTip(toolTip);
    segment->setAccessibleName(text);
    segment->setAccessibleDescription(toolTip);
    segment->setAttribute(Qt::WA_Hover);
    m_layout->addWidget(segment);
    m_buttons->addButton(segment, value);
    if (m_buttons->checkedId() < 0)
        segment->setChecked(true);
}

void SegmentedToggle::setValue(int value)
{
    if (QAbstractButton *button = m_buttons->button(value))
        button->setChecked(true);
}

int SegmentedToggle::value() const
{
    return m_buttons->checkedId();
}

} // namespace samsa::ui
