// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/screen_reader.h"

#include <QDBusArgument>
#include <QDBusVariant>

namespace samsa::test {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString sessionName = u"session of the test"_s;
const QString busName = u"assistive technology"_s;
const QString accessible = u"org.a11y.atspi.Accessible"_s;
const QString registry = u"org.a11y.atspi.Registry"_s;
const QString properties = u"org.freedesktop.DBus.Properties"_s;
constexpr int answersWithin = 20'000; // ms; an instrumented program is slow

} // namespace

ScreenReader::~ScreenReader()
{
    QDBusConnection::disconnectFromBus(busName);
}

QString ScreenReader::start(const QString &sessionBus)
{
    QDBusConnection session = QDBusConnection::connectToBus(sessionBus, sessionName);
    const auto call = [&session](const QString &interface, const QString &method,
                                 const QVariantList &arguments) {
        QDBusMessage message = QDBusMessage::createMethodCall(u"org.a11y.Bus"_s, u"/org/a11y/bus"_s,
                                                              interface, method);
        message.setArguments(arguments);
        return session.call(message, QDBus::Block, answersWithin);
    };
    const QDBusMessage address = call(u"org.a11y.Bus"_s, u"GetAddress"_s, {});
    for (const QString &name : {u"IsEnabled"_s, u"ScreenReaderEnabled"_s})
        call(properties, u"Set"_s,
             {u"org.a11y.Status"_s, name, QVariant::fromValue(QDBusVariant(true))});
    QDBusConnection::disconnectFromBus(sessionName);
    if (address.type() != QDBusMessage::ReplyMessage)
        return address.errorMessage();

    m_bus = QDBusConnection::connectToBus(address.arguments().constFirst().toString(), busName);
    for (const QString &kind : {u"Object"_s, u"Focus"_s, u"Window"_s})
        if (!m_bus.connect({}, {}, u"org.a11y.atspi.Event."_s + kind, {}, this,
                           SLOT(take(QDBusMessage))))
            return m_bus.lastError().message();
    for (const QString &kind : {u"object:"_s, u"focus:"_s, u"window:"_s}) {
        const QDBusMessage answer = ask(registry, u"/org/a11y/atspi/registry"_s, registry,
                                        u"RegisterEvent"_s, {kind, QStringList(), QString()});
        if (answer.type() != QDBusMessage::ReplyMessage)
            return answer.errorMessage();
    }
    m_sinceEvent.start();
    return {};
}

QDBusMessage ScreenReader::ask(const QString &service, const QString &path,
                               const QString &interface, const QString &method,
                               const QVariantList &arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
    message.setArguments(arguments);
    return m_bus.call(message, QDBus::Block, answersWithin);
}

ScreenReader::Thing ScreenReader::thingAt(const QString &service, const QString &path) const
{
    const QVariant name =
        ask(service, path, properties, u"Get"_s, {accessible, u"Name"_s}).arguments().value(0);
    const QVariant role = ask(service, path, accessible, u"GetRoleName"_s).arguments().value(0);
    return {service, path, name.value<QDBusVariant>().variant().toString(), role.toString()};
}

QStringList ScreenReader::programs() const
{
    QStringList names;
    const QVariant children =
        ask(registry, u"/org/a11y/atspi/accessible/root"_s, accessible, u"GetChildren"_s)
            .arguments()
            .value(0);
    const auto list = children.value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd()) {
        QString service;
        QDBusObjectPath path;
        list.beginStructure();
        list >> service >> path;
        list.endStructure();
        names.append(thingAt(service, path.path()).name);
    }
    list.endArray();
    return names;
}

QStringList ScreenReader::actionsOf(const Thing &thing) const
{
    QStringList texts;
    const QVariant actions =
        ask(thing.service, thing.path, u"org.a11y.atspi.Action"_s, u"GetActions"_s)
            .arguments()
            .value(0);
    const auto list = actions.value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd()) {
        QString text;
        QString description;
        QString keys;
        list.beginStructure();
        list >> text >> description >> keys;
        list.endStructure();
        texts.append(text);
    }
    list.endArray();
    return texts;
}

void ScreenReader::take(const QDBusMessage &event)
{
    const QString detail = event.arguments().value(0).toString();
    const bool on = event.arguments().value(1).toInt() != 0;
    const Thing source = thingAt(event.service(), event.path());
    m_events.append(u"%1:%2:%3 of %4 \"%5\""_s.arg(event.member(), detail)
                        .arg(on)
                        .arg(source.role, source.name));
    m_sinceEvent.restart();
    if (detail == "showing"_L1 && on && source.role == "notification"_L1)
        m_heard.append(source.name);
    else if (detail == "focused"_L1 && on)
        m_focused = source;
}

} // namespace samsa::test
