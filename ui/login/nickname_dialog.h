// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/transport_kind.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace samsa::ui {

class BusySpinner;
class ChoiceCard;
class FieldError;

/// What a person chose in the first window.
struct JoinChoice
{
    QString nickname;
    TransportKind transport = TransportKind::Live;
    bool hostHere = true; ///< Host the server on this computer; else \a address.
    QString address;
    QString accessKey;
};

/// The first window: a nickname, polling or live, and where to. It asks and shows; whoever owns it
/// does what is asked for and either closes it or says beside which field something is wrong. It
/// never blocks: while busy it stays answerable, and closing it is the way to give up.
class NicknameDialog : public QDialog
{
    Q_OBJECT
public:
    explicit NicknameDialog(QWidget *parent = nullptr);

    void setChoice(const JoinChoice &choice);
    JoinChoice choice() const;

    /// While busy the fields are locked, and \a whatIsHappening is shown. Showing an error ends it.
    void setBusy(bool busy, const QString &whatIsHappening = {});
    bool isBusy() const { return m_busy; }

    /// Beside the field; the text stays, is selected, and has the focus.
    void showNicknameError(const QString &sentence);
    void showAddressError(const QString &sentence);
    /// Brings up the access key's field, with the reason.
    void showAccessKeyNeeded(const QString &sentence);

public Q_SLOTS:
    /// While busy this gives up what is under way and not the dialog, if somebody answers
    /// cancelRequested().
    void reject() override;

Q_SIGNALS:
    void joinRequested(const samsa::ui::JoinChoice &choice);
    /// Asked for while busy. The owner stops what it does and calls setBusy(false).
    void cancelRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitWidth();
    QWidget *makeHeader();
    QWidget *makeNicknamePart();
    QWidget *makeTransportPart();
    QWidget *makePlacePart();
    QWidget *makeKeyPart();
    QWidget *makeFooter();
    void connectParts();
    void setTabOrders();
    void join();
    void clearErrors();
    void complain(QLineEdit *field, FieldError *error, const QString &sentence);
    void updateFields();

    QWidget *m_content = nullptr;
    QLineEdit *m_nickname = nullptr;
    FieldError *m_nicknameError = nullptr;
    ChoiceCard *m_polling = nullptr;
    ChoiceCard *m_live = nullptr;
    ChoiceCard *m_here = nullptr;
    ChoiceCard *m_elsewhere = nullptr;
    QLineEdit *m_address = nullptr;
    FieldError *m_addressError = nullptr;
    QWidget *m_keyPart = nullptr;
    QLineEdit *m_accessKey = nullptr;
    FieldError *m_accessKeyError = nullptr;
    BusySpinner *m_spinner = nullptr;
    QLabel *m_progress = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_join = nullptr;
    bool m_busy = false;
};

} // namespace samsa::ui

Q_DECLARE_METATYPE(samsa::ui::JoinChoice)
