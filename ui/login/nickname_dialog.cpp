// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/login/nickname_dialog.h"

#include "ui/theme/font_size.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_class.h"
#include "ui/widgets/busy_spinner.h"
#include "ui/widgets/choice_card.h"
#include "ui/widgets/field_error.h"
#include "ui/widgets/pixmap_label.h"

#include <QButtonGroup>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMetaMethod>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int contentWidth = 65; // average characters
constexpr int aside = 64; // pixels of the screen that it leaves
constexpr int cardGap = 10;
constexpr int logoSide = 52;

QLabel *fieldLabel(const QString &text, QWidget *buddy, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setStyleClass(label, "field");
    label->setBuddy(buddy);
    return label;
}

QLabel *groupLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setStyleClass(label, "field");
    return label;
}

ChoiceCard *card(const QString &icon, const QString &title, const QString &explanation,
                 const QString &name, QButtonGroup *group)
{
    auto *result = new ChoiceCard(icon, title, explanation);
    result->setObjectName(name);
    group->addButton(result);
    return result;
}

QVBoxLayout *column(QWidget *widget, int spacing)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

NicknameDialog::NicknameDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Join – Samsa"));
    setWindowIcon(applicationIcon());
    setAccessibleDescription(tr("Choose a nickname, how messages arrive and which server to use."));
    m_content = new QWidget(this);
    auto *parts = column(m_content, 20);
    parts->addWidget(makeHeader());
    parts->addWidget(makeNicknamePart());
    parts->addWidget(makeTransportPart());
    parts->addWidget(makePlacePart());
    parts->addWidget(makeFooter());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 28, 32, 24);
    layout->addWidget(m_content);
    // As high as what is shown: errors and the access key come and go.
    layout->setSizeConstraint(QLayout::SetFixedSize);
    fitWidth();
    connectParts();
    setTabOrders();
    setChoice({});
    m_nickname->setFocus();
}

void NicknameDialog::fitWidth()
{
    const QMargins margins = layout()->contentsMargins();
    const int widest =
        screen()->availableGeometry().width() - aside - margins.left() - margins.right();
    const int wanted = qMin(contentWidth * fontMetrics().averageCharWidth(), widest);
    m_content->setFixedWidth(qMax(wanted, m_content->minimumSizeHint().width()));
}

void NicknameDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_content != nullptr)
        fitWidth();
}

QWidget *NicknameDialog::makeHeader()
{
    auto *header = new QWidget(this);
    auto *logo = new PixmapLabel(u"samsa"_s, Colour::Accent, logoSide, header);
    logo->setFixedSize(logoSide, logoSide);
    auto *title = new QLabel(tr("Welcome to Samsa"), header);
    setStyleClass(title, "title");
    scaleFont(title, 1.6);
    auto *subtitle = new QLabel(tr("Pick a nickname and start talking."), header);
    setStyleClass(subtitle, "secondary");
    auto *layout = new QGridLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(16);
    layout->setVerticalSpacing(2);
    layout->addWidget(logo, 0, 0, 2, 1, Qt::AlignVCenter);
    layout->addWidget(title, 0, 1, Qt::AlignBottom);
    layout->addWidget(subtitle, 1, 1, Qt::AlignTop);
    layout->setColumnStretch(1, 1);
    return header;
}

QWidget *NicknameDialog::makeNicknamePart()
{
    auto *part = new QWidget(this);
    m_nickname = new QLineEdit(part);
    m_nickname->setObjectName(u"nicknameField"_s);
    m_nickname->setAccessibleName(tr("Nickname"));
    m_nickname->setAccessibleDescription(tr("Up to 20 characters"));
    m_nickname->setPlaceholderText(tr("How others will see you"));
    m_nicknameError = new FieldError(m_nickname, u"nicknameError"_s, part);
    auto *layout = column(part, 6);
    layout->addWidget(fieldLabel(tr("&Nickname"), m_nickname, part));
    layout->addWidget(m_nickname);
    layout->addWidget(m_nicknameError);
    return part;
}

QWidget *NicknameDialog::makeTransportPart()
{
    auto *part = new QWidget(this);
    auto *group = new QButtonGroup(this);
    m_polling =
        card(u"polling"_s, tr("&Polling"), tr("Asks again and again: simple, a little later."),
             u"pollingChoice"_s, group);
    m_live =
        card(u"live"_s, tr("&Live (WebSocket)"),
             tr("Is told at once, over a connection that stays open."), u"liveChoice"_s, group);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(cardGap);
    cards->addWidget(m_polling);
    cards->addWidget(m_live);
    auto *layout = column(part, 6);
    layout->addWidget(groupLabel(tr("How messages arrive"), part));
    layout->addLayout(cards);
    return part;
}

