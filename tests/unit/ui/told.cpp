// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "told.h"

#include <QAccessibleBridgePlugin>
#include <QStringList>
#include <QtPlugin>

namespace {

QList<Told> told;

class TellingBridge : public QAccessibleBridge
{
public:
    void setRootObject(QAccessibleInterface *) override {}
    void notifyAccessibilityUpdate(QAccessibleEvent *event) override
    {
        if (const QAccessibleInterface *const source = event->accessibleInterface())
            told.append({event->type(), source->role(), source->text(QAccessible::Name)});
    }
};

} // namespace

class TellingBridgePlugin : public QAccessibleBridgePlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.qt-project.Qt.QAccessibleBridgeFactoryInterface" FILE "told.json")
public:
    QAccessibleBridge *create(const QString &) override
    {
        static QAccessibleBridge *const bridge =
            new TellingBridge; // Qt's, which may never delete it
        return bridge;
    }
};

Q_IMPORT_PLUGIN(TellingBridgePlugin)

const QList<Told> &Told::all()
{
    return told;
}

QStringList Told::spoken()
{
    QStringList sentences;
    for (const Told &one : told)
        if (one.event == QAccessible::ObjectShow && one.role == QAccessible::Notification)
            sentences.append(one.name);
    return sentences;
}

void Told::clear()
{
    told.clear();
}

#include "told.moc"
