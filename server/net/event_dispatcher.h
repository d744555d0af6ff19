// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractEventDispatcher>

#include <functional>
#include <memory>

namespace samsa::net {

/// An event loop for a thread with many sockets, to be given to QThread::setEventDispatcher()
/// before the thread is started. Nothing where Qt's own has to do: elsewhere than on Linux, or when
/// there is no descriptor left.
///
/// QCoreApplication::postEvent() may just have got hold of it when its thread ends and deletes it.
/// \a closing is called in between, in the thread: to wait there for whoever may be posting.
std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher(std::function<void()> closing);

} // namespace samsa::net
