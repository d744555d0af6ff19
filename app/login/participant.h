// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server_connection/http_client.h"
#include "app/server_connection/session.h"
#include "app/storage/person_files.h"

#include <memory>

namespace samsa::app {

/// Somebody who has joined a server: what LoginController makes and ChatController works with.
struct Participant
{
    std::unique_ptr<PersonFiles> files;
    std::unique_ptr<HttpClient> http;
    std::unique_ptr<Session> session;
    QString accessKey;
    QString serverLabel; ///< For the window's title.
    bool onThisComputer = false; ///< Hosted by this program or joined here.
};

} // namespace samsa::app
