// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screen/screen_saver.h"

namespace samsa::app {

using namespace Qt::Literals::StringLiterals;

ScreenSaver::ScreenSaver(const QDBusConnection &bus, const QString &name, QString path,
                         QObject *parent)
    : LockService(bus, name, parent)
    , m_path(std::move(path))
{
}

void ScreenSaver::listen()
{
    bus().connect(name(), m_path, name(), u"ActiveChanged"_s, this, SLOT(noteActive(bool)));
}

void ScreenSaver::inquire()
{
    ask(m_path, name(), u"GetActive"_s, {}, [this](const QDBusMessage &answer) {
        const QVariant active = answer.arguments().value(0);
        if (active.typeId() == QMetaType::Bool)
            noteActive(active.toBool());
    });
}

void ScreenSaver::noteActive(bool active)
{
    setLocked(active);
}

} // namespace samsa::app
