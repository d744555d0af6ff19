// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/chaos/stomp_line.h"
#include "tests/chaos/writer.h"

namespace samsa::chaos {

/// Sends by STOMP, and waits for the RECEIPT.
class StompWriter : public Writer
{
    Q_OBJECT
public:
    StompWriter(Ledger &ledger, Settings settings, StompLine *line, QObject *parent);

    void start() override;

protected:
    bool transmit(const Message &message) override;

private:
    void take(const protocol::StompFrame &frame);

    StompLine &m_line;
};

} // namespace samsa::chaos
