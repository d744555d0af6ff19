// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storage/file_writer.h"

#include <QHash>
#include <QString>
#include <QUuid>

#include <optional>

namespace samsa::app {

/// Up to where a person has read each room, kept between two starts: the position of the last
/// message seen, and how many messages the room had then (unread is a difference of counts, since
/// positions have gaps). Thread: the one that uses it; the disk is written by the FileWriter.
class ReadMarks
{
public:
    struct Mark
    {
        qint64 position = 0;
        qint64 count = 0;

        friend bool operator==(const Mark &, const Mark &) = default;
    };

    ReadMarks(QString file, FileWriter &writer);

    /// Nothing was ever kept: this person has not been here before.
    bool isNew() const { return m_isNew; }
    std::optional<Mark> of(const QUuid &room) const;
    /// Only ever forward. True when something changed.
    bool set(const QUuid &room, const Mark &mark);
    void save();

private:
    QString m_file;
    FileWriter &m_writer;
    QHash<QUuid, Mark> m_marks;
    bool m_isNew = true;
};

} // namespace samsa::app
