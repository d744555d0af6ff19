// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/log_probe.h"

#include <algorithm>
#include <future>

namespace samsa::test {

log::MessageLog::Deliver LogProbe::deliver()
{
    return [this](const Events &events) {
        const std::scoped_lock lock(m_mutex);
        for (const Event &event : events) {
            if (const auto *room = std::get_if<RoomCreated>(&event))
                m_rooms.push_back(*room);
            if (const auto *posted = std::get_if<Posted>(&event))
                for (const EntryPtr &entry : posted->entries)
                    add(entry);
        }
        m_changed.notify_all();
    };
}

void LogProbe::add(const EntryPtr &entry)
{
    for (const EntryPtr &earlier : m_entries)
        if (earlier->room.id == entry->room.id
            && (earlier->id == entry->id || earlier->position >= entry->position))
            m_disorder = true;
    m_entries.push_back(entry);
}

log::MessageLog::AppendDone LogProbe::answer()
{
    return [this](Answer answer) {
        const std::scoped_lock lock(m_mutex);
        if (answer) {
            const bool delivered =
                std::any_of(m_entries.rbegin(), m_entries.rend(), [&](const EntryPtr &entry) {
                    return entry->position == answer->position;
                });
            m_early += delivered ? 0 : 1;
        }
        m_answers.push_back(std::move(answer));
        m_changed.notify_all();
    };
}

log::MessageLog::RoomDone LogProbe::roomAnswer()
{
    return [this](const protocol::Result<void> &answer) {
        const std::scoped_lock lock(m_mutex);
        if (answer)
            ++m_roomAnswers;
        m_changed.notify_all();
    };
}

template <typename Ready>
bool LogProbe::waitFor(Ready ready, std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, patience, ready);
}

bool LogProbe::waitForEntries(std::size_t count, std::chrono::milliseconds patience)
{
    return waitFor([&] { return m_entries.size() >= count; }, patience);
}

bool LogProbe::waitForAnswers(std::size_t count, std::chrono::milliseconds patience)
{
    return waitFor([&] { return m_answers.size() >= count; }, patience);
}

bool LogProbe::waitForRooms(std::size_t count, std::chrono::milliseconds patience)
{
    return waitFor([&] { return m_rooms.size() >= count && m_roomAnswers >= count; }, patience);
}

std::vector<EntryPtr> LogProbe::entries() const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries;
}

std::vector<EntryPtr> LogProbe::entries(const RoomRef &room) const
{
    std::vector<EntryPtr> some = entries();
    std::erase_if(some, [&](const EntryPtr &entry) { return entry->room.id != room.id; });
    return some;
}

std::vector<RoomCreated> LogProbe::rooms() const
{
    const std::scoped_lock lock(m_mutex);
    return m_rooms;
}

std::vector<LogProbe::Answer> LogProbe::answers() const
{
    const std::scoped_lock lock(m_mutex);
    return m_answers;
}

std::size_t LogProbe::roomAnswers() const
{
    const std::scoped_lock lock(m_mutex);
    return m_roomAnswers;
}

int LogProbe::answersBeforeDelivery() const
{
    const std::scoped_lock lock(m_mutex);
    return m_early;
}

bool LogProbe::sawDisorder() const
{
    const std::scoped_lock lock(m_mutex);
    return m_disorder;
}

LogProbe::Answer LogProbe::send(log::MessageLog &log, NewMessage message)
{
    std::promise<Answer> promise;
    auto future = promise.get_future();
    log.append(std::move(message),
               [&promise](Answer answer) { promise.set_value(std::move(answer)); });
    return future.get();
}

} // namespace samsa::test
