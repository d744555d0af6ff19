// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRadioButton>

namespace samsa::ui {

/// One of a few ways to go on, as a card: an icon, what it is, and a line on what it means. A radio
/// button to the keys and to assistive technology. As high as its text needs at its width. GUI
/// thread.
class ChoiceCard : public QRadioButton
{
    Q_OBJECT
public:
    /// \a title may hold a mnemonic.
    ChoiceCard(const QString &iconName, const QString &title, const QString &explanation,
               QWidget *parent = nullptr);

    QString explanation() const { return m_explanation; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    bool hitButton(const QPoint &point) const override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QFont titleFont() const;
    QFont explanationFont() const;
    int textWidth(int width) const;

    QString m_iconName;
    QString m_explanation;
};

} // namespace samsa::ui
