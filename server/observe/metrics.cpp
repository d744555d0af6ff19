// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/observe/metrics.h"

#include <array>

namespace samsa {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array table {
    CounterSpec {"samsa_connections_accepted_total"_L1, "Connections taken."_L1,
                 &Metrics::connectionsAccepted},
    CounterSpec {
        "samsa_connections_refused_total"_L1,
        "Connections closed for a limit or for a head that was wrong, late or too long."_L1,
        &Metrics::connectionsRefused},
    CounterSpec {"samsa_http_requests_total"_L1, "HTTP requests answered."_L1, &Metrics::requests},
    CounterSpec {"samsa_http_requests_refused_total"_L1,
                 "HTTP requests answered with 4xx or 5xx."_L1, &Metrics::requestsRefused},
    CounterSpec {"samsa_polls_held_total"_L1,
                 "Polls that had nothing new to tell and waited for it."_L1, &Metrics::pollsHeld},
    CounterSpec {"samsa_stomp_frames_received_total"_L1, "STOMP frames read."_L1,
                 &Metrics::framesReceived},
    CounterSpec {"samsa_stomp_frames_refused_total"_L1, "STOMP frames that were refused."_L1,
                 &Metrics::framesRefused},
    CounterSpec {"samsa_messages_accepted_total"_L1, "Messages that the log holds."_L1,
                 &Metrics::messagesAccepted},
    CounterSpec {"samsa_messages_repeated_total"_L1, "Messages sent again under the same id."_L1,
                 &Metrics::messagesRepeated},
    CounterSpec {"samsa_events_accepted_total"_L1,
                 "Edits, deletions and reactions that the log holds."_L1, &Metrics::eventsAccepted},
    CounterSpec {"samsa_messages_refused_total"_L1, "Messages that were not accepted."_L1,
                 &Metrics::messagesRefused},
    CounterSpec {"samsa_messages_delivered_total"_L1, "Messages written to live connections."_L1,
                 &Metrics::messagesDelivered},
    CounterSpec {"samsa_slow_readers_total"_L1, "Connections cut because they did not read."_L1,
                 &Metrics::slowReaders},
    CounterSpec {"samsa_heart_beats_lost_total"_L1, "Connections cut because they fell silent."_L1,
                 &Metrics::heartBeatsLost},
    CounterSpec {"samsa_sessions_claimed_total"_L1, "Nicknames claimed."_L1,
                 &Metrics::sessionsClaimed},
};

} // namespace

std::span<const CounterSpec> counterTable()
{
    return table;
}

QByteArray writeMetrics(const Metrics &metrics, const std::vector<Gauge> &gauges)
{
    QByteArray text;
    const auto head = [&text](QByteArrayView name, QByteArrayView help, QByteArrayView type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    };
    for (const CounterSpec &spec : table) {
        const QByteArrayView name(spec.name.data(), spec.name.size());
        head(name, QByteArrayView(spec.help.data(), spec.help.size()), "counter");
        text.append(name)
            .append(' ')
            .append(QByteArray::number((metrics.*spec.counter).value()))
            .append('\n');
    }
    QByteArray last;
    for (const Gauge &gauge : gauges) {
        if (gauge.name != last)
            head(gauge.name, gauge.help, "gauge");
        last = gauge.name;
        text.append(gauge.name);
        if (!gauge.labels.isEmpty())
            text.append('{').append(gauge.labels).append('}');
        text.append(' ').append(QByteArray::number(gauge.value, 'g', 15)).append('\n');
    }
    return text;
}

} // namespace samsa
