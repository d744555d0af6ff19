// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/option_field.h"

namespace samsa {

using namespace Qt::Literals::StringLiterals;
using protocol::Code;
using protocol::Error;
using protocol::Result;

namespace {

Error invalidValue(const QString &sentence)
{
    return Error {Code::OptionInvalid, sentence};
}

Result<int> readNumber(const QString &value, QLatin1StringView what, int minimum, int maximum)
{
    bool number = false;
    const int parsed = value.toInt(&number);
    if (!number || parsed < minimum || parsed > maximum) {
        return invalidValue(
            u"%1 is a number from %2 to %3, not \"%4\""_s.arg(what).arg(minimum).arg(maximum).arg(
                value));
    }
    return parsed;
}

QString listOf(std::span<const QLatin1StringView> words)
{
    QString list = words.front();
    for (std::size_t i = 1; i < words.size(); ++i)
        list += (i + 1 == words.size() ? u" or "_s : u", "_s) + words[i];
    return list;
}

Result<void> set(const TextField &field, Options &options, const QString &value)
{
    if (field.check) {
        if (auto checked = field.check(value); !checked)
            return checked;
    }
    options.*field.field = value;
    return {};
}

QStringList print(const TextField &field, const Options &options)
{
    const QString value = field.inForce ? field.inForce(options) : options.*field.field;
    return value.isEmpty() ? QStringList() : QStringList(value);
}

Result<void> set(const NumberField &field, Options &options, const QString &value)
{
    const auto number = readNumber(value, field.what, field.minimum, field.maximum);
    if (!number)
        return number.error();
    options.*field.field = *number;
    return {};
}

QStringList print(const NumberField &field, const Options &options)
{
    return {QString::number(options.*field.field)};
}

Result<void> set(const DaysField &field, Options &options, const QString &value)
{
    const auto days = readNumber(value, "the number of days"_L1, field.minimum, field.maximum);
    if (!days)
        return days.error();
    options.*field.field = std::chrono::days(*days);
    return {};
}

QStringList print(const DaysField &field, const Options &options)
{
    return {QString::number((options.*field.field).count())};
}

Result<void> set(const SwitchField &field, Options &options, const QString &value)
{
    static const QStringList yes {u"true"_s, u"yes"_s, u"on"_s, u"1"_s};
    static const QStringList no {u"false"_s, u"no"_s, u"off"_s, u"0"_s};
    if (!yes.contains(value.toLower()) && !no.contains(value.toLower()))
        return invalidValue(u"a switch is true or false, not \"%1\""_s.arg(value));
    options.*field.field = yes.contains(value.toLower());
    return {};
}

QStringList print(const SwitchField &field, const Options &options)
{
    return {options.*field.field ? u"true"_s : u"false"_s};
}

Result<void> set(const ChoiceField &field, Options &options, const QString &value)
{
    for (std::size_t i = 0; i < field.words.size(); ++i) {
        if (value == field.words[i]) {
            field.choose(options, static_cast<int>(i));
            return {};
        }
    }
    return invalidValue(u"%1 is %2, not \"%3\""_s.arg(field.what, listOf(field.words), value));
}

QStringList print(const ChoiceField &field, const Options &options)
{
    return {field.words[static_cast<std::size_t>(field.chosen(options))]};
}

Result<void> set(const OwnField &field, Options &options, const QString &value)
{
    return field.set(options, value);
}

QStringList print(const OwnField &field, const Options &options)
{
    return field.print(options);
}

Result<void> set(const ListField &field, Options &options, const QString &value)
{
    return field.add(options, value);
}

QStringList print(const ListField &field, const Options &options)
{
    return field.print(options);
}

} // namespace

Result<void> setField(const OptionField &field, Options &options, const QString &value)
{
    return std::visit([&](const auto &kind) { return set(kind, options, value); }, field);
}

QStringList printField(const OptionField &field, const Options &options)
{
    return std::visit([&](const auto &kind) { return print(kind, options); }, field);
}

Result<ListenAddress> parseListenAddress(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (host == "localhost"_L1)
        host = u"127.0.0.1"_s;
    bool number = false;
    const quint16 port = text.mid(colon + 1).toUShort(&number);
    QHostAddress address;
    if (colon <= 0 || !number || !address.setAddress(host)) {
        return invalidValue(
            u"an address to listen on is ADDRESS:PORT, such as 127.0.0.1:8642 or [::1]:8642, "
            "not \"%1\""_s.arg(text));
    }
    return ListenAddress {address, port};
}

QString textOf(const ListenAddress &where)
{
    const bool six = where.address.protocol() == QAbstractSocket::IPv6Protocol;
    return (six ? u"[%1]:%2"_s : u"%1:%2"_s).arg(where.address.toString()).arg(where.port);
}

} // namespace samsa
