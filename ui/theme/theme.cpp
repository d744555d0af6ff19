// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QGuiApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>

#include <array>
#include <cmath>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

// In the order of Colour. tst_theme holds every pair that is read against WCAG 2.1 AA.
constexpr std::array<Pair, 33> colours {{
    {0xfff3f4f8, 0xff15171e}, // Window
    {0xfff6f7fa, 0xff191c24}, // Sidebar
    {0xffffffff, 0xff12141a}, // Surface
    {0xffffffff, 0xff1e212b}, // Raised
    {0xffe1e4ec, 0xff2b2f3b}, // Border
    {0xff858b9b, 0xff737a8e}, // FieldBorder
    {0xff1b1e27, 0xffe8eaf1}, // Text
    {0xff5a6172, 0xffa4aab9}, // SecondaryText
    {0xff4a55c8, 0xff5c68d8}, // Accent
    {0xffffffff, 0xffffffff}, // AccentText
    {0xff3d47ae, 0xff4f5bcb}, // AccentHover
    {0xff2f46c2, 0xffaab4ff}, // Link
    {0xff4a55c8, 0xff4650b4}, // OwnBubble
    {0xffffffff, 0xffffffff}, // OwnText
    {0xffe4e6ff, 0xffd9dcff}, // OwnSecondaryText
    {0xffffffff, 0xffffffff}, // OwnLink
    {0xffeff1f6, 0xff262a36}, // OtherBubble
    {0xff1b1e27, 0xffe8eaf1}, // OtherText
    {0xff596071, 0xffabb1bf}, // OtherSecondaryText
    {0xffe4e7fb, 0xff2b3050}, // Selection
    {0xffeceef5, 0xff222631}, // Hover
    {0xffeaecf2, 0xff262a35}, // Pill
    {0xff525969, 0xffb4bac8}, // PillText
    {0xffbc2f4a, 0xffff8fa3}, // NewLine
    {0xffb3261e, 0xffff9a92}, // Error
    {0xfffdeceb, 0xff3a1f22}, // ErrorSurface
    {0xff74470a, 0xfff2c879}, // Warning
    {0xfffff3dc, 0xff352b17}, // WarningSurface
    {0xff1a7a48, 0xff5fd39a}, // Good
    {0xff4a55c8, 0xff5c68d8}, // Badge
    {0xffffffff, 0xffffffff}, // BadgeText
    {0xff4a55c8, 0xff98a2ff}, // Focus
    {0xffc3c8d4, 0xff434958}, // ScrollHandle
}};
static_assert(colours.size() == static_cast<std::size_t>(Colour::ScrollHandle) + 1);

// A disc's colour under a white initial (light: the disc in both themes), and the colour of the
// written name on the dark theme.
constexpr std::array<Pair, nicknameColours> nicknamePairs {{
    {0xffb23a48, 0xffff9aa6}, // red
    {0xff9a5b13, 0xffefb873}, // amber
    {0xff5d7316, 0xffc0d680}, // olive
    {0xff1f7a4d, 0xff7fd6a8}, // green
    {0xff15727f, 0xff79cfdc}, // teal
    {0xff2f66b5, 0xff9cc3fb}, // blue
    {0xff7a4bb8, 0xffcbadf7}, // violet
    {0xffa63a86, 0xfff3a3dc}, // magenta
}};

struct State
{
    Scheme chosen = Scheme::System;
    bool dark = false;
    bool started = false;
    QPalette desktop; // as it was before ours, to see whether the desktop is dark
};

State &state()
{
    static State instance;
    return instance;
}

bool desktopIsDark()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    const QPalette &palette = state().desktop;
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

void start()
{
    State &current = state();
    if (current.started)
        return;
    current.started = true;
    current.desktop = QApplication::palette();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, qApp, [] {
        if (state().chosen == Scheme::System)
            applyTheme(Scheme::System);
    });
#endif
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

