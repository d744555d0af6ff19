// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QTextDocument;

namespace samsa::ui {

/// What came from elsewhere as a message can hold it: all that ends a line or a page is a newline,
/// other control characters but the tab are left out. Everything else stays as it is.
QString plainText(QString text);

/// A document's text as it was written, unlike toPlainText(), which makes plain spaces of those
/// that do not break. Lines end in newlines.
QString writtenText(const QTextDocument &document);

} // namespace samsa::ui
