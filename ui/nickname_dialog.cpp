// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/nickname_dialog.h"

#include "ui/field_error.h"
#include "ui/icons.h"
#include "ui/widget_role.h"

#include <QButtonGroup>
#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace samsa::ui {

namespace {

QLabel *fieldLabel(const QString &text, QWidget *buddy, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setRole(label, "field");
    label->setBuddy(buddy);
    return label;
}

QRadioButton *radio(const QString &text, const char *name, QButtonGroup *group, QWidget *parent)
{
    auto *button = new QRadioButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    QString plain = text;
    button->setAccessibleName(plain.remove(QLatin1Char('&')));
    group->addButton(button);
    return button;
}

} // namespace

NicknameDialog::NicknameDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Join Samsa"));
    setAccessibleDescription(tr("Choose a nickname, how messages arrive and which server to use"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 22);
    layout->setSpacing(18);
    layout->addWidget(makeHeader());
    layout->addWidget(makeNicknamePart());
    layout->addWidget(makeTransportPart());
    layout->addWidget(makePlacePart());
    layout->addStretch(1);
    layout->addWidget(makeFooter());
    setMinimumWidth(440);
    connectParts();
    setTabOrders();
    setChoice({});
    refreshTheme();
    m_nickname->setFocus();
}

QWidget *NicknameDialog::makeHeader()
{
    auto *header = new QWidget(this);
    m_logo = new QLabel(header);
    m_logo->setFixedSize(48, 48);
    auto *title = new QLabel(tr("Welcome to Samsa"), header);
    setRole(title, "title");
    scaleFont(title, 1.5);
    auto *subtitle = new QLabel(tr("Pick a nickname and start talking."), header);
    setRole(subtitle, "secondary");
    auto *layout = new QGridLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(14);
    layout->setVerticalSpacing(0);
    layout->addWidget(m_logo, 0, 0, 2, 1, Qt::AlignVCenter);
    layout->addWidget(title, 0, 1, Qt::AlignBottom);
    layout->addWidget(subtitle, 1, 1, Qt::AlignTop);
    layout->setColumnStretch(1, 1);
    return header;
}

QWidget *NicknameDialog::makeNicknamePart()
{
    auto *part = new QWidget(this);
    m_nickname = new QLineEdit(part);
    m_nickname->setObjectName(QStringLiteral("nicknameField"));
    m_nickname->setAccessibleName(tr("Nickname"));
    m_nickname->setAccessibleDescription(tr("Up to 20 characters"));
    m_nickname->setPlaceholderText(tr("How others will see you"));
    m_nicknameError = new FieldError(m_nickname, QStringLiteral("nicknameError"), part);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(fieldLabel(tr("&Nickname"), m_nickname, part));
    layout->addWidget(m_nickname);
    layout->addWidget(m_nicknameError);
    return part;
}

QWidget *NicknameDialog::makeTransportPart()
{
    auto *part = new QWidget(this);
    auto *group = new QButtonGroup(this);
    m_polling = radio(tr("&Polling"), "pollingChoice", group, part);
    m_live = radio(tr("&Live (WebSocket)"), "liveChoice", group, part);
    m_difference = new QLabel(part);
    m_difference->setWordWrap(true);
    setRole(m_difference, "secondary");
    scaleFont(m_difference, 0.93);
    auto *title = new QLabel(tr("How messages arrive"), part);
    setRole(title, "field");
    auto *choices = new QHBoxLayout;
    choices->setSpacing(20);
    choices->addWidget(m_polling);
    choices->addWidget(m_live);
    choices->addStretch(1);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(title);
    layout->addLayout(choices);
    layout->addWidget(m_difference);
    return part;
}

