// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "fake_messages.h"
#include "fake_rooms.h"

void fillRooms(FakeRooms &rooms, bool korean);
QList<FakeMessage> sampleTalk(bool korean);
FakeMessage failedMessage(bool korean);
/// What nobody writes and everybody must be able to read.
QList<FakeMessage> extremeMessages();
