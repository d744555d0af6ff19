// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/row_list.h"

namespace samsa::ui {

class TimelineView;

/// What can be done with a message without a pointer: its addresses opened, and while it is failed,
/// retried and discarded, by the view's signals. Nothing for most.
QList<RowAction> messageActions(TimelineView *view, const QModelIndex &index);

} // namespace samsa::ui
