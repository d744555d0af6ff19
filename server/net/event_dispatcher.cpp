// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/net/event_dispatcher.h"

#ifdef Q_OS_LINUX
#include "server/net/epoll_dispatcher.h"
#endif

namespace samsa::net {

std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher(std::function<void()> closing)
{
#ifdef Q_OS_LINUX
    if (auto dispatcher = std::make_unique<EpollDispatcher>(std::move(closing));
        dispatcher->isOpen())
        return dispatcher;
#else
    Q_UNUSED(closing)
#endif
    return nullptr;
}

} // namespace samsa::net
