// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/options.h"

#include <QLatin1StringView>
#include <QStringList>

#include <span>
#include <variant>

namespace samsa {

// The kinds of fields that an option may set: how each is read and written. A row of the option
// table names the field and its kind.

struct TextField
{
    QString Options::*field;
    protocol::Result<void> (*check)(const QString &value) = nullptr; ///< OptionInvalid.
    /// What is written where the field alone does not tell what is in force.
    QString (*inForce)(const Options &options) = nullptr;
};

struct NumberField
{
    int Options::*field;
    QLatin1StringView what; ///< It is called, in the sentence of an error.
    int minimum;
    int maximum;
};

struct DaysField
{
    std::chrono::days Options::*field;
    int minimum;
    int maximum;
};

struct SwitchField
{
    bool Options::*field;
};

/// One of some words, the enumerators of a field from 0 on.
struct ChoiceField
{
    QLatin1StringView what; ///< It is called, in the sentence of an error.
    std::span<const QLatin1StringView> words;
    void (*choose)(Options &options, int index);
    int (*chosen)(const Options &options);
};
template <auto field>
constexpr ChoiceField choiceField(QLatin1StringView what, std::span<const QLatin1StringView> words)
{
    using Enum = std::remove_cvref_t<decltype(Options().*field)>;
    return {what, words,
            [](Options &options, int index) { options.*field = static_cast<Enum>(index); },
            [](const Options &options) { return static_cast<int>(options.*field); }};
}

/// Anything else, by functions of its own.
struct OwnField
{
    protocol::Result<void> (*set)(Options &options, const QString &value); ///< OptionInvalid.
    QStringList (*print)(const Options &options);
};

/// What may be given several times, a part each.
struct ListField
{
    protocol::Result<void> (*add)(Options &options, const QString &value); ///< OptionInvalid.
    QStringList (*print)(const Options &options);
};

using OptionField =
    std::variant<TextField, NumberField, DaysField, SwitchField, ChoiceField, OwnField, ListField>;

/// OptionInvalid.
protocol::Result<void> setField(const OptionField &field, Options &options, const QString &value);
/// What setField() would take; none when it is not set.
QStringList printField(const OptionField &field, const Options &options);

/// ADDRESS:PORT, and back. OptionInvalid.
protocol::Result<ListenAddress> parseListenAddress(const QString &text);
QString textOf(const ListenAddress &where);

} // namespace samsa
