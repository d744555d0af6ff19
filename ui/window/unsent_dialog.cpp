// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/unsent_dialog.h"

#include "ui/theme/style_class.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

UnsentDialog::UnsentDialog(int count, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"unsentDialog"_s);
    setWindowTitle(tr("Leave"));
    auto *question =
        new QLabel(tr("%n message(s) of yours are not sent yet.", nullptr, count), this);
    question->setObjectName(u"unsentQuestion"_s);
    question->setWordWrap(true);
    setStyleClass(question, "title");
    auto *why = new QLabel(
        tr("Who leaves gives up the nickname, and what is not sent by then stays behind."), this);
    why->setWordWrap(true);
    setStyleClass(why, "secondary");
    setAccessibleDescription(question->text() + u' ' + why->text());
    auto *stay = add(tr("S&tay"), "stayButton", nullptr);
    auto *discard = add(tr("&Discard and leave"), "discardButton", &UnsentDialog::discardChosen);
    auto *send = add(tr("&Send first"), "sendFirstButton", &UnsentDialog::sendFirstChosen);
    send->setDefault(true);
    setStyleClass(send, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(stay);
    buttons->addStretch();
    buttons->addWidget(discard);
    buttons->addWidget(send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(question);
    layout->addWidget(why);
    layout->addLayout(buttons);
    setTabOrder(send, discard);
    setTabOrder(discard, stay);
    send->setFocus();
}

QPushButton *UnsentDialog::add(const QString &text, const char *name,
                               void (UnsentDialog::*chosen)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(true); // Enter is the button that has the focus
    connect(button, &QPushButton::clicked, this, [this, chosen] {
        done(chosen != nullptr ? Accepted : Rejected);
        if (chosen != nullptr)
            Q_EMIT(this->*chosen)();
    });
    return button;
}

} // namespace samsa::ui
