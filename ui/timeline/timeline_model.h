// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIdentityProxyModel>

namespace samsa::ui {

/// A model of messages with what assistive technology reads for each: "Ann, 10:42: hello, sent".
/// Thread: the GUI's.
class TimelineModel : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString accessibleText(const QModelIndex &index) const;
};

} // namespace samsa::ui
