// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/composer/composer.h"

#include "ui/composer/composer_edit.h"
#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QToolButton>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int counterFrom = 200; // shown when so many characters are left

int codePoints(const QString &text)
{
    int count = 0;
    for (const QChar unit : text)
        count += unit.isLowSurrogate() ? 0 : 1;
    return count;
}

} // namespace

Composer::Composer(QWidget *parent)
    : QFrame(parent)
    , m_edit(new ComposerEdit(this))
    , m_counter(new QLabel(this))
    , m_send(new QToolButton(this))
{
    setStyleClass(this, "composer");
    m_edit->setObjectName(u"composerField"_s);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->setAccessibleDescription(tr("Enter sends, Shift+Enter makes a new line"));
    m_edit->setPlaceholderText(tr("Write a message"));
    m_counter->setObjectName(u"composerCounter"_s);
    m_counter->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    scaleFont(m_counter, 0.9);
    setStyleClass(m_counter, "secondary");
    m_send->setObjectName(u"sendButton"_s);
    m_send->setAccessibleName(tr("Send"));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setIcon(themedIcon(u"send"_s, Colour::AccentText));
    m_send->setIconSize(QSize(18, 18));
    m_send->setFocusPolicy(Qt::TabFocus); // a click leaves what is being composed to sendByButton()
    setStyleClass(m_send, "primary");

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(m_edit, 1, Qt::AlignVCenter);
    layout->addWidget(m_counter, 0, Qt::AlignBottom);
    layout->addWidget(m_send, 0, Qt::AlignBottom);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setFocusProxy(m_edit);

    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::changed);
    connect(m_edit, &ComposerEdit::composed, this, &Composer::changed);
    connect(m_edit, &ComposerEdit::compositionEnded, this, &Composer::compositionEnded);
    connect(m_edit, &ComposerEdit::sendPressed, this, &Composer::send);
    connect(m_edit, &ComposerEdit::focusChanged, this,
            [this](bool focused) { setFlag(this, "active", focused); });
    connect(m_send, &QToolButton::clicked, this, &Composer::sendByButton);
    updateState();
}

void Composer::setLimit(int limit)
{
    m_limit = limit;
    updateState();
}

QString Composer::text() const
{
    return m_edit->text();
}

QString Composer::draft() const
{
    return m_edit->draft();
}

void Composer::setText(const QString &text)
{
    put(text);
}

void Composer::put(const QString &text)
{
    m_putting = true; // nobody is typing
    m_edit->putText(text);
    m_putting = false;
    updateState();
}

void Composer::showDraft(const QString &text)
{
    m_nextDraft = text;
    m_sendWhenComposed = false;
    m_edit->endComposition();
    updateState();
}

void Composer::compositionEnded(const QString &draft)
{
    if (m_nextDraft) {
        const QString next = *m_nextDraft;
        m_nextDraft.reset();
        put(next);
        Q_EMIT draftSettled(draft);
    } else if (m_sendWhenComposed) {
        m_sendWhenComposed = false;
        if (text() != draft)
            put(draft);
        send();
    }
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void Composer::focusField()
{
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::accepted()
{
    put({});
}

void Composer::changed()
{
    updateState();
    if (m_putting)
        return;
    Q_EMIT draftChanged();
    if (m_send->isEnabled())
        Q_EMIT typed();
}

void Composer::send()
{
    const QString written = text();
    if (isEnabled() && !m_nextDraft && canSend(written))
        Q_EMIT sendRequested(written);
}

void Composer::sendByButton()
{
    m_sendWhenComposed = true;
    m_edit->endComposition();
    focusField();
}

int Composer::charactersLeft(const QString &text) const
{
    return m_limit > 0 ? m_limit - codePoints(text) : counterFrom + 1;
}

bool Composer::canSend(const QString &text) const
{
    return charactersLeft(text) >= 0 && !text.trimmed().isEmpty();
}

void Composer::updateState()
{
    const QString written = draft();
    const int left = charactersLeft(written);
    m_send->setEnabled(!m_nextDraft && canSend(written));
    m_counter->setVisible(left <= counterFrom);
    if (left > counterFrom)
        return;
    m_counter->setText(QLocale().toString(left));
    m_counter->setAccessibleName(left >= 0 ? tr("%n character(s) left", nullptr, left)
                                           : tr("%n character(s) too many", nullptr, -left));
    m_counter->setToolTip(m_counter->accessibleName());
    setStyleClass(m_counter, left >= 0 ? "secondary" : "error");
    setFlag(m_counter, "over", left < 0);
}

} // namespace samsa::ui
