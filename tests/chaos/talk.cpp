// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/chaos/talk.h"

#include "tests/chaos/http_writer.h"
#include "tests/chaos/stomp_writer.h"

namespace samsa::chaos {

using namespace Qt::Literals::StringLiterals;

Talk::Talk(Ledger &ledger, Settings settings)
{
    QList<quint16> ports;
    for (const quint16 gateway : std::as_const(settings.gateways)) {
        m_proxies.push_back(std::make_unique<test::CuttingProxy>(gateway));
        ports.append(m_proxies.back()->serverPort());
    }
    int person = 0;
    const auto line = [&] {
        return new StompLine(ports, person, settings.tokens.at(person), this);
    };
    Writer::Settings writer {.rooms = settings.rooms,
                             .perSecond = settings.perSecond / (stompWriters + httpWriters),
                             .seed = settings.seed,
                             .clock = settings.clock};
    for (int i = 0; i < stompWriters; ++i, ++person, ++writer.seed)
        m_writers.append(new StompWriter(ledger, writer, line(), this));
    for (int i = 0; i < httpWriters; ++i, ++person, ++writer.seed)
        m_writers.append(
            new HttpWriter(ledger, writer, ports, person, settings.tokens.at(person), this));
    for (int i = 0; i < liveReaders; ++i, ++person)
        m_liveReaders.append(
            new LiveReader(ledger, u"Live reader %1"_s.arg(i + 1), settings.rooms, line(), this));
    for (int i = 0; i < pollers; ++i, ++person)
        m_pollers.append(new Poller(ledger, u"Poller %1"_s.arg(i + 1), settings.rooms, ports,
                                    person, settings.tokens.at(person), this));
}

void Talk::start()
{
    for (LiveReader *reader : std::as_const(m_liveReaders))
        reader->start();
    for (Poller *poller : std::as_const(m_pollers))
        poller->start();
    for (Writer *writer : std::as_const(m_writers))
        writer->start();
}

void Talk::cutInMidFrame()
{
    for (const auto &proxy : m_proxies)
        proxy->cutAllInMidFrame();
}

void Talk::finish()
{
    for (Writer *writer : std::as_const(m_writers))
        writer->finish();
}

int Talk::unsettled() const
{
    int unsettled = 0;
    for (const Writer *writer : std::as_const(m_writers))
        unsettled += writer->unsettled();
    return unsettled;
}

void Talk::stopReading()
{
    for (LiveReader *reader : std::as_const(m_liveReaders))
        reader->stop();
    for (Poller *poller : std::as_const(m_pollers))
        poller->stop();
}

} // namespace samsa::chaos
