// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/request.h"

namespace samsa::http {

std::optional<QByteArray> Request::queryItem(QByteArrayView name, Plus plus) const
{
    const qsizetype query = head.target.indexOf('?');
    if (query < 0)
        return std::nullopt;
    // Looked at where it lies: every poll asks for several items that are not there.
    QByteArrayView rest = QByteArrayView(head.target).sliced(query + 1);
    for (bool more = true; more;) {
        const qsizetype end = rest.indexOf('&');
        const QByteArrayView item = end < 0 ? rest : rest.first(end);
        more = end >= 0;
        rest = more ? rest.sliced(end + 1) : QByteArrayView();
        const qsizetype equals = item.indexOf('=');
        if ((equals < 0 ? item : item.first(equals)) != name)
            continue;
        QByteArray value = equals < 0 ? QByteArray("") : item.sliced(equals + 1).toByteArray();
        if (plus == Plus::IsSpace)
            value.replace('+', ' ');
        return QByteArray::fromPercentEncoding(value);
    }
    return std::nullopt;
}

QByteArray Request::bearerToken() const
{
    const QByteArrayView value = head.field("authorization");
    constexpr QByteArrayView scheme = "bearer ";
    if (value.size() <= scheme.size()
        || value.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return value.sliced(scheme.size()).trimmed().toByteArray();
}

bool Request::hasCurrent(QByteArrayView etag) const
{
    const QByteArrayView value = head.field("if-none-match");
    if (value == "*")
        return true;
    for (QByteArray one : value.toByteArray().split(',')) {
        one = one.trimmed();
        // The weak comparison: a proxy may have made our tag weak.
        if (one.startsWith("W/"))
            one.remove(0, 2);
        if (one == etag)
            return true;
    }
    return false;
}

} // namespace samsa::http
