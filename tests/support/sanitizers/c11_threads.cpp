// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// C11 threads by way of POSIX ones, for programs under ThreadSanitizer. It knows a thread that
// pthread_create() made; librdkafka makes its own by thrd_create(), which GCC's ThreadSanitizer
// does not intercept, and crashes in the first malloc() of such a thread.

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
