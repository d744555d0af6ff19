// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QUrl>

namespace samsa::ui {

/// A web address within a text.
struct MessageLink
{
    int start = 0;
    int length = 0;
    QUrl url;
};

/// The addresses that begin with http:// or https://, and nothing else: what others write must not
/// be able to name any other scheme. Punctuation that ends a sentence is not part of an address.
QList<MessageLink> findLinks(const QString &text);

} // namespace samsa::ui