// Not qHash: the same nickname has the same colour on every computer and in every run.
int colourNumber(const QString &nickname)
{
    quint32 hash = 2166136261U;
    for (const QChar unit : nickname.toCaseFolded())
        hash = (hash ^ unit.unicode()) * 16777619U;
    return static_cast<int>((hash ^ (hash >> 15)) % nicknameColours);
}

} // namespace

void applyTheme(Scheme scheme)
{
    start();
    State &current = state();
    current.chosen = scheme;
    current.dark = scheme == Scheme::Dark || (scheme == Scheme::System && desktopIsDark());
    QApplication::setPalette(themePalette(current.dark));
    qApp->setStyleSheet(styleSheet(current.dark));
}

Scheme chosenScheme()
{
    return state().chosen;
}

bool isDark()
{
    return state().dark;
}

QColor colour(Colour name)
{
    return colour(name, state().dark);
}

QColor colour(Colour name, bool dark)
{
    const Pair &pair = colours.at(static_cast<std::size_t>(name));
    return QColor::fromRgba(dark ? pair.dark : pair.light);
}

QColor nicknameColour(const QString &nickname)
{
    return nicknameColour(colourNumber(nickname), state().dark);
}

QColor nicknameColour(int which, bool)
{
    return QColor::fromRgba(nicknamePairs.at(static_cast<std::size_t>(which)).light);
}

QColor nicknameTextColour(const QString &nickname)
{
    return nicknameTextColour(colourNumber(nickname), state().dark);
}

QColor nicknameTextColour(int which, bool dark)
{
    const Pair &pair = nicknamePairs.at(static_cast<std::size_t>(which));
    return QColor::fromRgba(dark ? pair.dark : pair.light);
}

QColor tileColour(const QString &room)
{
    return tileColour(colourNumber(room), state().dark);
}

QColor tileColour(int which, bool dark)
{
    // A little of the colour, on the list's ground.
    const QColor ground = colour(Colour::Raised, dark);
    const QColor tint = nicknameTextColour(which, dark);
    const float share = dark ? 0.16F : 0.11F;
    const auto mixed = [share](float from, float to) { return from + (to - from) * share; };
    return QColor::fromRgbF(mixed(ground.redF(), tint.redF()),
                            mixed(ground.greenF(), tint.greenF()),
                            mixed(ground.blueF(), tint.blueF()));
}

QPalette themePalette(bool dark)
{
    const auto of = [dark](Colour name) { return colour(name, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, of(Colour::Window));
    palette.setColor(QPalette::WindowText, of(Colour::Text));
    palette.setColor(QPalette::Base, of(Colour::Raised));
    palette.setColor(QPalette::AlternateBase, of(Colour::Hover));
    palette.setColor(QPalette::Text, of(Colour::Text));
    palette.setColor(QPalette::PlaceholderText, of(Colour::SecondaryText));
    palette.setColor(QPalette::Button, of(Colour::Raised));
    palette.setColor(QPalette::ButtonText, of(Colour::Text));
    palette.setColor(QPalette::BrightText, of(Colour::Error));
    palette.setColor(QPalette::Highlight, of(Colour::Accent));
    palette.setColor(QPalette::HighlightedText, of(Colour::AccentText));
    palette.setColor(QPalette::Link, of(Colour::Link));
    palette.setColor(QPalette::LinkVisited, of(Colour::Link));
    palette.setColor(QPalette::ToolTipBase, of(Colour::Raised));
    palette.setColor(QPalette::ToolTipText, of(Colour::Text));
    palette.setColor(QPalette::Light, of(Colour::Raised));
    palette.setColor(QPalette::Midlight, of(Colour::Hover));
    palette.setColor(QPalette::Mid, of(Colour::Border));
    palette.setColor(QPalette::Dark, of(Colour::FieldBorder));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, dark ? 160 : 60));
    for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, text, of(Colour::FieldBorder));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, of(Colour::Border));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, of(Colour::SecondaryText));
    return palette;
}

double contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace samsa::ui
