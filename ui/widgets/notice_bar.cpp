// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/notice_bar.h"

#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/pixmap_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

NoticeBar::NoticeBar(QWidget *parent)
    : SpokenFrame(parent)
    , m_text(new QLabel(this))
    , m_close(new QToolButton(this))
{
    setStyleClass(this, "notice");
    m_text->setObjectName(u"noticeText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setObjectName(u"noticeClose"_s);
    m_close->setAccessibleName(tr("Close the notice"));
    m_close->setToolTip(tr("Close"));
    m_close->setIcon(themedIcon(u"close"_s, Colour::Warning));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(new PixmapLabel(u"warning"_s, Colour::Warning, 18, this));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::hide);
    hide();
}

void NoticeBar::say(const QString &sentence)
{
    if (sentence != m_text->text()) {
        m_text->setText(sentence);
        speak(sentence);
    }
    setVisible(!sentence.isEmpty());
}

QString NoticeBar::sentence() const
{
    return m_text->text();
}

} // namespace samsa::ui
