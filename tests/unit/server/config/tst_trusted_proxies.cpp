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
