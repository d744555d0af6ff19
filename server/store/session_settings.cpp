// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/session_settings.h"

#include <QSqlDriver>
#include <QSqlField>
#include <QSqlQuery>

namespace samsa::store {

using namespace Qt::Literals::StringLiterals;

using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Error failed(const QString &why)
{
    return {Code::StartFailed, why, {}};
}

/// The values of these expressions; nothing if it does not say.
std::optional<QStringList> ask(QSqlDatabase &connection, const QStringList &expressions,
                               QSqlError *error)
{
    QSqlQuery query(connection);
    if (!query.exec(u"SELECT "_s + expressions.join(u", "_s)) || !query.next()) {
        *error = query.lastError();
        return std::nullopt;
    }
    QStringList values;
    for (qsizetype i = 0; i < expressions.size(); ++i)
        values.append(query.value(int(i)).toString());
    return values;
}

QString with(QString statement, std::chrono::milliseconds patience)
{
    statement.replace(u"%1"_s, QString::number(patience.count()));
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience);
    return statement.replace(u"%2"_s, QString::number(seconds.count()));
}

/// A text with all that is written otherwise somewhere.
const QString sample = u"\\ ' \" \\' ? % 한 🙂"_s;

/// Whether a text goes into a statement and comes back from the server as it was: Qt's plugins
/// decide by themselves how one is written.
Result<void> checkTexts(QSqlDatabase &connection)
{
    QSqlField field(u"text"_s, QMetaType::fromType<QString>());
    field.setValue(sample);
    QSqlError error;
    const auto values = ask(connection, {connection.driver()->formatValue(field)}, &error);
    if (!values)
        return failed(error.text().simplified());
    return values->constFirst() == sample
        ? Result<void>()
        : Result<void>(failed(u"a text does not come back from it as it went"_s));
}

} // namespace

Result<void> settle(QSqlDatabase &connection, const Dialect &dialect,
                    std::chrono::milliseconds patience)
{
    for (const QString &statement : dialect.connection.onConnect) {
        QSqlQuery query(connection);
        if (!query.exec(with(statement, patience)))
            return failed(query.lastError().text().simplified());
    }
    const QList<Dialect::Setting> &settings = dialect.connection.session;
    if (settings.isEmpty())
        return {};
    QStringList assignments;
    QStringList expressions;
    for (const Dialect::Setting &setting : settings) {
        assignments.append(dialect.connection.set.arg(setting.name, with(setting.value, patience)));
        expressions.append(dialect.connection.ask.arg(setting.name));
    }
    QSqlQuery query(connection);
    if (!query.exec(
            dialect.connection.setAll.arg(assignments.join(dialect.connection.betweenAssignments))))
        return failed(query.lastError().text().simplified());
    QSqlError error;
    const auto values = ask(connection, expressions, &error);
    if (!values)
        return failed(error.text().simplified());
    for (qsizetype i = 0; i < settings.size(); ++i) {
        const Dialect::Setting &setting = settings.at(i);
        if (!setting.reads.isEmpty() && values->at(i) != setting.reads) {
            return failed(u"its setting %1 stays %2 and has to be %3"_s.arg(
                setting.name, values->at(i), setting.reads));
        }
    }
    return checkTexts(connection);
}

QStringList warningsAbout(QSqlDatabase &connection, const Dialect &dialect)
{
    QStringList warnings;
    for (const Dialect::Setting &setting : dialect.connection.durable) {
        QSqlError error;
        const auto values =
            ask(connection, {dialect.connection.askGlobal.arg(setting.name)}, &error);
        if (values && values->constFirst() != setting.reads) {
            warnings.append(u"The database server runs with %1 = %2: what people were told is "
                            "stored can be lost when its machine fails. Set it to %3."_s.arg(
                                setting.name, values->constFirst(), setting.reads));
        }
    }
    return warnings;
}

} // namespace samsa::store
