// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <optional>

namespace samsa::protocol {

/// A JSON object that holds nothing but strings, read where it lies: without a tree, and without a
/// QString. Every message that is sent and every record of the log is such an object, so this is
/// the way most of them are read.
///
/// scan() takes the plain cases only. What it does not take may be good JSON all the same and is
/// for QJsonDocument: values that are no strings, \u escapes, control characters, a name that
/// comes twice, more than eight members, and all that is wrong. Reentrant; allocates nothing.
class JsonStrings
{
public:
    /// \a json has to outlive what is returned.
    static std::optional<JsonStrings> scan(QByteArrayView json);

    bool has(QByteArrayView name) const { return find(name) != nullptr; }
    /// UTF-8, unescaped; null if there is no such member.
    QByteArray value(QByteArrayView name) const;
    /// The same where it lies; a null view if there is no such member, or it holds an escape.
    QByteArrayView plain(QByteArrayView name) const;

private:
    struct Member
    {
        QByteArrayView name;
        QByteArrayView value; // As written.
        bool escaped = false;
    };

    const Member *find(QByteArrayView name) const;

    static constexpr std::size_t most = 8;
    std::array<Member, most> m_members;
    std::size_t m_count = 0;
};

} // namespace samsa::protocol
