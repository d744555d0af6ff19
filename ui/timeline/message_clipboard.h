// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QModelIndexList>

class QString;

namespace samsa::ui {

/// Puts messages on the clipboard in their order: one alone as its text; several each with the time
/// and nickname before it. Nothing happens for none.
void copyMessages(QModelIndexList messages);

void copyText(const QString &text);

} // namespace samsa::ui
