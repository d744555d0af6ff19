// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractEventDispatcher>

#include <memory>

namespace samsa::net {

/// An event loop for a thread with many sockets, to be given to QThread::setEventDispatcher()
/// before the thread is started. Nothing where Qt's own has to do: elsewhere than on Linux, or when
/// there is no descriptor left.
std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher();

} // namespace samsa::net
