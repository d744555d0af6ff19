# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Relative to server/.
set(SAMSA_STOMP_SOURCES
  stomp/channel.cpp stomp/channel.h
  stomp/client_frames.cpp stomp/client_frames.h
  stomp/fanout.cpp stomp/fanout.h
  stomp/flusher.cpp stomp/flusher.h
  stomp/frames.cpp stomp/frames.h
  stomp/heart_beat.cpp stomp/heart_beat.h
  stomp/login.cpp stomp/login.h
  stomp/replay.cpp stomp/replay.h
  stomp/session.cpp stomp/session.h
  stomp/session_requests.cpp
  stomp/subscription.h)
