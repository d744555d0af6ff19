// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/archive/archive.h"
#include "app/server_connection/http_client.h"
#include "app/server_connection/identity.h"
#include "app/storage/person_files.h"

#include <memory>

namespace samsa::app {

/// A server that somebody has joined, and as whom: what LoginController makes and Account lives
/// on.
struct JoinedServer
{
    std::unique_ptr<PersonFiles> files;
    std::unique_ptr<Archive> archive; ///< Started.
    std::unique_ptr<HttpClient> http;
    std::unique_ptr<Identity> identity;
    QString accessKey;
    QString label; ///< For the window's title.
    bool onThisComputer = false; ///< Hosted by this program or joined here.
};

} // namespace samsa::app