QWidget *NicknameDialog::makePlacePart()
{
    auto *part = new QWidget(this);
    auto *group = new QButtonGroup(this);
    m_here = radio(tr("&Host on this computer"), "hostHereChoice", group, part);
    m_elsewhere = radio(tr("&Server address"), "serverAddressChoice", group, part);
    m_address = new QLineEdit(part);
    m_address->setObjectName(QStringLiteral("addressField"));
    m_address->setAccessibleName(tr("Server address"));
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8642"));
    m_addressError = new FieldError(m_address, QStringLiteral("addressError"), part);

    m_keyPart = new QWidget(part);
    m_accessKey = new QLineEdit(m_keyPart);
    m_accessKey->setObjectName(QStringLiteral("accessKeyField"));
    m_accessKey->setAccessibleName(tr("Access key"));
    m_accessKey->setEchoMode(QLineEdit::Password);
    m_accessKeyError = new FieldError(m_accessKey, QStringLiteral("accessKeyError"), m_keyPart);
    auto *keyLayout = new QVBoxLayout(m_keyPart);
    keyLayout->setContentsMargins(0, 6, 0, 0);
    keyLayout->setSpacing(5);
    keyLayout->addWidget(fieldLabel(tr("&Access key"), m_accessKey, m_keyPart));
    keyLayout->addWidget(m_accessKey);
    keyLayout->addWidget(m_accessKeyError);
    m_keyPart->hide();

    auto *title = new QLabel(tr("Where to"), part);
    setRole(title, "field");
    auto *choices = new QHBoxLayout;
    choices->setSpacing(20);
    choices->addWidget(m_here);
    choices->addWidget(m_elsewhere);
    choices->addStretch(1);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(title);
    layout->addLayout(choices);
    layout->addWidget(m_address);
    layout->addWidget(m_addressError);
    layout->addWidget(m_keyPart);
    return part;
}

QWidget *NicknameDialog::makeFooter()
{
    auto *footer = new QWidget(this);
    m_progress = new QWidget(footer);
    auto *bar = new QProgressBar(m_progress);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(tr("Joining is under way"));
    m_progressText = new QLabel(m_progress);
    m_progressText->setObjectName(QStringLiteral("joinProgress"));
    m_progressText->setWordWrap(true);
    m_progressText->setTextFormat(Qt::PlainText);
    setRole(m_progressText, "secondary");
    auto *progressLayout = new QVBoxLayout(m_progress);
    progressLayout->setContentsMargins(0, 0, 0, 0);
    progressLayout->setSpacing(6);
    progressLayout->addWidget(m_progressText);
    progressLayout->addWidget(bar);
    m_cancel = new QPushButton(tr("Cancel"), footer);
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_cancel->setAutoDefault(false);
    m_join = new QPushButton(tr("Join"), footer);
    m_join->setObjectName(QStringLiteral("joinButton"));
    m_join->setDefault(true);
    setRole(m_join, "primary");
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_progress, 1);
    layout->addStretch(0);
    layout->addWidget(m_cancel, 0, Qt::AlignBottom);
    layout->addWidget(m_join, 0, Qt::AlignBottom);
    m_progress->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    QSizePolicy keep = m_progress->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keep);
    m_progress->hide();
    return footer;
}

void NicknameDialog::connectParts()
{
    connect(m_join, &QPushButton::clicked, this, &NicknameDialog::join);
    connect(m_cancel, &QPushButton::clicked, this, &NicknameDialog::reject);
    connect(m_live, &QRadioButton::toggled, this, &NicknameDialog::updateFields);
    connect(m_elsewhere, &QRadioButton::toggled, this, [this](bool elsewhere) {
        updateFields();
        m_addressError->clear();
        if (elsewhere && isVisible())
            m_address->setFocus(Qt::OtherFocusReason);
    });
    connect(m_nickname, &QLineEdit::textEdited, m_nicknameError, &FieldError::clear);
    connect(m_address, &QLineEdit::textEdited, m_addressError, &FieldError::clear);
    connect(m_accessKey, &QLineEdit::textEdited, m_accessKeyError, &FieldError::clear);
}

