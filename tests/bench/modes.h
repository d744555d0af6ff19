// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/flags.h"

/// The modes. Each returns the exit status.
namespace samsa::bench {

int measureLatency(const Flags &flags);
int measureFanout(const Flags &flags);
int measureIdle(const Flags &flags);
int measurePoll(const Flags &flags);
int measureSend(const Flags &flags);
int measureMixed(const Flags &flags);
int measureStalled(const Flags &flags);
int serveRawEpoll(const Flags &flags);
int measureRawKafka(const Flags &flags);
int measureRawFsync(const Flags &flags);

/// Complains about flags that the mode did not ask for; call it when all were asked for.
void refuseUnknown(const Flags &flags);

} // namespace samsa::bench
