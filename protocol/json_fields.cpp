// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_fields.h"

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "protocol/times.h"

#include <QJsonDocument>
#include <QJsonValue>

#include <utility>

namespace samsa::protocol {

Result<QJsonObject> parseObject(QByteArrayView json)
{
    QJsonParseError problem;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()), &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error {Code::BodyInvalid,
                      QStringLiteral("The body is not JSON: %1 at byte %2.")
                          .arg(problem.errorString())
                          .arg(problem.offset)};
    if (!document.isObject())
        return Error {Code::BodyInvalid, QStringLiteral("The body is not a JSON object.")};
    return document.object();
}

JsonFields::JsonFields(QJsonObject object)
    : m_object(std::move(object))
{
}

bool JsonFields::has(QLatin1StringView name) const
{
    const QJsonValue value = m_object.value(name);
    return !value.isUndefined() && !value.isNull();
}

QString JsonFields::string(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isString()) {
        refuse(name, QStringLiteral("a string"));
        return {};
    }
    QString text = value.toString();
    if (!text.isValidUtf16()) {
        refuse(name, QStringLiteral("a string of whole characters (no lone surrogate)"));
        return {};
    }
    return text;
}

QString JsonFields::stringOr(QLatin1StringView name, const QString &otherwise)
{
    return has(name) ? string(name) : otherwise;
}

qint64 JsonFields::integer(QLatin1StringView name, qint64 smallest, qint64 largest)
{
    const QJsonValue value = m_object.value(name);
    // What is no integer gives back whatever default it was asked with.
    const qint64 number = value.toInteger(0);
    if (!value.isDouble() || number != value.toInteger(1)) {
        refuse(name, QStringLiteral("an integer"));
        return 0;
    }
    if (number < smallest || number > largest) {
        refuse(name, QStringLiteral("an integer from %1 to %2").arg(smallest).arg(largest));
        return 0;
    }
    return number;
}

bool JsonFields::boolean(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        refuse(name, QStringLiteral("true or false"));
    return value.toBool();
}

QUuid JsonFields::id(QLatin1StringView name)
{
    const QString text = string(name);
    if (!ok())
        return {};
    const std::optional<QUuid> id = parseId(text.toUtf8());
    if (!id)
        refuse(name, QStringLiteral("a UUID of 36 characters"));
    return id.value_or(QUuid());
}

QDateTime JsonFields::time(QLatin1StringView name)
{
    const QString text = string(name);
    if (!ok())
        return {};
    const std::optional<std::chrono::milliseconds> moment = parseTime(text);
    if (!moment) {
        refuse(name, QStringLiteral("a time such as 2026-01-31T23:59:59.000Z"));
        return {};
    }
    return utcTime(*moment);
}

std::optional<QDateTime> JsonFields::optionalTime(QLatin1StringView name)
{
    if (!has(name))
        return std::nullopt;
    return time(name);
}

QJsonObject JsonFields::object(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isObject())
        refuse(name, QStringLiteral("an object"));
    return value.toObject();
}

QJsonArray JsonFields::array(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isArray())
        refuse(name, QStringLiteral("an array"));
    return value.toArray();
}

void JsonFields::refuse(QLatin1StringView name, const QString &mustBe, Code code)
{
    if (m_error)
        return;
    m_error = Error {
        code,
        m_object.contains(name)
            ? QStringLiteral("The field \"%1\" must be %2.").arg(name, mustBe)
            : QStringLiteral("The field \"%1\" is missing: it must be %2.").arg(name, mustBe)};
}

void JsonFields::refuse(const Error &error)
{
    if (!m_error)
        m_error = error;
}

} // namespace samsa::protocol
