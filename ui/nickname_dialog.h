// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/transport_kind.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace samsa::ui {

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
    bool isBusy() const;

    /// Beside the field; the text stays, is selected, and has the focus.
    void showNicknameError(const QString &sentence);
    void showAddressError(const QString &sentence);
    /// Brings up the access key's field, with the reason.
    void showAccessKeyNeeded(const QString &sentence);

Q_SIGNALS:
    void joinRequested(const samsa::ui::JoinChoice &choice);

private:
    QLineEdit *m_nickname;
    QLabel *m_nicknameError;
    QRadioButton *m_polling;
    QRadioButton *m_live;
    QRadioButton *m_hostHere;
    QRadioButton *m_serverAddress;
    QLineEdit *m_address;
    QLineEdit *m_accessKey;
    QPushButton *m_join;
    bool m_busy = false;
};

} // namespace samsa::ui

Q_DECLARE_METATYPE(samsa::ui::JoinChoice)
