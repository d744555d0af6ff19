// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

#include <QHash>
#include <QRegularExpression>

namespace samsa::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// @name is a colour of theme.h.
constexpr const char sheet[] = R"(
QToolTip { color: @text; background: @raised; border: 1px solid @border; padding: 4px 6px; }

QLineEdit, QDoubleSpinBox {
    color: @text; background: @raised; border: 1px solid @fieldBorder; border-radius: 8px;
    padding: 6px 10px; selection-background-color: @accent; selection-color: @accentText;
}
QLineEdit:focus, QDoubleSpinBox:focus { border: 2px solid @focus; padding: 5px 9px; }
QLineEdit[wrong="true"] { border: 2px solid @error; padding: 5px 9px; }
QLineEdit:disabled, QLineEdit[readOnly="true"] { color: @secondaryText; background: @window; }
QDoubleSpinBox { padding: 2px 6px; border-radius: 6px; }
QDoubleSpinBox:focus { padding: 1px 5px; }

QPushButton {
    color: @text; background: @raised; border: 1px solid @fieldBorder; border-radius: 8px;
    padding: 7px 16px; min-width: 56px;
}
QPushButton:hover { background: @hover; }
QPushButton:focus { border: 2px solid @focus; padding: 6px 15px; }
QPushButton:disabled { color: @fieldBorder; border-color: @border; }
QPushButton[styleClass="primary"] {
    color: @accentText; background: @accent; border: 1px solid @accent; font-weight: 600;
}
QPushButton[styleClass="primary"]:hover, QPushButton[styleClass="primary"]:pressed { background: @accentHover; }
QPushButton[styleClass="primary"]:focus { border: 2px solid @text; padding: 6px 15px; }
QPushButton[styleClass="primary"]:disabled {
    color: @secondaryText; background: @hover; border-color: @border;
}
QPushButton[styleClass="jump"] {
    color: @accentText; background: @accent; border: 1px solid @accent; border-radius: 15px;
    padding: 5px 14px; font-weight: 600;
}
QPushButton[styleClass="jump"]:hover { background: @accentHover; }
QPushButton[styleClass="jump"]:focus { border: 2px solid @text; padding: 4px 13px; }

QToolButton { color: @text; background: transparent; border: 2px solid transparent;
    border-radius: 8px; padding: 5px; }
QToolButton:hover { background: @hover; }
QToolButton:focus { border-color: @focus; }
QLineEdit QToolButton { border: none; border-radius: 0; padding: 0; }
QLineEdit QToolButton:hover { background: transparent; }
QToolButton::menu-indicator { image: none; }
QToolButton[styleClass="primary"] { background: @accent; }
QToolButton[styleClass="primary"]:hover { background: @accentHover; }
QToolButton[styleClass="primary"]:focus { border-color: @text; }
QToolButton[styleClass="primary"]:disabled { background: @hover; }

QRadioButton { color: @text; spacing: 8px; padding: 3px 4px; border: 2px solid transparent;
    border-radius: 6px; }
QRadioButton:focus { border-color: @focus; }
QRadioButton:disabled { color: @fieldBorder; }

QLabel[styleClass="title"] { color: @text; font-weight: 600; }
QLabel[styleClass="secondary"], QLabel[styleClass="hint"] { color: @secondaryText; }
QLabel[styleClass="field"] { color: @text; font-weight: 600; }
QLabel[styleClass="error"] { color: @error; }

QFrame[styleClass="card"] { background: @raised; border: 1px solid @border; border-radius: 10px; }
QFrame[styleClass="header"] { background: @raised; border: none; border-bottom: 1px solid @border; }
QFrame[styleClass="strip"] { background: @window; border: none; border-bottom: 1px solid @border; }
QFrame[styleClass="footer"] { background: @raised; border: none; border-top: 1px solid @border; }
QFrame[styleClass="notice"] { background: @warningSurface; border: none; border-top: 1px solid @border; }
QFrame[styleClass="notice"] QLabel { color: @warning; }
QFrame[styleClass="composer"] { background: @raised; border: 1px solid @fieldBorder;
    border-radius: 12px; }
QFrame[styleClass="composer"][active="true"] { border: 2px solid @focus; }
QWidget[styleClass="sidebar"] { background: @sidebar; }
QWidget[styleClass="surface"] { background: @surface; }

QListView { color: @text; border: none; background: transparent; outline: none; }
QPlainTextEdit { color: @text; background: transparent; border: none;
    selection-background-color: @accent; selection-color: @accentText; }

QSplitter::handle { background: @border; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @scrollHandle; border-radius: 3px; margin: 3px;
    min-height: 32px; }
QScrollBar::handle:vertical:hover { background: @fieldBorder; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { color: @text; background: @raised; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 5px; }
QMenu::item:selected { color: @accentText; background: @accent; }
QMenu::item:disabled { color: @fieldBorder; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
)";

const QHash<QString, Colour> &names()
{
    static const QHash<QString, Colour> table {
        {u"window"_s, Colour::Window},
        {u"sidebar"_s, Colour::Sidebar},
        {u"surface"_s, Colour::Surface},
        {u"raised"_s, Colour::Raised},
        {u"border"_s, Colour::Border},
        {u"fieldBorder"_s, Colour::FieldBorder},
        {u"text"_s, Colour::Text},
        {u"secondaryText"_s, Colour::SecondaryText},
        {u"accent"_s, Colour::Accent},
        {u"accentText"_s, Colour::AccentText},
        {u"accentHover"_s, Colour::AccentHover},
        {u"hover"_s, Colour::Hover},
        {u"error"_s, Colour::Error},
        {u"warning"_s, Colour::Warning},
        {u"warningSurface"_s, Colour::WarningSurface},
        {u"focus"_s, Colour::Focus},
        {u"scrollHandle"_s, Colour::ScrollHandle},
    };
    return table;
}

} // namespace

QString styleSheet(bool dark)
{
    static const QRegularExpression reference(u"@([A-Za-z]+)"_s);
    const QString source = QString::fromLatin1(sheet);
    QString result;
    result.reserve(source.size());
    qsizetype copied = 0;
    for (auto matches = reference.globalMatch(source); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(source).sliced(copied, match.capturedStart() - copied);
        const auto found = names().constFind(match.captured(1));
        Q_ASSERT(found != names().cend());
        result += colour(*found, dark).name();
        copied = match.capturedEnd();
    }
    result += QStringView(source).sliced(copied);
    return result;
}

} // namespace samsa::ui
