// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database_url.h"

namespace samsa::store {

using protocol::Code;
using protocol::Error;

protocol::Result<DatabaseUrl> parseDatabaseUrl(const QString &url)
{
    const qsizetype colon = url.indexOf(u"://");
    const QString scheme = colon < 0 ? QString() : url.first(colon);
    if (scheme != u"sqlite") {
        return Error {
            Code::OptionInvalid,
            QStringLiteral("The database \"%1\" cannot be used: this program stores in SQLite, "
                           "written sqlite:///path/to/file.db.")
                .arg(url),
            {}};
    }
    QString path = url.sliced(colon + 3);
    // sqlite:///C:/folder/file.db: the slash before a drive letter is not the path's.
    if (path.size() > 2 && path.at(0) == u'/' && path.at(1).isLetter() && path.at(2) == u':')
        path.remove(0, 1);
    if (path.isEmpty() || path.endsWith(u'/')) {
        return Error {
            Code::OptionInvalid,
            QStringLiteral("The database \"%1\" names no file; write sqlite:///path/to/file.db.")
                .arg(url),
            {}};
    }
    return DatabaseUrl {DatabaseUrl::Kind::Sqlite, path};
}

} // namespace samsa::store