QWidget *NicknameDialog::makePlacePart()
{
    auto *part = new QWidget(this);
    auto *group = new QButtonGroup(this);
    m_here = card(u"computer"_s, tr("&Host on this computer"),
                  tr("Starts a server here, inside this program."), u"hostHereChoice"_s, group);
    m_elsewhere =
        card(u"server"_s, tr("&Server address"), tr("Joins a server that is running already."),
             u"serverAddressChoice"_s, group);
    m_address = new QLineEdit(part);
    m_address->setObjectName(u"addressField"_s);
    m_address->setAccessibleName(tr("Server address"));
    m_address->setPlaceholderText(u"http://127.0.0.1:8642"_s);
    m_addressError = new FieldError(m_address, u"addressError"_s, part);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(cardGap);
    cards->addWidget(m_here);
    cards->addWidget(m_elsewhere);
    auto *layout = column(part, 6);
    layout->addWidget(groupLabel(tr("Where to"), part));
    layout->addLayout(cards);
    layout->addSpacing(2);
    layout->addWidget(m_address);
    layout->addWidget(m_addressError);
    layout->addWidget(makeKeyPart());
    return part;
}

QWidget *NicknameDialog::makeKeyPart()
{
    m_keyPart = new QWidget(this);
    m_accessKey = new QLineEdit(m_keyPart);
    m_accessKey->setObjectName(u"accessKeyField"_s);
    m_accessKey->setAccessibleName(tr("Access key"));
    m_accessKey->setEchoMode(QLineEdit::Password);
    m_accessKeyError = new FieldError(m_accessKey, u"accessKeyError"_s, m_keyPart);
    auto *layout = column(m_keyPart, 6);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(fieldLabel(tr("&Access key"), m_accessKey, m_keyPart));
    layout->addWidget(m_accessKey);
    layout->addWidget(m_accessKeyError);
    m_keyPart->hide();
    return m_keyPart;
}

QWidget *NicknameDialog::makeFooter()
{
    auto *footer = new QWidget(this);
    m_spinner = new BusySpinner(18, footer);
    m_progress = new QLabel(footer);
    m_progress->setObjectName(u"joinProgress"_s);
    m_progress->setWordWrap(true);
    m_progress->setTextFormat(Qt::PlainText);
    setStyleClass(m_progress, "secondary");
    m_cancel = new QPushButton(tr("Cancel"), footer);
    m_cancel->setObjectName(u"cancelButton"_s);
    m_cancel->setAutoDefault(false);
    m_join = new QPushButton(tr("Join"), footer);
    m_join->setObjectName(u"joinButton"_s);
    m_join->setDefault(true);
    m_join->setMinimumWidth(96);
    setStyleClass(m_join, "primary");
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_spinner);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_join);
    m_spinner->hide();
    return footer;
}

void NicknameDialog::connectParts()
{
    connect(m_join, &QPushButton::clicked, this, &NicknameDialog::join);
    connect(m_cancel, &QPushButton::clicked, this, &NicknameDialog::reject);
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
    if (m_busy && isSignalConnected(QMetaMethod::fromSignal(&NicknameDialog::cancelRequested)))
        Q_EMIT cancelRequested();
    else
        QDialog::reject();
}

void NicknameDialog::setBusy(bool busy, const QString &whatIsHappening)
{
    m_busy = busy;
    for (QLineEdit *field : {m_nickname, m_address, m_accessKey})
        field->setReadOnly(busy);
    for (QWidget *choice : {m_polling, m_live, m_here, m_elsewhere})
        choice->setEnabled(!busy);
    m_join->setEnabled(!busy);
    m_progress->setText(busy ? whatIsHappening : QString());
    m_spinner->setVisible(busy);
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
    clearErrors();
    error->say(sentence);
    field->selectAll();
    field->setFocus(Qt::OtherFocusReason);
}

void NicknameDialog::updateFields()
{
    m_address->setVisible(m_elsewhere->isChecked());
    m_address->setEnabled(m_elsewhere->isChecked());
}

} // namespace samsa::ui