void NicknameDialog::setTabOrders()
{
    const QList<QWidget *> order {m_nickname, m_polling,   m_live,   m_here, m_elsewhere,
                                  m_address,  m_accessKey, m_cancel, m_join};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order.at(i - 1), order.at(i));
}

void NicknameDialog::setChoice(const JoinChoice &choice)
{
    m_nickname->setText(choice.nickname);
    (choice.transport == TransportKind::Live ? m_live : m_polling)->setChecked(true);
    (choice.hostHere ? m_here : m_elsewhere)->setChecked(true);
    m_address->setText(choice.address);
    m_accessKey->setText(choice.accessKey);
    m_nickname->selectAll();
    updateFields();
}

JoinChoice NicknameDialog::choice() const
{
    JoinChoice result;
    result.nickname = m_nickname->text();
    result.transport = m_live->isChecked() ? TransportKind::Live : TransportKind::Polling;
    result.hostHere = m_here->isChecked();
    result.address = m_address->text().trimmed();
    if (!m_keyPart->isHidden())
        result.accessKey = m_accessKey->text();
    return result;
}

void NicknameDialog::join()
{
    if (m_busy)
        return;
    clearErrors();
    if (m_nickname->text().trimmed().isEmpty()) {
        showNicknameError(tr("Please enter a nickname."));
        return;
    }
    if (m_elsewhere->isChecked() && m_address->text().trimmed().isEmpty()) {
        showAddressError(tr("Please enter the server's address."));
        return;
    }
    Q_EMIT joinRequested(choice());
}

void NicknameDialog::reject()
{
    if (m_busy)
        Q_EMIT cancelRequested();
    else
        QDialog::reject();
}

void NicknameDialog::setBusy(bool busy, const QString &whatIsHappening)
{
    m_busy = busy;
    for (QLineEdit *field : {m_nickname, m_address, m_accessKey})
        setFlag(field, "readOnly", busy);
    for (QWidget *choice : {m_polling, m_live, m_here, m_elsewhere})
        choice->setEnabled(!busy);
    m_join->setEnabled(!busy);
    m_progressText->setText(whatIsHappening);
    m_progress->setVisible(busy);
    updateFields();
}

void NicknameDialog::showNicknameError(const QString &sentence)
{
    complain(m_nickname, m_nicknameError, sentence);
}

void NicknameDialog::showAddressError(const QString &sentence)
{
    // Hosting can fail too; then there is no address to correct.
    if (m_elsewhere->isChecked())
        complain(m_address, m_addressError, sentence);
    else {
        setBusy(false);
        m_addressError->say(sentence);
    }
}

void NicknameDialog::showAccessKeyNeeded(const QString &sentence)
{
    m_keyPart->show();
    complain(m_accessKey, m_accessKeyError, sentence);
}

void NicknameDialog::clearErrors()
{
    for (FieldError *error : {m_nicknameError, m_addressError, m_accessKeyError})
        error->clear();
}

void NicknameDialog::complain(QLineEdit *field, FieldError *error, const QString &sentence)
{
    setBusy(false);
    error->say(sentence);
    field->selectAll();
    field->setFocus(Qt::OtherFocusReason);
}

void NicknameDialog::updateFields()
{
    m_difference->setText(
        m_live->isChecked()
            ? tr("The server tells this program at once. One connection stays open.")
            : tr("This program asks every second. Simple, but slower and with more traffic."));
    m_address->setVisible(m_elsewhere->isChecked());
    m_address->setEnabled(m_elsewhere->isChecked());
}

void NicknameDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refreshTheme();
    QDialog::changeEvent(event);
}

void NicknameDialog::refreshTheme()
{
    m_logo->setPixmap(themedIcon(QStringLiteral("samsa"), Colour::Accent)
                          .pixmap(QSize(48, 48), devicePixelRatio()));
}

} // namespace samsa::ui
