// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_fields.h"

#include "protocol/json_text.h"
#include "protocol/message_id.h"
#include "protocol/text_bytes.h"
#include "protocol/times.h"

#include <QJsonDocument>
#include <QJsonValue>

#include <utility>

namespace samsa::protocol {

using namespace Qt::Literals::StringLiterals;

Result<QJsonObject> parseObject(QByteArrayView json)
{
    QJsonParseError problem;
    const QJsonDocument document = jsonFromUtf8(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error {Code::BodyInvalid,
                      u"The body is not JSON: %1 at byte %2."_s.arg(problem.errorString())
                          .arg(problem.offset)};
    if (!document.isObject())
        return Error {Code::BodyInvalid, u"The body is not a JSON object."_s};
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
        refuse(name, u"a string"_s);
        return {};
    }
    QString text = value.toString();
    if (!text.isValidUtf16()) {
        refuse(name, u"a string of whole characters (no lone surrogate)"_s);
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
        refuse(name, u"an integer"_s);
        return 0;
    }
    if (number < smallest || number > largest) {
        refuse(name, u"an integer from %1 to %2"_s.arg(smallest).arg(largest));
        return 0;
    }
    return number;
}

bool JsonFields::boolean(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        refuse(name, u"true or false"_s);
    return value.toBool();
}

QUuid JsonFields::id(QLatin1StringView name)
{
    const QString text = string(name);
    if (!ok())
        return {};
    const std::optional<QUuid> id = parseId(text.toUtf8());
    if (!id)
        refuse(name, u"a UUID of 36 characters"_s);
    return id.value_or(QUuid());
}

QDateTime JsonFields::time(QLatin1StringView name)
{
    const QString text = string(name);
    if (!ok())
        return {};
    const std::optional<Timestamp> moment = parseTime(text);
    if (!moment) {
        refuse(name, u"a time such as 2026-01-31T23:59:59.000Z"_s);
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
        refuse(name, u"an object"_s);
    return value.toObject();
}

QJsonArray JsonFields::array(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isArray())
        refuse(name, u"an array"_s);
    return value.toArray();
}

void JsonFields::refuse(QLatin1StringView name, const QString &mustBe, Code code)
{
    if (m_error)
        return;
    m_error = Error {code,
                     m_object.contains(name)
                         ? u"The field \"%1\" must be %2."_s.arg(name, mustBe)
                         : u"The field \"%1\" is missing: it must be %2."_s.arg(name, mustBe)};
}

void JsonFields::refuse(const Error &error)
{
    if (!m_error)
        m_error = error;
}

} // namespace samsa::protocol
