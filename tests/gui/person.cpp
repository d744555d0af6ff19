// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/person.h"

#include "ui/login/nickname_dialog.h"
#include "ui/rooms/room_roles.h"
#include "ui/timeline/timeline_view.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

Person::Person(QString nickname, QString dataFolder)
{
    if (dataFolder.isEmpty()) {
        m_folder = std::make_unique<QTemporaryDir>();
        dataFolder = m_folder->path();
    }
    options.dataFolder = dataFolder;
    options.nickname = std::move(nickname);
}

Person::~Person()
{
    if (m_program)
        quit();
}

void Person::start()
{
    m_program = std::make_unique<app::Program>(options);
    const auto started = m_program->start();
    Q_ASSERT(started.ok());
}

bool Person::join(quint16 port, ui::TransportKind transport)
{
    options.server = u"127.0.0.1:%1"_s.arg(port);
    options.transport = transport;
    start();
    return QTest::qWaitFor([this] { return window() != nullptr && isOnline(); }, 10'000);
}

bool Person::quit()
{
    QSignalSpy finished(m_program.get(), &app::Program::finished);
    m_program->quit();
    const bool over = QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, 10'000);
    m_program.reset();
    return over;
}

void Person::makeRoom(const QString &name)
{
    auto *const field = find<QLineEdit>("newRoomField");
    field->setFocus();
    field->clear();
    QTest::keyClicks(field, name);
    QTest::keyClick(field, Qt::Key_Return);
}

QModelIndex Person::roomIndex(const QString &name)
{
    const QAbstractItemModel *const rooms = find<QListView>("roomList")->model();
    const QModelIndexList found =
        rooms->match(rooms->index(0, 0), ui::RoomNameRole, name, 1, Qt::MatchExactly);
    return found.value(0);
}

bool Person::seesRoom(const QString &name)
{
    return roomIndex(name).isValid();
}

int Person::unreadIn(const QString &name)
{
    return roomIndex(name).data(ui::UnreadRole).toInt();
}

bool Person::openRoom(const QString &name)
{
    const QModelIndex index = roomIndex(name);
    if (!index.isValid())
        return false;
    auto *const list = find<QListView>("roomList");
    list->scrollTo(index);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
    return true;
}

void Person::say(const QString &text)
{
    auto *const field = find<QPlainTextEdit>("composerField");
    field->setFocus();
    field->insertPlainText(text);
    QTest::keyClick(field, Qt::Key_Return);
}

void Person::choose(ui::TransportKind transport)
{
    const char *const name =
        transport == ui::TransportKind::Polling ? "transportPolling" : "transportLive";
    QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
}

QAbstractItemModel *Person::timelineModel()
{
    return find<ui::TimelineView>("timeline")->model();
}

QStringList Person::texts()
{
    QStringList texts;
    if (const QAbstractItemModel *const model = timelineModel())
        for (int row = 0; row < model->rowCount(); ++row)
            texts.append(model->index(row, 0).data(ui::TextRole).toString());
    return texts;
}

int Person::countInState(ui::MessageState state)
{
    int count = 0;
    if (const QAbstractItemModel *const model = timelineModel())
        for (int row = 0; row < model->rowCount(); ++row)
            count += model->index(row, 0).data(ui::StateRole).toInt() == static_cast<int>(state);
    return count;
}

bool Person::hasLoadedRoom()
{
    return m_program->account() != nullptr && m_program->account()->conversation().isLoaded();
}

bool Person::isOnline()
{
    return m_program->account() != nullptr && m_program->account()->transports().isOnline();
}

void eachTransport()
{
    QTest::addColumn<ui::TransportKind>("transport");
    QTest::newRow("polling") << ui::TransportKind::Polling;
    QTest::newRow("live") << ui::TransportKind::Live;
}

} // namespace samsa::test
