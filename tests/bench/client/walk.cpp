// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/client/walk.h"

#include "app/account/account.h"
#include "app/program/chat_controller.h"
#include "protocol/message_id.h"
#include "tests/bench/client/fill.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/chat_panel.h"
#include "ui/window/main_window.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QFile>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace samsa::bench {

namespace {

constexpr int changes = 20;
constexpr int jumps = 100;

double millisecondsSince(WatchedApplication::Clock::time_point begun,
                         WatchedApplication::Clock::time_point end)
{
    return std::chrono::duration<double, std::milli>(end - begun).count();
}

} // namespace

Walk::Walk(WatchedApplication &application, app::ProgramOptions options)
    : m_application(application)
    , m_program(std::move(options))
{
}

bool Walk::isShown(const QString &room)
{
    if (m_program.account() == nullptr || m_program.window() == nullptr)
        return false;
    const protocol::Room *const wanted = m_program.account()->rooms().roomByName(room);
    const app::Conversation &conversation = m_program.account()->conversation();
    return wanted != nullptr && conversation.room() == wanted->id && conversation.isLoaded()
        && conversation.model()->rowCount() > 0;
}

bool Walk::start(WatchedApplication::Clock::time_point begun)
{
    m_application.watch([this]() -> const QObject * {
        return m_program.window() != nullptr ? m_program.window()->chat()->timeline()->viewport()
                                             : nullptr;
    });
    m_application.expect([this] { return isShown(longRoom()); });
    if (!m_program.start())
        return false;
    if (!runUntil([this] { return m_application.seenAt().has_value(); }))
        return false;
    m_report.insert(u"start_ms"_s, millisecondsSince(begun, *m_application.seenAt()));
    m_report.insert(u"start_cpu_ms"_s, double(std::clock()) * 1e3 / CLOCKS_PER_SEC);
    return true;
}

void Walk::note(const QString &name, std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    m_report.insert(name + u"_p50_ms"_s, values[values.size() / 2]);
    m_report.insert(name + u"_p99_ms"_s, values[values.size() * 99 / 100]);
    m_report.insert(name + u"_max_ms"_s, values.back());
}

std::optional<double> Walk::open(const QString &room)
{
    const auto begun = WatchedApplication::Clock::now();
    m_application.expect([this, room] { return isShown(room); });
    m_program.chat()->openRoomNamed(room);
    if (!runUntil([this] { return m_application.seenAt().has_value(); }))
        return std::nullopt;
    const double took = millisecondsSince(begun, *m_application.seenAt());
    // The server's page is there too, so that what it costs is not the next one's.
    const app::MessageModel &model = *m_program.account()->conversation().model();
    if (!runUntil([&model] { return model.isAtNewest(); }))
        return std::nullopt;
    return took;
}

bool Walk::changeRooms()
{
    // A person looks first; until then the program does what it has put off for its start.
    const QDeadlineTimer looked(std::chrono::seconds(2));
    if (!runUntil([&looked] { return looked.hasExpired(); }))
        return false;
    std::vector<double> took;
    for (int i = 0; i < changes; ++i) {
        const auto one = open(i % 2 == 0 ? mixedRoom() : longRoom());
        if (!one)
            return false;
        took.push_back(*one);
    }
    m_report.insert(u"open_first_ms"_s, took.front());
    note(u"open"_s, took);
    return true;
}

std::optional<double> Walk::jump(const QDateTime &date)
{
    app::Account &account = *m_program.account();
    app::Conversation &conversation = account.conversation();
    ui::TimelineView &timeline = *m_program.window()->chat()->timeline();
    const auto begun = WatchedApplication::Clock::now();
    bool isThere = false;
    m_application.expect([&isThere] { return isThere; });
    QObject context;
    QObject::connect(&conversation, &app::Conversation::settled, &context, [&](qint64 at) {
        const auto &messages = conversation.model()->confirmed();
        const auto found = std::find_if(messages.cbegin(), messages.cend(),
                                        [at](const auto &one) { return one.position >= at; });
        isThere = found != messages.cend()
            && timeline.scrollToMessage(QString::fromLatin1(protocol::writeId(found->id)));
    });
    account.archive().atTime(conversation.room(), date, &context,
                             [&conversation](const protocol::Result<app::TimePlace> &place) {
                                 if (place && place->position > 0)
                                     conversation.goTo(place->position);
                             });
    if (!runUntil([this] { return m_application.seenAt().has_value(); }))
        return std::nullopt;
    return millisecondsSince(begun, *m_application.seenAt());
}

bool Walk::jumpToDates()
{
    const auto &messages = m_program.account()->conversation().model()->confirmed();
    const protocol::Message newest = messages.constLast();
    // They are as far apart as the positions are.
    const qint64 apart =
        (newest.time.toMSecsSinceEpoch() - messages.constFirst().time.toMSecsSinceEpoch())
        / (newest.position - messages.constFirst().position);
    std::uniform_int_distribution<qint64> back(1, newest.position - 1);
    std::vector<double> took;
    for (int i = 0; i < jumps; ++i) {
        const auto one = jump(newest.time.addMSecs(-apart * back(m_engine)));
        if (!one)
            return false;
        took.push_back(*one);
    }
    note(u"jump"_s, took);
    return true;
}

/// From the first message of the mixed room to its last, a screen at a time, each of which is
/// painted whole.
bool Walk::scroll()
{
    app::Conversation &conversation = m_program.account()->conversation();
    if (!open(mixedRoom()))
        return false;
    const app::MessageModel &model = *conversation.model();
    conversation.goTo(1);
    if (!runUntil([&model] { return model.isAtOldest(); }))
        return false;
    ui::TimelineView &timeline = *m_program.window()->chat()->timeline();
    QScrollBar &bar = *timeline.verticalScrollBar();
    bar.setValue(bar.minimum());
    m_application.takePaints();
    std::vector<double> paints;
    std::vector<double> screens;
    while (!model.isAtNewest() || bar.value() < bar.maximum()) {
        const double begun = threadMilliseconds();
        bar.setValue(bar.value() + timeline.viewport()->height());
        if (!runUntil([this] { return m_application.hasPainted(); }))
            return false;
        for (const double paint : m_application.takePaints())
            paints.push_back(paint);
        if (bar.value() == bar.maximum() && !model.isAtNewest()
            && !runUntil([&] { return bar.value() < bar.maximum() || model.isAtNewest(); }))
            return false;
        screens.push_back(threadMilliseconds() - begun);
    }
    note(u"paint"_s, paints);
    note(u"screen"_s, screens);
    m_report.insert(u"screens"_s, qint64(screens.size()));
    return true;
}

void Walk::noteMemory()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        return;
    double own = 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith("Private_"))
            own += line.simplified().split(' ')[1].toDouble() / 1024;
    m_report.insert(u"walked_private_mib"_s, own);
}

} // namespace samsa::bench
