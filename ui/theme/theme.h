// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

class QPalette;
class QString;

/// The look of the whole program: Fusion, a palette and a small style sheet of ours, in light or
/// dark. Colours have names for what they are used for; delegates and painters ask by name each
/// time they paint, so they follow a change by themselves (the widgets get a PaletteChange event).
///
/// One look per process, like QApplication's palette, hence free functions. GUI thread.
namespace samsa::ui {

enum class Scheme {
    System, ///< As the desktop has it, also when it changes.
    Light,
    Dark,
};

enum class Colour {
    Window, ///< Behind dialogs and strips.
    Sidebar, ///< Behind the list of rooms.
    Surface, ///< Behind the messages.
    Raised, ///< Fields, cards, the header.
    Border, ///< Hairlines that separate.
    FieldBorder, ///< Around what can be used; 3:1 on its ground.
    Text,
    SecondaryText,
    Accent, ///< The one colour that asks to be clicked.
    AccentText,
    AccentHover,
    Link,
    OwnBubble,
    OwnText,
    OwnSecondaryText,
    OwnLink,
    OtherBubble,
    OtherText,
    OtherSecondaryText,
    Selection, ///< Behind the chosen room.
    Hover,
    Pill, ///< Behind a day.
    PillText,
    NewLine, ///< The "new messages" line.
    Error,
    ErrorSurface,
    Warning,
    WarningSurface,
    Good,
    Badge,
    BadgeText,
    Focus,
    ScrollHandle,
};

/// Also what is shown already changes at once.
void applyTheme(Scheme scheme);
Scheme chosenScheme();
/// What is shown, whether chosen or as the desktop has it.
bool isDark();

QColor colour(Colour name);
QColor colour(Colour name, bool dark);

/// The disc that stands for a person, under a white initial. The same nickname has the same colour
/// everywhere and always, without regard to case.
QColor nicknameColour(const QString &nickname);
/// The nickname itself, written on Surface, Sidebar or Raised.
QColor nicknameTextColour(const QString &nickname);

/// Behind nicknameTextColour() in the tile that stands for a room of that name.
QColor tileColour(const QString &room);

inline constexpr int nicknameColours = 8;
QColor nicknameColour(int which, bool dark);
QColor nicknameTextColour(int which, bool dark);
QColor tileColour(int which, bool dark);

QPalette themePalette(bool dark);

/// The contrast ratio of WCAG 2.1, from 1 to 21.
double contrast(const QColor &one, const QColor &other);

} // namespace samsa::ui
