// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "protocol/json_strings.h"

namespace samsa::protocol {

namespace {

/// What an escape other than \u stands for (RFC 8259 §7); 0 for what is none.
char unescaped(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

class Scanner
{
public:
    explicit Scanner(QByteArrayView json)
        : m_at(json.begin())
        , m_end(json.end())
    {
    }

    bool take(char wanted)
    {
        skipBlank();
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool takeString(QByteArrayView &text, bool &escaped)
    {
        if (!take('"'))
            return false;
        const char *const begin = m_at;
        escaped = false;
        for (; m_at != m_end; ++m_at) {
            const auto octet = static_cast<unsigned char>(*m_at);
            if (octet == '"') {
                text = QByteArrayView(begin, m_at++ - begin);
                return true;
            }
            if (octet < 0x20)
                return false;
            if (octet == '\\') {
                escaped = true;
                if (++m_at == m_end || unescaped(*m_at) == 0)
                    return false;
            }
        }
        return false;
    }

    bool atEnd()
    {
        skipBlank();
        return m_at == m_end;
    }

private:
    void skipBlank()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r'))
            ++m_at;
    }

    const char *m_at;
    const char *const m_end;
};

} // namespace

std::optional<JsonStrings> JsonStrings::scan(QByteArrayView json)
{
    JsonStrings object;
    Scanner scanner(json);
    if (!scanner.take('{') || !json.isValidUtf8())
        return std::nullopt;
    do {
        if (object.m_count == most)
            return std::nullopt;
        Member member;
        bool nameEscaped = false;
        if (!scanner.takeString(member.name, nameEscaped) || nameEscaped || object.has(member.name)
            || !scanner.take(':') || !scanner.takeString(member.value, member.escaped)) {
            return std::nullopt;
        }
        object.m_members[object.m_count++] = member;
    } while (scanner.take(','));
    if (!scanner.take('}') || !scanner.atEnd())
        return std::nullopt;
    return object;
}

const JsonStrings::Member *JsonStrings::find(QByteArrayView name) const
{
    for (std::size_t i = 0; i < m_count; ++i)
        if (m_members[i].name == name)
            return &m_members[i];
    return nullptr;
}

QByteArrayView JsonStrings::plain(QByteArrayView name) const
{
    const Member *member = find(name);
    return member && !member->escaped ? member->value : QByteArrayView();
}

QByteArray JsonStrings::value(QByteArrayView name) const
{
    const Member *member = find(name);
    if (!member)
        return {};
    if (!member->escaped)
        return {member->value.data(), member->value.size()};
    QByteArray text;
    text.reserve(member->value.size());
    for (const char *at = member->value.begin(); at != member->value.end(); ++at)
        text.append(*at == '\\' ? unescaped(*++at) : *at);
    return text;
}

} // namespace samsa::protocol
