// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

namespace samsa::ui {

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_field(new QPlainTextEdit(this))
    , m_send(new QPushButton(tr("Send"), this))
{
    m_field->setObjectName(QStringLiteral("composerField"));
    m_send->setObjectName(QStringLiteral("sendButton"));
    auto *row = new QHBoxLayout(this);
    row->addWidget(m_field);
    row->addWidget(m_send);
    setFocusProxy(m_field);
    connect(m_send, &QPushButton::clicked, this, [this] {
        if (!text().trimmed().isEmpty()) {
            Q_EMIT sendRequested(text());
        }
    });
}

void Composer::setLimit(int codePoints)
{
    Q_UNUSED(codePoints)
}

QString Composer::text() const
{
    return m_field->toPlainText();
}

void Composer::setText(const QString &text)
{
    m_field->setPlainText(text);
}

void Composer::accepted()
{
    m_field->clear();
}

} // namespace samsa::ui
