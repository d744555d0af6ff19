// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/database_url.h"

#include <QFile>
#include <QUrl>
#include <QUrlQuery>

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

const QString passwordFileKey = u"password-file"_s;
constexpr qint64 passwordBytes = 4096;

Error badDatabase(const QString &sentence)
{
    return Error {Code::OptionInvalid, sentence, {}};
}

Result<DatabaseUrl> parseFile(const QString &url, QString path)
{
    // sqlite:///C:/folder/file.db: the slash before a drive letter is not the path's.
    if (path.size() > 2 && path.at(0) == u'/' && path.at(1).isLetter() && path.at(2) == u':')
        path.remove(0, 1);
    if (path.isEmpty() || path.endsWith(u'/')) {
        return badDatabase(
            u"The database \"%1\" names no file; write sqlite:///path/to/file.db."_s.arg(url));
    }
    DatabaseUrl parsed;
    parsed.path = path;
    return parsed;
}

Result<DatabaseUrl> parseServer(const QString &given, DatabaseUrl::Kind kind)
{
    const QUrl url(given, QUrl::StrictMode);
    // What was given may hold a password, so it is not repeated.
    if (!url.password().isEmpty()) {
        return badDatabase(
            u"The database's URL holds a password, which others could see. Give it in a "
            "file (--database-password-file) or in SAMSA_DATABASE_PASSWORD."_s);
    }
    const QString name = url.path().mid(1);
    if (!url.isValid() || url.host().isEmpty() || name.isEmpty() || name.contains(u'/')
        || url.hasFragment()) {
        return badDatabase(u"A database on a server is written postgresql://user@host:port/name or "
                           "mysql://user@host:port/name."_s);
    }
    DatabaseUrl parsed;
    parsed.kind = kind;
    parsed.host = url.host();
    parsed.port = url.port(0);
    parsed.user = url.userName();
    parsed.name = name;
    for (const auto &[key, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        if (key != passwordFileKey) {
            return badDatabase(
                u"The database's URL has an unknown part \"%1\"; it may have ?%2=PATH."_s.arg(
                    key, passwordFileKey));
        }
        parsed.passwordFile = value;
    }
    return parsed;
}

} // namespace

QString DatabaseUrl::display() const
{
    if (kind == Kind::Sqlite)
        return path;
    return (user.isEmpty() ? u"%2/%3"_s : u"%1@%2/%3"_s.arg(user)).arg(host, name);
}

Result<DatabaseUrl> parseDatabaseUrl(const QString &url)
{
    const qsizetype colon = url.indexOf(u"://");
    const QString scheme = colon < 0 ? QString() : url.first(colon);
    if (scheme == "sqlite"_L1)
        return parseFile(url, url.sliced(colon + 3));
    if (scheme == "postgresql"_L1 || scheme == "postgres"_L1)
        return parseServer(url, DatabaseUrl::Kind::PostgreSql);
    if (scheme == "mysql"_L1 || scheme == "mariadb"_L1)
        return parseServer(url, DatabaseUrl::Kind::MariaDb);
    return badDatabase(u"A database is sqlite:///path/to/file.db, postgresql://user@host/name or "
                       "mysql://user@host/name."_s);
}

QString withPasswordFile(const QString &url, const QString &file)
{
    if (file.isEmpty())
        return url;
    QUrl changed(url);
    QUrlQuery query(changed);
    query.removeQueryItem(passwordFileKey);
    query.addQueryItem(passwordFileKey, QString::fromLatin1(QUrl::toPercentEncoding(file, "/")));
    changed.setQuery(query);
    return changed.toString(QUrl::FullyEncoded);
}

Result<QString> databasePassword(const DatabaseUrl &url)
{
    if (url.passwordFile.isEmpty())
        return qEnvironmentVariable("SAMSA_DATABASE_PASSWORD");
    QFile file(url.passwordFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error {Code::StartFailed,
                      u"The file with the database's password cannot be read: %1: %2."_s.arg(
                          url.passwordFile, file.errorString()),
                      {}};
    }
    QString password = QString::fromUtf8(file.readLine(passwordBytes));
    while (password.endsWith(u'\n') || password.endsWith(u'\r'))
        password.chop(1);
    return password;
}

} // namespace samsa
