// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/socket_notifiers.h"

#include "server/observe/logging.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <limits>
#include <unistd.h>

namespace samsa::net {

namespace {

constexpr quint8 bit(QSocketNotifier::Type type)
{
    return static_cast<quint8>(1U << type);
}

constexpr quint8 readBit = bit(QSocketNotifier::Read);
constexpr quint8 writeBit = bit(QSocketNotifier::Write);
constexpr quint8 exceptionBit = bit(QSocketNotifier::Exception);

quint32 eventsOf(quint8 types)
{
    quint32 events = 0;
    if ((types & readBit) != 0)
        events |= EPOLLIN;
    if ((types & writeBit) != 0)
        events |= EPOLLOUT;
    if ((types & exceptionBit) != 0)
        events |= EPOLLPRI;
    return events;
}

quint8 typesOf(quint32 events)
{
    if ((events & (EPOLLHUP | EPOLLERR)) != 0)
        return readBit | writeBit | exceptionBit;
    quint8 types = 0;
    if ((events & EPOLLIN) != 0)
        types |= readBit;
    if ((events & EPOLLOUT) != 0)
        types |= writeBit;
    if ((events & EPOLLPRI) != 0)
        types |= exceptionBit;
    return types;
}

} // namespace

int pollTimeout(std::optional<TimerQueue::TimePoint> until)
{
    if (!until)
        return -1;
    if (*until == TimerQueue::TimePoint::min())
        return 0;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*until - TimerQueue::Clock::now()).count();
    return static_cast<int>(std::clamp<qint64>(left, 0, std::numeric_limits<int>::max()));
}

SocketNotifiers::SocketNotifiers(int wakeUp)
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUp(wakeUp)
{
    epoll_event event {};
    event.events = EPOLLIN | EPOLLET;
    event.data.fd = m_wakeUp;
    if (m_epoll >= 0 && epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeUp, &event) != 0) {
        close(m_epoll);
        m_epoll = -1;
    }
}

SocketNotifiers::~SocketNotifiers()
{
    if (m_epoll >= 0)
        close(m_epoll);
}

void SocketNotifiers::add(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0)
        return;
    if (static_cast<std::size_t>(descriptor) >= m_watches.size())
        m_watches.resize(std::max<std::size_t>(descriptor + 1, m_watches.size() * 2));
    Watch &watch = m_watches[descriptor];
    QSocketNotifier *&place = watch.notifiers[notifier->type()];
    if (place != nullptr && place != notifier) {
        qCWarning(lcNet) << "two notifiers of one type for descriptor" << descriptor;
        watch.renewed = true; // Its number was used again, perhaps.
        setAlways(descriptor, false);
        watch.ready &= static_cast<Types>(~bit(notifier->type()));
    }
    place = notifier;
    watch.wanted |= bit(notifier->type());
    change(descriptor);
}

void SocketNotifiers::remove(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= m_watches.size())
        return;
    Watch &watch = m_watches[descriptor];
    if (watch.notifiers[notifier->type()] != notifier)
        return;
    watch.notifiers[notifier->type()] = nullptr;
    const auto others = static_cast<Types>(~bit(notifier->type()));
    watch.wanted &= others;
    watch.ready &= others;
    if (notifier->type() == QSocketNotifier::Write)
        watch.asked = false;
    if (watch.wanted != 0) {
        change(descriptor);
        return;
    }
    if (watch.armed != 0) // It fails if the descriptor was closed too early, and is right to.
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    watch.armed = 0;
    watch.renewed = false;
    setAlways(descriptor, false);
}

bool SocketNotifiers::wait(std::optional<TimePoint> until)
{
    applyChanges();
    for (const int descriptor : m_always)
        setReady(descriptor, readBit | writeBit);
    if (m_readyHead < m_ready.size())
        until = TimePoint::min();

    int found = -1;
    do {
        found = epoll_wait(m_epoll, m_events.data(), static_cast<int>(m_events.size()),
                           pollTimeout(until));
    } while (found < 0 && errno == EINTR);

    bool wokenUp = false;
    for (int i = 0; i < found; ++i) {
        const epoll_event &event = m_events[i];
        if (event.data.fd == m_wakeUp)
            wokenUp = true;
        else
            setReady(event.data.fd, typesOf(event.events));
    }
    return wokenUp;
}

