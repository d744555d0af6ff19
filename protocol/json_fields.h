// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "protocol/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QUuid>

#include <optional>

namespace samsa::protocol {

/// The JSON object that a body is; Code::BodyInvalid when it is not JSON or no object.
Result<QJsonObject> parseObject(QByteArrayView json);

/// Reads the fields of one JSON object with strict types. The first field that is missing or of
/// another type is kept as the error, and what is read after it is empty; so a shape is read
/// straight down and the error is looked at once, by finish().
class JsonFields
{
public:
    explicit JsonFields(QJsonObject object);

    bool has(QLatin1StringView name) const; ///< There, and not null.

    QString string(QLatin1StringView name);
    QString stringOr(QLatin1StringView name, const QString &otherwise);
    qint64 integer(QLatin1StringView name, qint64 smallest, qint64 largest);
    bool boolean(QLatin1StringView name);
    QUuid id(QLatin1StringView name);
    QDateTime time(QLatin1StringView name); ///< UTC.
    std::optional<QDateTime> optionalTime(QLatin1StringView name);
    QJsonObject object(QLatin1StringView name);
    QJsonArray array(QLatin1StringView name);

    /// An objection of the caller's to a field: "The field "event" must be …".
    void refuse(QLatin1StringView name, const QString &mustBe, Code code = Code::BodyInvalid);
    /// The error of something inside this object.
    void refuse(const Error &error);
    bool ok() const { return !m_error; }

    /// \a value, unless a field was refused.
    template <typename T>
    Result<T> finish(T value) const
    {
        if (m_error)
            return *m_error;
        return value;
    }

private:
    QJsonObject m_object;
    std::optional<Error> m_error;
};

} // namespace samsa::protocol
