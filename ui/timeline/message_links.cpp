// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_links.h"

#include <QRegularExpression>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// A closing bracket belongs to the address only if it was opened in it, as in Wikipedia's.
qsizetype endOfAddress(QStringView address)
{
    static constexpr QStringView sentenceEnds = u".,;:!?'\"…»”’。、";
    qsizetype end = address.size();
    const auto endsOutside = [&address, &end] {
        const QChar last = address.at(end - 1);
        return sentenceEnds.contains(last)
            || (last == u')' && address.first(end).count(u')') > address.first(end).count(u'('));
    };
    while (end > 0 && endsOutside())
        --end;
    return end;
}

} // namespace

QList<MessageLink> findLinks(const QString &text)
{
    QList<MessageLink> links;
    if (!text.contains(u"://"_s))
        return links;
    static const QRegularExpression address(
        QStringLiteral(R"(\bhttps?://[^\s<>"\x{2028}\[\]{}|\\^`]+)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    for (auto matches = address.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QStringView written = match.capturedView();
        const qsizetype length = endOfAddress(written);
        const QUrl url(written.first(length).toString(), QUrl::TolerantMode);
        if (url.isValid() && !url.host().isEmpty())
            links.append({static_cast<int>(match.capturedStart()), static_cast<int>(length), url});
    }
    return links;
}

} // namespace samsa::ui
