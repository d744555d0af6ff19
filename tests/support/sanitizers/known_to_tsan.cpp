// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Threads and processes in the ways that GCC's ThreadSanitizer knows; linked into every program
// that runs under it.
//
// Threads: librdkafka makes its own by C11's thrd_create(), which is not intercepted, and
// ThreadSanitizer crashes in the first malloc() of such a thread. Here C11's threads are POSIX's.
//
// Processes: QProcess makes a child that shares its memory until exec, by clone(). The interceptor
// takes it for a fork and tells the calling thread, which is the parent's too, to ignore all locks
// from then on: hundreds of races that are none. Here clone() is the C library's.

#include <cstdarg>
#include <cstdint>
#include <memory>
#include <pthread.h>
#include <threads.h>

namespace {

struct Start
{
    thrd_start_t function;
    void *argument;
};

void *run(void *given)
{
    const std::unique_ptr<Start> start(static_cast<Start *>(given));
    return reinterpret_cast<void *>(static_cast<std::intptr_t>(start->function(start->argument)));
}

} // namespace

extern "C" int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    auto start = std::make_unique<Start>(Start {function, argument});
    if (pthread_create(thread, nullptr, run, start.get()) != 0)
        return thrd_error;
    static_cast<void>(start.release());
    return thrd_success;
}

extern "C" int thrd_join(thrd_t thread, int *result)
{
    void *returned = nullptr;
    if (pthread_join(thread, &returned) != 0)
        return thrd_error;
    if (result != nullptr)
        *result = static_cast<int>(reinterpret_cast<std::intptr_t>(returned));
    return thrd_success;
}

extern "C" int __clone(int (*function)(void *), void *stack, int flags, void *argument, ...);

extern "C" int clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
    std::va_list more;
    va_start(more, argument);
    void *parentId = va_arg(more, void *);
    void *tls = va_arg(more, void *);
    void *childId = va_arg(more, void *);
    va_end(more);
    return __clone(function, stack, flags, argument, parentId, tls, childId);
}
