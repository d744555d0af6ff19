// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace samsa::ui {

/// What comes from elsewhere, a name or a text, to be put together with other text: in a first
/// strong isolate (UAX #9, FSI … PDI) if it is written from right to left in any part, so that what
/// stands around it keeps its side. Otherwise it is as it was. Any thread.
QString isolated(const QString &text);

} // namespace samsa::ui
