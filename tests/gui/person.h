// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/login/login_controller.h"
#include "app/program/chat_controller.h"
#include "app/program/program.h"
#include "ui/timeline/message_roles.h"
#include "ui/window/main_window.h"

#include <QListView>
#include <QTemporaryDir>

#include <memory>

namespace samsa::test {

/// Somebody with a desktop program of their own: the real windows, with the real models and
/// transports behind them, in this process. What a person does is done by keys and clicks on the
/// widgets, by their object names.
class Person
{
public:
    /// A data folder of their own, unless one is given.
    explicit Person(QString nickname, QString dataFolder = {});
    ~Person();

    /// What the command line would say. Change it before start().
    app::ProgramOptions options;

    /// Joins this server without being asked; returns when the window stands, or false after a
    /// while.
    bool join(quint16 port, ui::TransportKind transport);
    void start();
    /// Quits the program as the menu does, and waits until it is over.
    bool quit();

    app::Program &program() { return *m_program; }
    ui::MainWindow *window() { return m_program->window(); }
    QDialog &dialog() { return m_program->login().dialog(); }
    QString dataFolder() const { return options.dataFolder; }

    /// A widget of the main window, or of the dialog while there is none. Fails the program when it
    /// is missing.
    template <typename T>
    T *find(const char *name)
    {
        QWidget *const where = window() != nullptr ? static_cast<QWidget *>(window()) : &dialog();
        T *const found = where->findChild<T *>(QString::fromLatin1(name));
        Q_ASSERT_X(found != nullptr, "Person::find", name);
        return found;
    }

    void makeRoom(const QString &name);
    /// Clicks on the room in the list; false when the list does not show it.
    bool openRoom(const QString &name);
    bool seesRoom(const QString &name);
    int unreadIn(const QString &name);
    /// Types into the composer and presses Enter.
    void say(const QString &text);
    void choose(ui::TransportKind transport);

    /// What the timeline's model shows, from top to bottom.
    QStringList texts();
    int countInState(ui::MessageState state);
    bool hasLoadedRoom();
    bool isOnline();

private:
    QModelIndex roomIndex(const QString &name);
    QAbstractItemModel *timelineModel();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Program> m_program;
};

/// Pass to QTest::addColumn and back: both transports, one row each.
void eachTransport();

} // namespace samsa::test

Q_DECLARE_METATYPE(samsa::app::Outgoing)