// A slot may run a loop of its own, which then says what is left here, and may switch off, delete
// or add any notifier: nothing is held across the event.
int SocketNotifiers::activate()
{
    int activated = 0;
    QEvent event(QEvent::SockAct);
    while (m_readyHead < m_ready.size()) {
        Watch &watch = m_watches[m_ready[m_readyHead]];
        if (watch.ready == 0) {
            ++m_readyHead;
            continue;
        }
        const int type = std::countr_zero(watch.ready);
        watch.ready &= static_cast<Types>(watch.ready - 1);
        ++activated;
        QCoreApplication::sendEvent(watch.notifiers[type], &event);
    }
    m_ready.clear();
    m_readyHead = 0;
    return activated;
}

void SocketNotifiers::change(int descriptor)
{
    Watch &watch = m_watches[descriptor];
    if (watch.changed)
        return;
    watch.changed = true;
    m_changed.push_back(descriptor);
}

void SocketNotifiers::applyChanges()
{
    m_writers.clear();
    for (std::size_t i = 0; i < m_changed.size(); ++i) // More may come: see disable().
        apply(m_changed[i]);
    Q_ASSERT(std::all_of(m_changed.begin(), m_changed.end(),
                         [this](int descriptor) { return isApplied(descriptor); }));
    m_changed.clear();
    if (!m_writers.empty())
        askWriters();
}

void SocketNotifiers::apply(int descriptor)
{
    Watch &watch = m_watches[descriptor];
    Q_ASSERT(watch.changed); // It is listed once.
    watch.changed = false;
    if (watch.wanted == 0 || watch.always)
        return;
    Types types = watch.wanted;
    const bool newWriter = (types & writeBit) != 0 && (watch.armed & writeBit) == 0 && !watch.asked;
    if (newWriter && types != writeBit) { // One that only writes is connecting: it has to wait.
        types &= static_cast<Types>(~writeBit);
        m_writers.push_back({descriptor, POLLOUT, 0});
    }
    if (types != watch.armed || watch.renewed)
        arm(descriptor, types);
}

/// The kernel knows what is wanted, but for writing, which may have to be asked for first.
bool SocketNotifiers::isApplied(int descriptor) const
{
    const Watch &watch = m_watches[descriptor];
    const auto left = static_cast<Types>(watch.wanted ^ watch.armed);
    return watch.always || left == 0 || left == (watch.wanted & writeBit);
}

void SocketNotifiers::askWriters()
{
    const bool answered = poll(m_writers.data(), m_writers.size(), 0) >= 0;
    for (const pollfd &writer : m_writers) {
        Watch &watch = m_watches[writer.fd];
        if ((watch.wanted & writeBit) == 0 || watch.always)
            continue;
        if (answered && (writer.revents & (POLLOUT | POLLHUP | POLLERR)) != 0) {
            setReady(writer.fd, writeBit);
            watch.asked = true;
            change(writer.fd); // If it still wants to write in the next turn, it is watched.
        } else {
            arm(writer.fd, watch.wanted);
            Q_ASSERT(watch.always || watch.changed || watch.armed == watch.wanted);
        }
    }
}

void SocketNotifiers::arm(int descriptor, Types types)
{
    Watch &watch = m_watches[descriptor];
    epoll_event event {};
    event.events = eventsOf(types);
    event.data.fd = descriptor;
    int done =
        epoll_ctl(m_epoll, watch.armed != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
    if (done != 0 && errno == ENOENT)
        done = epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    watch.renewed = false;
    if (done == 0) {
        watch.armed = types;
    } else if (errno == EPERM) { // A file: there is nothing to wait for.
        setAlways(descriptor, true);
    } else {
        qCWarning(lcNet) << "cannot watch descriptor" << descriptor << std::strerror(errno);
        disable(descriptor);
    }
}

void SocketNotifiers::setAlways(int descriptor, bool always)
{
    if (std::exchange(m_watches[descriptor].always, always) == always)
        return;
    if (always)
        m_always.push_back(descriptor);
    else
        std::erase(m_always, descriptor);
}

void SocketNotifiers::disable(int descriptor)
{
    for (std::size_t type = 0; type < std::tuple_size_v<decltype(Watch::notifiers)>; ++type)
        if (QSocketNotifier *notifier = m_watches[descriptor].notifiers[type])
            notifier->setEnabled(false);
}

void SocketNotifiers::setReady(int descriptor, Types types)
{
    Watch &watch = m_watches[descriptor];
    types &= watch.wanted;
    if (types != 0 && watch.ready == 0)
        m_ready.push_back(descriptor);
    watch.ready |= types;
}

} // namespace samsa::net
