// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/nickname_dialog.h"

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace samsa::ui {

NicknameDialog::NicknameDialog(QWidget *parent)
    : QDialog(parent)
    , m_nickname(new QLineEdit(this))
    , m_nicknameError(new QLabel(this))
    , m_polling(new QRadioButton(tr("Polling"), this))
    , m_live(new QRadioButton(tr("Live (WebSocket)"), this))
    , m_hostHere(new QRadioButton(tr("Host on this computer"), this))
    , m_serverAddress(new QRadioButton(tr("Server address"), this))
    , m_address(new QLineEdit(this))
    , m_accessKey(new QLineEdit(this))
    , m_join(new QPushButton(tr("Join"), this))
{
    m_nickname->setObjectName(QStringLiteral("nicknameField"));
    m_nicknameError->setObjectName(QStringLiteral("nicknameError"));
    m_polling->setObjectName(QStringLiteral("pollingChoice"));
    m_live->setObjectName(QStringLiteral("liveChoice"));
    m_hostHere->setObjectName(QStringLiteral("hostHereChoice"));
    m_serverAddress->setObjectName(QStringLiteral("serverAddressChoice"));
    m_address->setObjectName(QStringLiteral("addressField"));
    m_accessKey->setObjectName(QStringLiteral("accessKeyField"));
    m_join->setObjectName(QStringLiteral("joinButton"));
    auto *transports = new QButtonGroup(this);
    transports->addButton(m_polling);
    transports->addButton(m_live);
    auto *places = new QButtonGroup(this);
    places->addButton(m_hostHere);
    places->addButton(m_serverAddress);
    auto *column = new QVBoxLayout(this);
    for (QWidget *widget : std::initializer_list<QWidget *> {m_nickname, m_nicknameError, m_polling,
                                                             m_live, m_hostHere, m_serverAddress,
                                                             m_address, m_accessKey, m_join}) {
        column->addWidget(widget);
    }
    m_nicknameError->hide();
    m_accessKey->hide();
    m_join->setDefault(true);
    connect(m_join, &QPushButton::clicked, this, [this] { Q_EMIT joinRequested(choice()); });
    setChoice({});
}

void NicknameDialog::setChoice(const JoinChoice &choice)
{
    m_nickname->setText(choice.nickname);
    (choice.transport == TransportKind::Polling ? m_polling : m_live)->setChecked(true);
    (choice.hostHere ? m_hostHere : m_serverAddress)->setChecked(true);
    m_address->setText(choice.address);
    m_accessKey->setText(choice.accessKey);
}

JoinChoice NicknameDialog::choice() const
{
    return {m_nickname->text(),
            m_polling->isChecked() ? TransportKind::Polling : TransportKind::Live,
            m_hostHere->isChecked(), m_address->text(), m_accessKey->text()};
}

void NicknameDialog::setBusy(bool busy, const QString &whatIsHappening)
{
    Q_UNUSED(whatIsHappening)
    m_busy = busy;
    m_nickname->setEnabled(!busy);
    m_join->setEnabled(!busy);
}

bool NicknameDialog::isBusy() const
{
    return m_busy;
}

void NicknameDialog::showNicknameError(const QString &sentence)
{
    setBusy(false);
    m_nicknameError->setText(sentence);
    m_nicknameError->show();
    m_nickname->setFocus();
    m_nickname->selectAll();
}

void NicknameDialog::showAddressError(const QString &sentence)
{
    showNicknameError(sentence);
    m_address->setFocus();
}

void NicknameDialog::showAccessKeyNeeded(const QString &sentence)
{
    showNicknameError(sentence);
    m_accessKey->show();
    m_accessKey->setFocus();
}

} // namespace samsa::ui
