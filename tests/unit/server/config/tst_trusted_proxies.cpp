// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/trusted_proxies.h"
#include "server/net/request_head.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using samsa::TrustedProxies;
using samsa::net::RequestHead;

/// Whose word is taken for where a client is.
class TestTrustedProxies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsTheClient_data();
    void findsTheClient();
    void readsRepeatedFieldsAsOneList();
    void countsAHostByItsNetwork_data();
    void countsAHostByItsNetwork();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
};

void TestTrustedProxies::findsTheClient_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QByteArray>("forwardedFor");
    QTest::addColumn<QString>("client");
    QTest::newRow("not a proxy") << u"203.0.113.9"_s << QByteArray("198.51.100.1")
                                 << u"203.0.113.9"_s;
    QTest::newRow("a proxy") << u"10.1.2.3"_s << QByteArray("198.51.100.1") << u"198.51.100.1"_s;
    QTest::newRow("a proxy of the subnet")
        << u"192.168.7.200"_s << QByteArray("198.51.100.1") << u"198.51.100.1"_s;
    QTest::newRow("next to the proxy")
        << u"10.1.2.4"_s << QByteArray("198.51.100.1") << u"10.1.2.4"_s;
    QTest::newRow("a proxy by its mapped address")
        << u"::ffff:10.1.2.3"_s << QByteArray("198.51.100.1") << u"198.51.100.1"_s;
    QTest::newRow("a proxy that says nothing") << u"10.1.2.3"_s << QByteArray() << u"10.1.2.3"_s;
    QTest::newRow("invented by the client")
        << u"10.1.2.3"_s << QByteArray("192.0.2.77, 198.51.100.1") << u"198.51.100.1"_s;
    QTest::newRow("through two proxies")
        << u"10.1.2.3"_s << QByteArray("192.0.2.77, 198.51.100.1,192.168.7.5") << u"198.51.100.1"_s;
    QTest::newRow("not an address")
        << u"10.1.2.3"_s << QByteArray("198.51.100.1, unknown") << u"10.1.2.3"_s;
    QTest::newRow("IPv6") << u"2001:db8::1"_s << QByteArray("2001:db8:ffff::5")
                          << u"2001:db8:ffff::5"_s;
    const auto entry = [](const char *name, const QByteArray &text, const QString &client) {
        QTest::newRow(name) << u"10.1.2.3"_s << text << client;
    };
    entry("with a port", "203.0.113.5:5001", u"203.0.113.5"_s);
    entry("a proxy with a port", "203.0.113.5:5001, 192.168.7.9:80", u"203.0.113.5"_s);
    entry("IPv6 in brackets", "[2001:db8:ffff::5]", u"2001:db8:ffff::5"_s);
    entry("IPv6 in brackets with a port", "[2001:db8:ffff::5]:443", u"2001:db8:ffff::5"_s);
    entry("IPv4 as IPv6 with a port", "[::ffff:203.0.113.5]:5001", u"203.0.113.5"_s);
    for (const char *text : {"203.0.113.5:", "203.0.113.5:x", "203.0.113.5:70000", "203.0.113.5:+1",
                             ":80", "203.0:80", "[2001:db8:ffff::5", "[2001:db8:ffff::5]x",
                             "[2001:db8:ffff::5]:", "[203.0.113.5]", "[]", "[", "]", ":", ""})
        entry(text, "198.51.100.1, " + QByteArray(text), u"10.1.2.3"_s);
}

void TestTrustedProxies::findsTheClient()
{
    QFETCH(QString, peer);
    QFETCH(QByteArray, forwardedFor);
    QFETCH(QString, client);
    TrustedProxies proxies;
    QVERIFY(proxies.add(u"10.1.2.3"_s).ok());
    QVERIFY(proxies.add(u"192.168.7.0/24"_s).ok());
    QVERIFY(proxies.add(u"2001:db8::1"_s).ok());
    RequestHead head;
    if (!forwardedFor.isEmpty())
        head.fields.append({"x-forwarded-for", forwardedFor});
    QCOMPARE(proxies.clientOf(QHostAddress(peer), head.values("x-forwarded-for")).toString(),
             client);
}

void TestTrustedProxies::readsRepeatedFieldsAsOneList()
{
    TrustedProxies proxies;
    QVERIFY(proxies.add(u"10.1.2.3"_s).ok());
    RequestHead head;
    head.fields.append(RequestHead::Field {"x-forwarded-for", "192.0.2.77"});
    head.fields.append(RequestHead::Field {"x-forwarded-for", "198.51.100.1"});
    QCOMPARE(
        proxies.clientOf(QHostAddress(u"10.1.2.3"_s), head.values("x-forwarded-for")).toString(),
        u"198.51.100.1"_s);
}

void TestTrustedProxies::countsAHostByItsNetwork_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("together");
    QTest::newRow("one /64") << u"2001:db8:1:2::1"_s << u"2001:db8:1:2:ffff:ffff:ffff:ffff"_s
                             << true;
    QTest::newRow("the next /64") << u"2001:db8:1:2::1"_s << u"2001:db8:1:3::1"_s << false;
    QTest::newRow("IPv4") << u"203.0.113.5"_s << u"203.0.113.6"_s << false;
    QTest::newRow("the same IPv4") << u"203.0.113.5"_s << u"203.0.113.5"_s << true;
    QTest::newRow("IPv4 beside IPv6") << u"0.0.0.0"_s << u"::"_s << false;
}

void TestTrustedProxies::countsAHostByItsNetwork()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QTEST(samsa::countedAs(QHostAddress(one)) == samsa::countedAs(QHostAddress(other)), "together");
}

void TestTrustedProxies::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a name") << u"proxy.example"_s;
    QTest::newRow("part of an address") << u"10.1"_s;
    QTest::newRow("too long a subnet") << u"10.1.0.0/33"_s;
}

void TestTrustedProxies::refusesWhatIsNoAddress()
{
    QFETCH(QString, text);
    TrustedProxies proxies;
    const auto added = proxies.add(text);
    QVERIFY(!added.ok());
    QCOMPARE(added.error().code, samsa::protocol::Code::OptionInvalid);
    QVERIFY(proxies.texts().isEmpty());
}

QTEST_APPLESS_MAIN(TestTrustedProxies)
#include "tst_trusted_proxies.moc"
