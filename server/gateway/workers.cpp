// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/gateway/workers.h"

#include <algorithm>
#include <numeric>

namespace samsa::gateway {

void Workers::start(const chat::Services &services, const std::optional<QSslConfiguration> &tls,
                    int count)
{
    for (int i = 0; i < count; ++i)
        m_workers.push_back(std::make_unique<Worker>(services, tls, i));
    for (const auto &worker : m_workers)
        worker->start();
}

void Workers::tell(const EventsPtr &events)
{
    for (const auto &worker : m_workers)
        worker->tell(events);
}

void Workers::adopt(qintptr descriptor)
{
    const auto least = std::min_element(m_workers.begin(), m_workers.end(),
                                        [](const auto &left, const auto &right) {
                                            return left->connections() < right->connections();
                                        });
    (*least)->adopt(descriptor);
}

void Workers::close()
{
    for (const auto &worker : m_workers)
        worker->closeClients();
    for (const auto &worker : m_workers)
        worker->join();
}

int Workers::connections() const
{
    return std::accumulate(m_workers.begin(), m_workers.end(), 0,
                           [](int sum, const auto &worker) { return sum + worker->connections(); });
}

} // namespace samsa::gateway
