// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/rooms/read_marks.h"

#include "app/base/logging.h"
#include "app/storage/kept_file.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace samsa::app {

namespace {

constexpr QLatin1StringView roomsKey("rooms");
constexpr QLatin1StringView positionKey("position");
constexpr QLatin1StringView countKey("count");

} // namespace

ReadMarks::ReadMarks(QString file, FileWriter &writer)
    : m_file(std::move(file))
    , m_writer(writer)
{
    const KeptFile kept = readKeptFile(m_file);
    if (kept.isSpoilt())
        qCWarning(lcApp, "What was read is not known: %ls", qUtf16Printable(kept.why));
    const QJsonObject rooms = kept.json.value(roomsKey).toObject();
    m_isNew = !kept.json.contains(roomsKey);
    for (auto it = rooms.begin(); it != rooms.end(); ++it) {
        const QUuid room = QUuid::fromString(it.key());
        const QJsonObject mark = it.value().toObject();
        m_marks.insert(room,
                       {mark.value(positionKey).toInteger(), mark.value(countKey).toInteger()});
    }
}

std::optional<ReadMarks::Mark> ReadMarks::of(const QUuid &room) const
{
    const auto place = m_marks.constFind(room);
    return place == m_marks.constEnd() ? std::nullopt : std::optional<Mark>(*place);
}

bool ReadMarks::set(const QUuid &room, const Mark &mark)
{
    Mark &kept = m_marks[room];
    const Mark moved {std::max(kept.position, mark.position), std::max(kept.count, mark.count)};
    m_isNew = false;
    if (moved == kept)
        return false;
    kept = moved;
    return true;
}

void ReadMarks::save()
{
    m_isNew = false;
    QJsonObject rooms;
    for (auto it = m_marks.cbegin(); it != m_marks.cend(); ++it) {
        rooms.insert(it.key().toString(QUuid::WithoutBraces),
                     QJsonObject {{positionKey, it->position}, {countKey, it->count}});
    }
    m_writer.write(m_file, QJsonDocument(QJsonObject {{roomsKey, rooms}}).toJson());
}

} // namespace samsa::app
