# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

set(SAMSA_UI_TIMELINE_SOURCES
  avatar.cpp avatar.h
  chat_panel.cpp chat_panel.h
  composer.cpp composer.h
  composer_edit.cpp composer_edit.h
  message_clipboard.cpp message_clipboard.h
  message_content.cpp message_content.h
  message_delegate.cpp message_delegate.h
  message_heights.cpp message_heights.h
  message_layout.cpp message_layout.h
  message_links.cpp message_links.h
  message_painter.cpp message_painter.h
  message_style.cpp message_style.h
  notice_bar.cpp notice_bar.h
  segmented_toggle.cpp segmented_toggle.h
  status_dot.cpp status_dot.h
  time_text.cpp time_text.h
  timeline_model.cpp timeline_model.h
  timeline_view.cpp timeline_view.h
  transport_bar.cpp transport_bar.h)
