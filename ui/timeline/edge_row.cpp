// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/edge_row.h"

#include "ui/theme/style_class.h"
#include "ui/widgets/busy_spinner.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int margin = 6;

} // namespace

EdgeRow::EdgeRow(QWidget *parent)
    : QWidget(parent)
    , m_spinner(new BusySpinner(fontMetrics().height(), this))
    , m_text(new ElidedLabel(this))
    , m_retry(new QPushButton(tr("Retry"), this))
{
    setStyleClass(m_text, "secondary");
    m_text->setObjectName(u"edgeText"_s);
    m_retry->setObjectName(u"edgeRetry"_s);
    m_retry->setAccessibleName(tr("Retry to load messages"));
    m_retry->setFocusPolicy(Qt::StrongFocus);
    m_retry->setAutoDefault(true); // Enter presses it too
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, margin, 16, margin);
    layout->setSpacing(10);
    layout->addStretch(1);
    layout->addWidget(m_spinner);
    layout->addWidget(m_text);
    layout->addWidget(m_retry);
    layout->addStretch(1);
    connect(m_retry, &QPushButton::clicked, this, &EdgeRow::retryRequested);
    setEdge({});
}

void EdgeRow::setEdge(const Edge &edge)
{
    m_edge = edge;
    m_spinner->setVisible(edge.state == Edge::Loading);
    m_retry->setVisible(edge.state == Edge::Failed);
    m_text->setFullText(edge.state == Edge::Loading      ? tr("Loading messages…")
                            : edge.state == Edge::Failed ? edge.why
                                                         : QString());
    setAccessibleName(m_text->fullText());
}

int EdgeRow::stripHeight() const
{
    if (m_edge.state == Edge::End)
        return 0;
    m_retry->ensurePolished(); // the style sheet decides about its height
    return qMax(m_retry->sizeHint().height(), m_text->sizeHint().height()) + 2 * margin;
}

} // namespace samsa::ui
