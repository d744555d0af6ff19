// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timeline/message_links.h"

#include <QRegularExpression>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString addressPattern()
{
    // What an address may have behind its host: no white space, no signs that RFC 3986 keeps out of
    // it, and none of the full-width punctuation that stands around it in Chinese, Japanese and
    // Korean: ，！？；：（）「」『』【】《》、。
    const QString part = uR"([^\s<>"\x{2028}\[\]{}|\\^`\x{3001}\x{3002}\x{300a}-\x{3011})"
                         uR"(\x{ff01}\x{ff08}\x{ff09}\x{ff0c}\x{ff1a}\x{ff1b}\x{ff1f}])"_s;
    // Words are written up to it where there are no spaces. A host may be an IPv6 address in
    // brackets, which are nowhere else.
    return uR"((?<![A-Za-z0-9_])https?://(?:\[[0-9a-f:.]+\](?:[:/?#]%1*)?|%1+))"_s.arg(part);
}

// A closing bracket belongs to the address only if it was opened in it, as in Wikipedia's.
qsizetype endOfAddress(QStringView address)
{
    static constexpr QStringView sentenceEnds = u".,;:!?'\"…»”’";
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
    static const QRegularExpression address(addressPattern(),
                                            QRegularExpression::CaseInsensitiveOption
                                                | QRegularExpression::UseUnicodePropertiesOption);
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
